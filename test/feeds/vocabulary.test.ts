import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  readKeptVocabularies,
  readVocabularies,
  readVocabulary,
  type VocabularyLimits,
  type VocabularyOptions,
} from '../../src/feeds/vocabulary/vocabulary.ts';
import { type Answer, body, closedBase, createFolder, drip, serve, silence, stall, status } from './loopback.ts';
import { zip } from './zip.ts';

/** undici's timers may take half a second more than they are told: `total` is lowered only where it is to come first. */
const LIMITS: Partial<VocabularyLimits> = { connect: 500, headers: 200, body: 200, total: 5_000, size: 100_000 };
const HURRIED = { ...LIMITS, total: 1_000 };
const NEVER = new AbortController().signal;

const ATOMIC = 'Technique #,Test Name\nT1053,Plan a job\n';
const SIGMA = 'title: Odd shell\nstatus: test\ntags:\n    - attack.t1059\n';
const OWN = 'crown jewels job\tT1053, T9999\n';

function read(address: string, dataDir: string, more: Partial<VocabularyOptions> = {}) {
  return readVocabulary(address, { dataDir, signal: NEVER, limits: LIMITS, now: () => 1000, ...more });
}

function readAll(addresses: readonly string[], dataDir: string) {
  return readVocabularies(addresses, { dataDir, signal: NEVER, limits: HURRIED, now: () => 1000 });
}

describe('a vocabulary', () => {
  it.each([
    ['atomic', ATOMIC, 'Plan a job'],
    ['sigma', SIGMA, 'Odd shell'],
    ['sigma', zip([{ name: 'rules/a.yml', content: SIGMA }]), 'Odd shell'],
    ['pairs', OWN, 'crown jewels job'],
  ])('is read from a server, as %s by what it holds', async (kind, content, text) => {
    const { base, headers } = await serve({ '/latest': status(302, { location: '/file' }), '/file': body(content) });
    expect(await read(`${base}/latest?token=secret`, await createFolder())).toMatchObject({
      address: `${base}/latest`,
      kind,
      phrases: [{ text }],
      origin: 'source',
      asOf: 1000,
      problem: undefined,
    });
    expect(headers[0]).toMatchObject({ accept: '*/*', 'user-agent': expect.stringMatching(/^attack-bot\//) });
  });

  it('is read from a file, anew only when that has changed', async () => {
    const [dir, dataDir] = [await createFolder(), await createFolder()];
    const path = join(dir, 'words.txt');
    await writeFile(path, OWN);
    expect(await read(path, dataDir)).toMatchObject({
      address: path,
      kind: 'pairs',
      phrases: [{ ids: ['T1053', 'T9999'] }],
    });
    expect(await read(path, dataDir, { now: () => 2000 })).toMatchObject({
      kind: 'pairs',
      origin: 'source',
      asOf: 2000,
    });
    await writeFile(path, `${OWN}and more\tT1059\n`);
    expect((await read(path, dataDir)).phrases).toHaveLength(2);
  });
});

describe('a vocabulary of which there is no copy', () => {
  it.each<[string, Answer | undefined, string]>([
    ['is not found', status(404), 'answered 404'],
    ['is not to be had', status(403), 'answered 403'],
    ['fails', status(500), 'answered 500'],
    ['is no vocabulary', body('Dear all'), 'holds no vocabulary'],
    ['is a web page', body('<!doctype html><title>Sign in</title>'), 'is a web page'],
    [
      'is an archive that is cut short',
      body(zip([{ name: 'a.yml', content: SIGMA }]).subarray(0, -4)),
      'can be trusted',
    ],
    ['says nothing', silence, 'does not answer in time'],
    ['stops', stall, 'stopped in the middle of its answer'],
    ['never ends', drip, 'took longer than 1 s'],
    ['is too large', body(`${OWN}${'x'.repeat(100_000)}`), 'sent more than the 100000 bytes that are allowed'],
    [
      'leads to plain http elsewhere',
      status(302, { location: 'http://127.0.0.2/' }),
      'neither https nor on the same server',
    ],
    ['leads to a file', status(302, { location: 'file:///etc/passwd' }), 'neither https nor on the same server'],
    ['leads in circles', status(302, { location: '/words' }), 'redirects more than 5 times'],
    ['says that nothing has changed', status(304), 'answered 304'],
    ['refuses', undefined, 'refuses the connection'],
  ])('and which %s, is told of', async (_name, answer, problem) => {
    const base = answer ? (await serve({ '/words': answer })).base : await closedBase();
    const dataDir = await createFolder();
    const address = `${base.replace('//', '//me:secret@')}/words?key=secret`;
    const limits = answer === drip ? HURRIED : LIMITS;
    await expect(read(address, dataDir, { limits })).rejects.toMatchObject({
      name: 'FeedError',
      message: expect.stringMatching(new RegExp(`^${base}/words .*${problem}`)),
    });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('is told of when its file is none', async () => {
    const dir = await createFolder();
    await writeFile(join(dir, 'large'), Buffer.alloc(100_001));
    await expect(read(join(dir, 'gone'), dir)).rejects.toThrow('gone is not there');
    await expect(read(dir, dir)).rejects.toThrow('is no file');
    await expect(read(join(dir, 'large'), dir)).rejects.toThrow('is larger than the 100000 bytes');
  });

  it('is told of when it takes too long to decode', async () => {
    const { base } = await serve({ '/words': body('\n'.repeat(20_000_000)) });
    const options = { dataDir: await createFolder(), signal: NEVER, limits: { decode: 50 } };
    await expect(readVocabulary(`${base}/words`, options)).rejects.toThrow('takes longer than 0.05 s to read');
  });

  it('tells how long its server asked to be left alone', async () => {
    const { base } = await serve({ '/words': status(429, { 'retry-after': '60' }) });
    await expect(read(`${base}/words`, await createFolder())).rejects.toMatchObject({ retryAfter: 60_000 });
  });

  it('is broken off by its signal, with the signal’s reason', async () => {
    const { base } = await serve({ '/words': drip });
    const controller = new AbortController();
    const reason = new Error('stopped');
    setTimeout(() => controller.abort(reason), 50);
    await expect(read(`${base}/words`, await createFolder(), { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('the copy on disk', () => {
  it('makes the next request conditional, and is confirmed by the answer', async () => {
    const { base, headers } = await serve({
      '/words': body(OWN, { etag: '"1"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }),
    });
    const dataDir = await createFolder();
    const first = await read(`${base}/words`, dataDir);
    const second = await read(`${base}/words`, dataDir, { now: () => 2000 });
    expect(headers[0]).not.toHaveProperty('if-none-match');
    expect(headers[1]).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' });
    expect(second).toEqual({ ...first, asOf: 2000 });
    expect((await readKeptVocabularies([`${base}/words`], dataDir)).vocabularies).toMatchObject([{ asOf: 2000 }]);
  });

  it.each<[string, Answer | undefined, string]>([
    ['cannot be reached', undefined, 'refuses the connection'],
    ['is gone', status(404), 'answered 404'],
    ['is a proxy’s page', body('<html>Sign in</html>'), 'is a web page'],
    ['has been emptied', body(''), 'holds no vocabulary'],
    ['never ends', drip, 'took longer'],
  ])('stands in for a source that %s, and says why', async (_name, answer, problem) => {
    const { base, routes, close } = await serve({ '/words': body(OWN, { etag: '"1"' }) });
    const dataDir = await createFolder();
    const { phrases } = await read(`${base}/words`, dataDir);
    if (answer) routes.set('/words', answer);
    else await close();
    const vocabulary = await read(`${base}/words`, dataDir, { now: () => 2000, limits: HURRIED });
    expect(vocabulary).toMatchObject({ phrases, origin: 'disk', asOf: 1000, kind: 'pairs' });
    expect(vocabulary.problem?.message).toContain(problem);
  });

  it('needs no source at the start', async () => {
    const { base, close } = await serve({ '/own': body(OWN), '/atomic': body(ATOMIC) });
    const [dataDir, addresses] = [await createFolder(), [`${base}/own`, `${base}/atomic`]];
    const asked = await readAll(addresses, dataDir);
    await close();
    const kept = await readKeptVocabularies([...addresses, `${base}/never`], dataDir);
    expect(kept).toMatchObject({ phrases: asked.phrases, digest: asked.digest, failures: [], skipped: asked.skipped });
    expect(kept.vocabularies.map(({ origin }) => origin)).toEqual(['disk', 'disk']);
  });

  it('holds phrases alone, and neither the source nor its secrets', async () => {
    const { base } = await serve({ '/words': body(`${SIGMA}description: Not to be kept\n`) });
    const dataDir = await createFolder();
    await read(`${base.replace('//', '//me:secret@')}/words?key=secret`, dataDir);
    const [name = ''] = await readdir(dataDir);
    expect(name).toMatch(/^vocabulary-[0-9a-f]{16}\.json$/);
    const text = await readFile(join(dataDir, name), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ address: `${base}/words`, phrases: [['Odd shell', 'T1059']] });
    expect(text).not.toMatch(/secret|Not to be kept/);
  });

  it.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is cut short', (text) => text.slice(0, 40)],
    ['is of another format', (text) => text.replace(/"format":\d+/, '"format":0')],
    ['has no phrases', (text) => text.replace(/\[\[.*\]\]/, '[]')],
    ['has an ID that is none', (text) => text.replace('T1053 T9999', 'T1')],
    ['is of a day that no calendar has', (text) => text.replace('"asOf":1000', '"asOf":1e300')],
  ])('is fetched anew when it %s', async (_name, damage) => {
    const { base, headers } = await serve({ '/words': body(OWN, { etag: '"1"' }) });
    const dataDir = await createFolder();
    const address = `${base}/words`;
    const { phrases } = await read(address, dataDir);
    const path = join(dataDir, (await readdir(dataDir))[0] ?? '');
    const text = await readFile(path, 'utf8');
    expect(damage(text)).not.toBe(text);
    await writeFile(path, damage(text));
    const kept = await readKeptVocabularies([address], dataDir);
    expect(kept.failures.map(({ message }) => message)).toEqual([expect.stringMatching(/is damaged|holds no JSON/)]);
    expect(await read(address, dataDir)).toMatchObject({ phrases, origin: 'source', problem: undefined });
    expect(headers[1]).not.toHaveProperty('if-none-match');
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('that cannot be written is told of, and the phrases are used all the same', async () => {
    const file = join(await createFolder(), 'file');
    await writeFile(file, '');
    const { base } = await serve({ '/words': body(OWN) });
    const vocabulary = await read(`${base}/words`, file);
    expect(vocabulary).toMatchObject({ phrases: [{ text: 'crown jewels job' }], origin: 'source' });
    expect(vocabulary.problem?.message).toMatch(/cannot be written/);
  });
});

describe('several vocabularies', () => {
  it('are one list, each phrase once with the IDs of all, and what was skipped is summed', async () => {
    const { base } = await serve({
      '/a': body(`${OWN}none\tnone\n`),
      '/b': body('head,ids\ncrown jewels job,G0016\n'),
    });
    expect(await readAll([`${base}/a`, `${base}/b`], await createFolder())).toMatchObject({
      phrases: [{ text: 'crown jewels job', ids: ['T1053', 'T9999', 'G0016'] }],
      vocabularies: [{ address: `${base}/a` }, { address: `${base}/b` }],
      failures: [],
      skipped: { withoutId: 2, malformed: 0 },
    });
  });

  it('do not hinder each other', async () => {
    const { base } = await serve({ '/slow': drip, '/gone': status(404), '/own': body(OWN), '/bad': body('garbage') });
    const found = await readAll(
      ['/slow', '/gone', '/own', '/bad'].map((path) => base + path),
      await createFolder(),
    );
    expect(found.phrases).toHaveLength(1);
    expect(found.failures.map(({ address }) => address)).toEqual([`${base}/slow`, `${base}/gone`, `${base}/bad`]);
  });

  it('have another digest when their phrases differ, and then only', async () => {
    const { base, routes } = await serve({ '/own': body(OWN), '/atomic': body(ATOMIC) });
    const [dataDir, addresses] = [await createFolder(), [`${base}/own`, `${base}/atomic`]];
    const { digest } = await readAll(addresses, dataDir);
    expect((await readAll(addresses, dataDir)).digest).toBe(digest);
    routes.set('/own', body(OWN.replace('job', 'task')));
    expect((await readAll(addresses, dataDir)).digest).not.toBe(digest);
  });

  it('may be none', async () => {
    const none = { phrases: [], vocabularies: [], failures: [], digest: expect.any(String) };
    expect(await readAll([], await createFolder())).toMatchObject(none);
    expect(await readKeptVocabularies([], join(await createFolder(), 'none'))).toMatchObject(none);
  });

  it('leave no copy of an address that is no longer configured, and nothing else touched', async () => {
    const { base } = await serve({ '/a': body(OWN), '/b': body(ATOMIC) });
    const dataDir = await createFolder();
    await readAll([`${base}/a`, `${base}/b`], dataDir);
    const theirs = ['vocabulary.json', 'vocabulary-mine.json', 'ics-attack.json'];
    for (const name of theirs) await writeFile(join(dataDir, name), 'mine');
    await writeFile(join(dataDir, 'vocabulary-0123456789abcdef.json.tmp'), 'half');
    await readAll([`${base}/a`], dataDir);
    const left = await readdir(dataDir);
    expect(left).toHaveLength(4);
    expect(left).toEqual(expect.arrayContaining(theirs));
  });

  it('are read though the folder cannot be swept', async () => {
    const { base } = await serve({ '/a': body(OWN) });
    const dataDir = await createFolder();
    await mkdir(join(dataDir, 'vocabulary-0123456789abcdef.json'));
    expect((await readAll([`${base}/a`], dataDir)).phrases).toHaveLength(1);
    await rm(dataDir, { recursive: true });
    expect((await readAll([`${base}/a`], dataDir)).vocabularies).toMatchObject([{ problem: undefined }]);
  });
});
