import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BundleError } from '../../src/attack/bundle.ts';
import type { Domain } from '../../src/attack/domain.ts';
import { openCatalog } from '../../src/compact/open.ts';
import { EMBEDDED_FACTS } from '../../src/feeds/embedded/embedded.ts';
import type { Worked } from '../../src/metrics/observer.ts';
import { runAtOnce } from '../../src/search/slices.ts';
import { findByText } from '../../src/search/text/find-text.ts';
import type { Part } from '../../src/workshop/job.ts';
import { createWorkshop, type Workshop, WorkshopError, type WorkshopOptions } from '../../src/workshop/workshop.ts';
import { createFolder } from '../feeds/loopback.ts';
import { bundle21, copyOf } from '../fixtures/bundle.ts';
import { COMPILED } from '../fixtures/process.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';

const WORKER = join(import.meta.dirname, '../../src/worker.ts');
const NEWS = { copies: [copyOf('enterprise')], refresh: { endedAt: undefined, errors: [], nextAt: undefined } };

function open(options: Partial<WorkshopOptions> = {}): Workshop {
  const workshop = createWorkshop({ program: WORKER, compileCache: COMPILED, ...options });
  onTestFinished(workshop.stop);
  return workshop;
}

function partOf(json: unknown, domain: Domain = 'enterprise'): Part {
  return { kind: 'bytes', domain, packed: gzipSync(typeof json === 'string' ? json : JSON.stringify(json)) };
}

/** A program in place of the bot's own. */
async function programOf(text: string): Promise<string> {
  const path = join(await createFolder(), 'program.mjs');
  await writeFile(path, text);
  return path;
}

describe('the workshop', { timeout: 60_000 }, () => {
  it('builds a catalog of bundles and facts that is found in by name, by text and by a community’s words', async () => {
    const phrases = [{ text: 'crown jewels job', ids: ['T1055'] }];
    const facts = { kind: 'facts', path: EMBEDDED_FACTS, domain: 'ics' } as const;
    const { compact, summaries } = await open().build([partOf(bundle21(SMALL_ATTACK, '18.1')), facts], phrases);
    const catalog = runAtOnce(openCatalog(compact, NEWS));
    expect(catalog.copies).toBe(NEWS.copies);
    expect(catalog.byId.get('T1055')?.[0]).toMatchObject({ name: 'Process Injection' });
    expect(catalog.byId.has('T0879')).toBe(true);
    const [hit] = catalog.text ? findByText(catalog.text, 'crown jewels', 1) : [];
    expect(hit && catalog.byStixId.get(hit.stixId)?.id).toBe('T1055');
    expect(summaries.map(({ domain, release }) => [domain, release])).toEqual([
      ['enterprise', '18.1'],
      ['ics', '18.1'],
    ]);
  });

  it('tells what a bundle holds, by kind and status', async () => {
    const objects = [...SMALL_ATTACK, { type: 'x-unheard-of', id: 'x-unheard-of--1' }];
    const summary = await open().inspect(partOf(bundle21(objects, '18.1')));
    expect(summary).toMatchObject({ domain: 'enterprise', release: '18.1' });
    const of = (type: string) => SMALL_ATTACK.filter((each) => each.type === type);
    expect(summary.counts.tactic).toEqual({ active: of('x-mitre-tactic').length, revoked: 0, deprecated: 0 });
    expect(Object.values(summary.counts.technique ?? {}).reduce((a, b) => a + b)).toBe(of('attack-pattern').length);
    expect(Object.values(summary.skipped)).toEqual([1]);
  });

  it('refuses what is no bundle as the bundle error that it is', async () => {
    const error = await open()
      .inspect(partOf('<html>'))
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(BundleError);
    expect(error).toMatchObject({ domain: 'enterprise', fault: 'holds no JSON' });
  });

  it('fails one job where its process dies, says how, and does the next', async () => {
    const workshop = open({ program: await programOf('process.kill(process.pid, "SIGKILL")') });
    const error = await workshop.build([], []).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(WorkshopError);
    expect(error).toMatchObject({ message: expect.stringContaining('(SIGKILL)') });
    await expect(workshop.build([], [])).rejects.toThrow('ended before its work was done');
  });

  it('keeps the last words of a process that fails for the log', async () => {
    const workshop = open({ program: await programOf('throw new Error("out of luck")') });
    await expect(workshop.inspect(partOf({}))).rejects.toMatchObject({
      message: expect.stringContaining('(code 1)'),
      cause: { message: expect.stringContaining('out of luck') },
    });
  });

  it('fails a job that needs more memory than it may take', async () => {
    const hungry = Array.from({ length: 60_000 }, (_, n) => ({ type: 'relationship', source_ref: 'a'.repeat(500), n }));
    const objects = hungry.map((each) => ({ ...each, relationship_type: 'uses', target_ref: 'b'.repeat(500) }));
    await expect(open({ heap: 20 }).inspect(partOf({ objects }))).rejects.toThrow(/ended before its work was done/);
  });

  it('tells whoever looks on how each job went, but not that it was stopped', async () => {
    const seen: string[] = [];
    const observer = { worked: ({ job, result }: Worked) => void seen.push(`${job} ${result}`) };
    const workshop = open({ observer });
    await workshop.inspect(partOf(bundle21(SMALL_ATTACK, '18.1')));
    await workshop.build([partOf('<html>')], []).catch(() => undefined);
    await open({ observer, program: await programOf('process.exit(3)') })
      .build([], [])
      .catch(() => undefined);
    const stopped = workshop.build([], []).catch(() => undefined);
    await workshop.stop();
    await stopped;
    expect(seen).toEqual(['inspect ok', 'build refused', 'build failed']);
  });

  it('ends a job that takes too long', async () => {
    const workshop = open({ program: await programOf('setInterval(() => {}, 1000)'), time: 300 });
    await expect(workshop.build([], [])).rejects.toThrow('has worked for more than 0.3 s');
  });

  it('ends at once when it is stopped, and takes nothing more', async () => {
    const workshop = open({ program: await programOf('for (;;);') });
    const jobs = [workshop.build([], []), workshop.inspect(partOf({}))].map((job) =>
      job.catch((cause: unknown) => cause),
    );
    await workshop.stop();
    for (const error of await Promise.all(jobs))
      expect(error).toMatchObject({ message: expect.stringContaining('was stopped') });
    await expect(workshop.build([], [])).rejects.toThrow('was stopped');
  });

  it('gives its process nothing of the environment but where compiled code is kept, and how to use memory', async () => {
    const program = await programOf('process.stderr.write(JSON.stringify(process.env)); process.exitCode = 3;');
    await expect(open({ program }).build([], [])).rejects.toMatchObject({
      cause: {
        message: JSON.stringify({
          MALLOC_ARENA_MAX: '1',
          MALLOC_MMAP_THRESHOLD_: '131072',
          NODE_COMPILE_CACHE: COMPILED,
        }),
      },
    });
  });

  it.each([
    ['write a file', 'await (await import("node:fs/promises")).writeFile("x", "")'],
    ['start a program', '(await import("node:child_process")).spawnSync(process.execPath, ["--version"])'],
  ])('keeps its process from what it has no business with: to %s', async (_, deed) => {
    const program = await programOf(deed);
    await expect(open({ program }).build([], [])).rejects.toMatchObject({
      cause: { message: expect.stringContaining('ERR_ACCESS_DENIED') },
    });
  });
});
