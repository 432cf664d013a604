import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { body, createFolder, serve } from './feeds/loopback.ts';
import { bundle21 } from './fixtures/bundle.ts';
import { createSomeone, read } from './fixtures/person.ts';
import { startProcess, startSlack } from './fixtures/process.ts';
import { SMALL_ATTACK } from './fixtures/small-attack.ts';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

type Versions = Readonly<Record<string, string>>;

const ROOT = join(import.meta.dirname, '..');
/** What Node may do, with the data folder for DIR. */
const HELD = '--permission --allow-fs-read=* --allow-fs-write=DIR --allow-child-process';
const wanted = readJson('package.json') as {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const lock = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, Package>> };
const installed = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, one]) => ({ path, name: path.replace(/^.*node_modules\//, ''), ...one }));

describe('what the bot is made of', () => {
  it('is asked for by exact versions', () => {
    const versions = Object.values({ ...wanted.dependencies, ...wanted.devDependencies });
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('is locked as it is asked for, each part by its digest', () => {
    const { dependencies, devDependencies } = wanted;
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies });
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
    for (const { integrity } of installed) expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
  });

  it('comes from wherever the registry is set to, and from no other address', () => {
    expect(installed.flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
  });

  it('runs no script when it is installed that was not allowed, and none at all in production', () => {
    const scripted = installed.filter(({ hasInstallScript }) => hasInstallScript);
    expect(scripted.map(({ name }) => name).sort()).toEqual(Object.keys(wanted.allowScripts).sort());
    expect(scripted.every(({ dev }) => dev)).toBe(true);
  });
});

describe('npm run sbom', () => {
  let bill: Bill;
  beforeAll(() => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    bill = JSON.parse(stdout);
  });

  it('writes CycloneDX of the bot, each part with what it needs', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.\d$/) });
    const { component } = bill.metadata;
    expect(component.name).toBe('attack-bot');
    const known = new Set([component, ...bill.components].map((one) => one['bom-ref']));
    expect(new Set(bill.dependencies.map(({ ref }) => ref))).toEqual(known);
    for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) expect(known).toContain(ref);
  });

  it('names everything that is installed in production, with its version and digest, and nothing else', () => {
    const production = installed.filter(({ dev }) => !dev);
    const expected = production.map(({ name, version, integrity = '' }) => ({
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      digest: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex'),
    }));
    const listed = bill.components.map(({ purl, hashes = [] }) => ({ purl, digest: hashes[0]?.content }));
    const unique = new Map(expected.map((one) => [one.purl, one]));
    expect(unique.size).toBeGreaterThan(50);
    expect(listed.sort(byAddress)).toEqual([...unique.values()].sort(byAddress));
    for (const name of Object.keys(wanted.dependencies))
      expect(bill.components.map((component) => component.name)).toContain(name);
  });
});

describe('the image', () => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n');

  it('is built on the very Node that the repository brings', () => {
    expect(lines).toContain(`ARG NODE=node:${wanted.devDependencies.node}-slim`);
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
      expect.stringMatching(/^FROM \$\{NODE\}/),
      expect.stringMatching(/^FROM \$\{NODE\}/),
    ]);
  });

  it('is nobody’s, says how it is, and has neither dev dependencies nor install scripts', () => {
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER 1000:1000']);
    expect(lines.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    expect(lines).toContain('RUN npm ci --omit=dev --ignore-scripts');
  });
});

describe('SECURITY.md', () => {
  const security = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

  it('names the Node that the image is built on, and the flags that the process is tried with', () => {
    expect(security).toContain(`NODE=node:${wanted.devDependencies.node}-slim@sha256:`);
    expect(security).toContain(`node ${HELD.replace('DIR', '"$DATA_DIR"')} src/main.ts`);
  });
});

describe('the bot that may write to its data folder alone', () => {
  it('fetches, builds, answers and remembers', async () => {
    const { sandbox, env } = await startSlack();
    const feed = await serve({
      '/enterprise-attack/enterprise-attack.json': body(bundle21(SMALL_ATTACK, '18.1')),
    });
    const data = await createFolder();
    const bot = await startProcess({
      ...env,
      ATTACK_DOMAINS: 'enterprise',
      ATTACK_FEED_URL: feed.base,
      DATA_DIR: data,
      METRICS_PUBLIC: 'on',
      NODE_OPTIONS: `${HELD.replace('DIR', data)} --no-warnings`,
    });
    await bot.line(({ msg }) => msg === 'ATT&CK is renewed');
    await bot.line(({ msg }) => msg === 'connected to Slack');
    const you = createSomeone(sandbox);
    expect(read(await you.ask('/attack T1055'))).toContain('T1055 · Process Injection');
    await you.choose(await you.ask('/attack settings'), 'settings.coolDown', '480');
    await you.find(({ text }) => text.includes('30 minutes → 8 hours'));
    expect((await fetch(`${await bot.origin()}/metrics`)).status).toBe(200);
    const { code, stderr } = await bot.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(bot.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(readdirSync(data, { recursive: true }).length).toBeGreaterThan(1);
  });

  it('says so where it may not write even there', async () => {
    const bot = await startProcess({
      NODE_OPTIONS: '--permission --allow-fs-read=* --allow-child-process --no-warnings',
    });
    const line = await bot.line(({ msg }) => msg.startsWith('the store cannot be opened'));
    expect(line).toMatchObject({ level: 'error', err: { code: 'ERR_ACCESS_DENIED' } });
    await bot.line(({ msg }) => msg === 'connected to Slack');
  });
});

function byAddress(a: { readonly purl: string }, b: { readonly purl: string }): number {
  return a.purl < b.purl ? -1 : 1;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
}
