import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { technique as techniqueSchema } from '../src/api/schemas.ts';
import { tactic, technique } from './fixtures/bundle.ts';
import { feedOf, newFolder } from './fixtures/releases.ts';

const PROGRAM = join(import.meta.dirname, '../src/export.ts');
const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const world = (name: string) => [execution, technique({ id: 'T1055', name, chain: 'mitre-ics-attack' })];

/** @returns also where it fails */
async function run(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [PROGRAM, ...args], { env })) };
  } catch (error) {
    return error as { readonly code: number; readonly stdout: string; readonly stderr: string };
  }
}

describe('npm run export', { timeout: 60_000 }, () => {
  it('writes what all pages of the API hold, and nothing into the data folder', async () => {
    const [feed, dataDir, folder] = [feedOf({ '18.1': { ics: world('Injection') } }), newFolder(), newFolder()];
    const out = join(folder, 'new', 'techniques.json');
    const env = { ATTACK_FEED_URL: feed, DATA_DIR: dataDir };
    const { code, stdout, stderr } = await run(env, '--domain', 'ics', '--out', out, '--pretty');
    expect([code, stdout, stderr]).toEqual([0, '', `1 techniques are written to ${out}\n`]);
    const written = JSON.parse(readFileSync(out, 'utf8'));
    expect(written).toMatchObject({ success: true, meta: { total: 1, next: null, releases: { ics: '18.1' } } });
    expect(techniqueSchema.safeParse(written.data[0]).error).toBeUndefined();
    expect(written.data[0]).toMatchObject({
      id: 'T1055',
      name: 'Injection',
      tactic: 'TA0002',
      tacticName: 'Execution',
    });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('gives another release, to standard output', async () => {
    const feed = feedOf({ '18.1': { ics: world('new') }, '17.1': { ics: world('old') } });
    const env = { ATTACK_FEED_URL: feed, DATA_DIR: newFolder(), ATTACK_DOMAINS: 'ics' };
    const { stdout } = await run(env, '--version', 'v17.1');
    expect(JSON.parse(stdout).data.map(({ name }: { name: string }) => name)).toEqual(['old']);
  });

  it('says so where there is nothing but the facts that come with the bot', async () => {
    const env = { ATTACK_FEED_URL: newFolder(), DATA_DIR: newFolder(), ATTACK_DOMAINS: 'ics' };
    const { stdout, stderr } = await run(env);
    expect(JSON.parse(stdout).data.length).toBeGreaterThan(50);
    expect(stderr).toContain('ics: only the facts that come with this bot');
  });

  it.each([['--domain', 'space'], ['--version', 'latest'], ['--colour']])(
    'refuses %s %s with its usage',
    async (...args) => {
      const { code, stdout, stderr } = await run({ DATA_DIR: newFolder() }, ...args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('usage: npm run export');
      expect(stderr).not.toContain(' at ');
    },
  );

  it('fails where no feed has the release', async () => {
    const env = {
      ATTACK_FEED_URL: feedOf({ '18.1': { ics: world('new') } }),
      DATA_DIR: newFolder(),
      ATTACK_DOMAINS: 'ics',
    };
    const { code, stderr } = await run(env, '--version', '3.0');
    expect(code).toBe(1);
    expect(stderr).toContain('ics: ATT&CK 3.0 is not to be had');
  });
});
