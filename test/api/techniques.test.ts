import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { technique as techniqueSchema } from '../../src/api/schemas.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, matrix, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, realCatalogWithText } from '../fixtures/shared.ts';
import { releasesOf } from '../fixtures/two-releases.ts';
import { type Body, type Served, serveApi } from './served.ts';

const ids = ({ data }: Body): readonly string[] => data.map(({ id }: Body) => id);

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const evasion = tactic({ id: 'TA0005', name: 'Defense Evasion', shortname: 'defense-evasion' });
const parent = technique({
  id: 'T1055',
  name: 'Process Injection',
  description: 'It [runs](https://attack.mitre.org/x) `code`.(Citation: A)\n\n* One\n* Two',
  tactics: ['defense-evasion', 'execution'],
  platforms: ['Windows', 'Linux'],
});
const child = technique({ id: 'T1055.012', name: 'Process Hollowing', tactics: ['execution'], platforms: ['Windows'] });
const dead = technique({ id: 'T1086', name: 'PowerShell', status: 'revoked' });
const world = [
  matrix({ id: 'enterprise-attack', name: 'Enterprise', tactics: [execution, evasion] }),
  ...[execution, evasion, parent, child, dead],
  relationship(child, 'subtechnique-of', parent),
];
const catalog = catalogOf({ enterprise: world });

describe('GET /api/techniques', () => {
  it('gives each technique as a library shows it', async () => {
    const { ask } = await serveApi(catalog);
    const { response, body } = await ask('/api/techniques');
    expect(response.status).toBe(200);
    expect(body.success).toBe(true);
    expect(body.meta).toEqual({ total: 2, next: null, releases: { enterprise: '18.1' } });
    expect(body.data[0]).toMatchObject({
      id: 'T1055',
      name: 'Process Injection',
      description: 'It runs code.\nOne\nTwo',
      tactic: 'TA0002',
      tacticName: 'Execution',
      url: 'https://attack.mitre.org/techniques/T1055',
      platforms: ['Windows', 'Linux'],
      domains: ['enterprise'],
      status: 'active',
      version: '1.0',
      release: '18.1',
      isSubtechnique: false,
      parent: null,
    });
    expect(body.data[0].tactics.map(({ id, shortname, domain }: Body) => [id, shortname, domain])).toEqual([
      ['TA0002', 'execution', 'enterprise'],
      ['TA0005', 'defense-evasion', 'enterprise'],
    ]);
    expect(body.data[1]).toMatchObject({ id: 'T1055.012', isSubtechnique: true, parent: { id: 'T1055' } });
  });

  it.each([
    ['tactic=TA0005', ['T1055']],
    ['tactic=defense-evasion', ['T1055']],
    ['tactic=Defense%20Evasion', ['T1055']],
    ['tactic=execution,defense-evasion', ['T1055', 'T1055.012']],
    ['platform=linux', ['T1055']],
    ['platform=linux&platform=windows', ['T1055', 'T1055.012']],
    ['platform=windows&tactic=execution', ['T1055', 'T1055.012']],
    ['domain=enterprise&limit=1', ['T1055']],
    ['q=proces%20holowing', ['T1055.012']],
    ['q=PowerShell', []],
    ['q=', ['T1055', 'T1055.012']],
    ['tactic=', ['T1055', 'T1055.012']],
  ])('answers %s', async (query, expected) => {
    const { ask } = await serveApi(catalog);
    expect(ids((await ask(`/api/techniques?${query}`)).body)).toEqual(expected);
  });

  it.each([
    ['tactic=exekution', '`tactic` has no value "exekution" in this release: perhaps Execution'],
    ['domain=ics', '`domain` has no value "ics" in this release: there are Enterprise'],
    ['domian=ics', 'There is no parameter "domian"'],
    ['limit=0', '`limit` must be from 1 to 200'],
    ['limit=201', '`limit` must be from 1 to 200'],
    ['limit=1e2', '`limit` must be a whole number from 1 to 200'],
    ['limit=1&limit=2', '`limit` is given more than once'],
    ['version=latest', '"latest" is no release: give one such as 18.1'],
    ['cursor=abc', '`cursor` is none of this API: take `meta.next` of the page before'],
    ['__proto__=1', 'There is no parameter "__proto__"'],
    [`q=${'x'.repeat(301)}`, '`q` has more than 300 characters'],
  ])('refuses %s and says why', async (query, message) => {
    const { ask } = await serveApi(catalog);
    const { response, body } = await ask(`/api/techniques?${query}`);
    expect(response.status).toBe(400);
    expect(body).toMatchObject({ success: false, error: { message: expect.stringContaining(message) } });
  });

  it('answers from the release that is asked for', async () => {
    const earlier = catalogOf({ enterprise: [execution, technique({ id: 'T1055', name: 'Injection' })] });
    const { ask } = await serveApi(catalog, { releases: releasesOf({ '18.1': catalog, '17.1': earlier }) });
    for (const version of ['17.1', 'v17.1', '17', 'V17']) {
      expect((await ask(`/api/techniques?version=${version}`)).body.data[0].name).toBe('Injection');
    }
    const { response, body } = await ask('/api/techniques?version=3.0');
    expect(response.status).toBe(404);
    expect(body.error).toEqual({ code: 'unknown_release', message: 'There is no ATT&CK 3.0 here, but 18.1, 17.1' });
  });

  it('waits for a release that is being loaded, and not for ever', async () => {
    const releases = { list: async () => ['17.1'], find: () => new Promise<never>(() => undefined), held: () => [] };
    const { ask } = await serveApi(catalog, { releases, patience: 20 });
    const { response, body } = await ask('/api/techniques?version=17.1');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
    expect(body.error.message).toBe('ATT&CK 17.1 is being loaded');
  });

  it('has few releases loaded at a time, for people wait in the same line; what is at hand is answered from', async () => {
    const earlier = { ...catalog, copies: catalog.copies.map((copy) => ({ ...copy, release: '17.1' })) };
    const known = releasesOf({ '18.1': catalog, '17.1': earlier });
    const gate = Promise.withResolvers<void>();
    const loading = new Set<string>();
    const find: typeof known.find = async (release) => {
      if (['18.1', '17.1'].includes(release)) return known.find(release);
      loading.add(release);
      await gate.promise;
      return { kind: 'unlisted', release, listed: [] };
    };
    const { ask } = await serveApi(catalog, { releases: { ...known, find }, patience: 10_000 });
    const waiting = ['1.1', '1.2', '1.1'].map((version) => ask(`/api/techniques?version=${version}`));
    await expect.poll(() => loading.size).toBe(2);
    const { body } = await ask('/api/techniques?version=1.3');
    expect(body.error).toEqual({ code: 'release_unavailable', message: 'Other releases are being loaded' });
    expect((await ask('/api/techniques?version=17.1')).response.status).toBe(200);
    gate.resolve();
    for (const { response } of await Promise.all(waiting)) expect(response.status).toBe(404);
    expect((await ask('/api/techniques?version=1.3')).response.status).toBe(404);
  });

  it('gives all by pages of any size, each once', async () => {
    const { ask } = await serveApi(SMALL_CATALOG);
    const whole = ids((await ask('/api/techniques?limit=200')).body);
    expect(whole.length).toBeGreaterThan(15);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 25 }), async (limit) => {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const next: string = cursor === null ? '' : `&cursor=${cursor}`;
          const { body } = await ask(`/api/techniques?limit=${limit}${next}`);
          expect(body.data.length).toBeLessThanOrEqual(limit);
          seen.push(...ids(body));
          cursor = body.meta.next;
        } while (cursor !== null);
        expect(seen).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('takes no cursor of another question or release', async () => {
    const { ask } = await serveApi(catalog);
    const { body } = await ask('/api/techniques?limit=1');
    const { response } = await ask(`/api/techniques?limit=1&platform=windows&cursor=${body.meta.next}`);
    expect(response.status).toBe(400);
    const later = catalogOf({ enterprise: world });
    const { ask: askLater } = await serveApi({
      ...later,
      copies: later.copies.map((copy) => ({ ...copy, release: '19.0' })),
    });
    const answered = await askLater(`/api/techniques?limit=1&cursor=${body.meta.next}`);
    expect(answered.body.error.message).toContain('another question or release');
  });
});

describe.skipIf(!hasShared)('GET /api/techniques of 18.1 (needs ../shared)', () => {
  it('fits its schema, whole', async () => {
    const served: Served = await serveApi(realCatalogWithText());
    const all: Body[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Body } = await served.ask(`/api/techniques?limit=200${cursor && `&cursor=${cursor}`}`);
      all.push(...body.data);
      cursor = body.meta.next;
    }
    const active = realCatalogWithText().objects.filter(
      ({ kind, status }) => kind === 'technique' && status === 'active',
    );
    expect(all.length).toBe(active.length);
    for (const one of all) {
      expect(techniqueSchema.safeParse(one).error).toBeUndefined();
      for (const field of ['id', 'name', 'description', 'tactic', 'tacticName', 'url']) expect(one[field]).not.toBe('');
    }
  });

  it('finds by misspelt words', async () => {
    const { ask } = await serveApi(realCatalogWithText());
    const { body } = await ask('/api/techniques?q=proces%20injecton');
    expect(ids(body)[0]).toBe('T1055');
  });
});
