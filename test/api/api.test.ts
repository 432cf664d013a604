import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { describeApi } from '../../src/api/api.ts';
import { attackObject, change } from '../../src/api/schemas.ts';
import { createLog } from '../../src/log.ts';
import { type LogLine, SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, group, mitigation, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { releaseOf, releasesOf } from '../fixtures/two-releases.ts';
import { type Body, serveApi } from './served.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const shell = technique({ id: 'T1059', name: 'Shell' });
const always = technique({ id: 'T1001', name: 'Always' });
const old = technique({ id: 'T1086', name: 'Old shell', status: 'revoked' });
const bear = group({ id: 'G0016', name: 'Bear', aliases: ['Ursa'] });
const twin = mitigation({ id: 'T1059', name: 'Shell Mitigation', status: 'deprecated' });
const world = [
  ...[execution, shell, always, old, bear, twin],
  relationship(old, 'revoked-by', shell),
  relationship(bear, 'uses', shell),
  relationship(bear, 'uses', always),
];
const catalog = catalogOf({ enterprise: world });

describe('GET /api/objects/{id}', () => {
  it.each(['T1059', 't1059', '%20T1059', 'attack-pattern--x'])('takes %s', async (id) => {
    const { ask } = await serveApi(catalog);
    const { response, body } = await ask(`/api/objects/${id.startsWith('attack-') ? shell.id : id}`);
    expect(response.status).toBe(200);
    expect(body.data).toMatchObject({ id: 'T1059', kind: 'technique', name: 'Shell' });
  });

  it('shows what it is related to, and who shares its ID', async () => {
    const { ask } = await serveApi(catalog);
    const { body } = await ask('/api/objects/T1059');
    expect(attackObject.safeParse(body.data).error).toBeUndefined();
    expect(Object.keys(body.data.related)).toEqual(['groups']);
    expect(body.data.related.groups[0]).toMatchObject({ id: 'G0016', name: 'Bear', kind: 'group' });
    expect(body.data.namesakes[0]).toMatchObject({ name: 'Shell Mitigation', kind: 'mitigation' });
    const reached = await ask(`/api/objects/${body.data.namesakes[0].stixId}`);
    expect(reached.body.data).toMatchObject({ name: 'Shell Mitigation', status: 'deprecated' });
  });

  it('says of a revoked one what replaced it', async () => {
    const { ask } = await serveApi(catalog);
    const { body } = await ask('/api/objects/T1086');
    expect(body.data).toMatchObject({ status: 'revoked', replacedBy: [{ id: 'T1059' }] });
  });

  it('leads the slash of a page’s address to its object', async () => {
    const { ask } = await serveApi(SMALL_CATALOG);
    const { body } = await ask('/api/objects/T1055/012?version=18.1');
    expect(body.data).toMatchObject({ id: 'T1055.012', name: 'Process Hollowing' });
  });

  it('answers for every object of every kind', async () => {
    const { ask } = await serveApi(SMALL_CATALOG);
    for (const { stixId } of SMALL_CATALOG.objects) {
      const { body } = await ask(`/api/objects/${stixId}`);
      expect(attackObject.safeParse(body.data).error).toBeUndefined();
    }
  });

  it.each(['T9999', '__proto__', 'constructor', '..%2F..%2Fetc%2Fpasswd', '%00', '%F0%9F%92%A3', 'x'.repeat(299)])(
    'has no %s',
    async (id) => {
      const { ask } = await serveApi(catalog);
      const { response, body } = await ask(`/api/objects/${id}`);
      expect([response.status, body.error.code]).toEqual([404, 'not_found']);
      expect(body.error.message.length).toBeLessThan(150);
    },
  );
});

describe('GET /api/changes', () => {
  const renamed = technique({ id: 'T1059', name: 'Interpreter', version: '2.0' });
  const patched = group({ id: 'G0016', name: 'Bear', aliases: ['Ursa'], modified: '2026-01-01T00:00:00.000Z' });
  const added = technique({ id: 'T1700', name: 'New' });
  const later = catalogOf({
    enterprise: [
      ...[execution, renamed, always, old, patched, twin, added],
      relationship(old, 'revoked-by', renamed),
      relationship(patched, 'uses', always),
    ],
  });
  const earlier = releaseOf('17.1', { enterprise: world });
  const served = () => serveApi(later, { releases: releasesOf({ '18.1': later, '17.1': earlier }) });
  const seen = ({ data }: Body) =>
    data.map(({ object, seen }: Body) => [object.id, seen.map(({ kind }: Body) => kind)]);

  it('shows what a reader sees between the newest and the one before', async () => {
    const { ask } = await served();
    const { body } = await ask('/api/changes');
    expect(body.meta).toMatchObject({ from: '17.1', to: '18.1', domains: ['enterprise'], total: 4, next: null });
    expect(seen(body)).toEqual([
      ['T1059', ['renamed', 'related']],
      ['T1700', ['added']],
      ['TA0002', ['related']],
      ['G0016', ['related']],
    ]);
    for (const one of body.data) expect(change.safeParse(one).error).toBeUndefined();
    expect(body.meta.counts).toEqual({
      enterprise: {
        technique: { unchanged: 1, major: 1, addition: 1 },
        tactic: { unchanged: 1 },
        group: { patch: 1 },
      },
    });
  });

  it.each([
    ['view=official', ['T1059', 'T1700', 'G0016']],
    ['view=official&class=patch', ['G0016']],
    ['view=official&class=unchanged', ['T1001', 'TA0002']],
    ['class=major,addition', ['T1059', 'T1700']],
    ['type=group', ['G0016']],
    ['type=technique&limit=1', ['T1059']],
    ['from=17&to=v18', ['T1059', 'T1700', 'TA0002', 'G0016']],
  ])('answers %s', async (query, expected) => {
    const { ask } = await served();
    const { body } = await ask(`/api/changes?${query}`);
    expect(body.data.map(({ object }: Body) => object.id)).toEqual(expected);
  });

  it.each([
    ['from=18.1&to=17.1', 400, '`from` (18.1) must be older than `to` (17.1)'],
    ['from=18.1', 400, 'must be older'],
    ['to=17.1', 404, 'There is no release before 17.1 here'],
    ['class=huge', 400, '`class` has no value "huge"'],
    ['view=mine', 400, '`view` takes reader or official'],
    ['type=wizard', 400, '`type` has no value "wizard"'],
  ])('refuses %s', async (query, status, message) => {
    const { ask } = await served();
    const { response, body } = await ask(`/api/changes?${query}`);
    expect(response.status).toBe(status);
    expect(body.error.message).toContain(message);
  });
});

describe('the API', () => {
  it('answers 304 as long as an answer is the same', async () => {
    const { ask } = await serveApi(catalog);
    const { response } = await ask('/api/techniques');
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/);
    const again = await ask('/api/techniques', { headers: { 'If-None-Match': etag } });
    expect([again.response.status, again.body]).toEqual([304, '']);
    const other = await ask('/api/techniques?q=always', { headers: { 'If-None-Match': etag } });
    expect(other.response.status).toBe(200);
  });

  it('lets browsers ask from anywhere', async () => {
    const { ask } = await serveApi(catalog);
    const headers = { Origin: 'https://library.example', 'Access-Control-Request-Method': 'GET' };
    const preflight = await ask('/api/techniques', { method: 'OPTIONS', headers });
    expect(preflight.response.headers.get('access-control-allow-origin')).toBe('*');
    expect((await ask('/api/techniques', { headers })).response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('gives heads without bodies, and takes nothing but questions', async () => {
    const { ask } = await serveApi(catalog);
    const { response, body } = await ask('/api/techniques', { method: 'HEAD' });
    expect([response.status, body, response.headers.has('etag')]).toEqual([200, '', true]);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['/api/techniques', '/api/objects/T1059', '/api/changes', '/api/openapi.json']) {
        const refused = await ask(path, { method });
        expect([refused.response.status, refused.response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
      }
    }
  });

  it('says of a fault of its own which lines of the log tell why, and there alone what', async () => {
    const lines: LogLine[] = [];
    const log = await createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
    const comparisons = { between: () => Promise.reject(new Error('the floor is gone')) };
    const releases = releasesOf({ '18.1': catalog, '17.1': catalog });
    const { ask } = await serveApi(catalog, { log, comparisons, releases });
    const { response, body } = await ask('/api/changes');
    expect([response.status, body.error.code]).toEqual([500, 'internal']);
    const reference = /under the reference ([0-9a-f]{8})$/.exec(body.error.message)?.[1];
    expect(lines).toMatchObject([{ level: 'error', reference, path: '/api/changes' }]);
    expect(lines).toMatchObject([{ err: { message: 'the floor is gone' } }]);
    expect(JSON.stringify(body)).not.toContain('floor');
  });

  it('has nothing at addresses that it does not know, whatever they begin with', async () => {
    const { ask } = await serveApi(catalog);
    for (const path of ['/api', '/api/', '/api/objects/', '/api/objects/a/b/c', '/api/techniques/T1059'])
      expect((await ask(path)).body.error).toMatchObject({ code: 'not_found', message: expect.stringContaining(path) });
  });

  it('asks for its token where it has one', async () => {
    const token = 'a-token-of-twenty-letters';
    const { ask } = await serveApi(catalog, { token });
    const withToken = (authorization: string) => ask('/api/techniques', { headers: { authorization } });
    const bare = await ask('/api/techniques');
    expect([bare.response.status, bare.response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    for (const wrong of [token, `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, 'Bearer ']) {
      expect((await withToken(wrong)).response.status).toBe(401);
    }
    const right = await withToken(`bearer ${token}`);
    expect([right.response.status, right.response.headers.get('vary')]).toEqual([200, 'Authorization']);
    expect((await ask('/api/nothing')).response.status).toBe(401);
  });

  it('tells who asks too often how long to wait', async () => {
    const { ask } = await serveApi(catalog, { perMinute: 3 });
    for (let n = 0; n < 3; n += 1) expect((await ask('/api/techniques')).response.status).toBe(200);
    const { response, body } = await ask('/api/techniques');
    expect([response.status, body.error.code]).toEqual([429, 'too_many_requests']);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('says that it is not ready before there is a catalog', async () => {
    const { ask } = await serveApi(undefined);
    for (const path of ['/api/techniques', '/api/objects/T1059', '/api/changes', '/api/techniques?version=17.1']) {
      const { response, body } = await ask(path);
      expect([response.status, body.error.code, response.headers.get('retry-after')]).toEqual([503, 'not_ready', '10']);
    }
  });

  it('keeps its own faults to itself', async () => {
    const releases = {
      list: async () => ['17.1'],
      find: () => Promise.reject(new Error('xoxb-secret in /home/bot')),
      held: () => [],
    };
    const { ask } = await serveApi(catalog, { releases });
    const { response, body } = await ask('/api/techniques?version=17.1');
    expect(response.status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/xoxb|home|Error/);
  });

  it('leaves other addresses to others', async () => {
    const { ask } = await serveApi(catalog);
    expect((await ask('/apis')).body).toBe('Not found\n');
    expect((await ask('/api')).response.status).toBe(404);
    expect((await ask('/api/nothing')).body.error.message).toContain('/api/openapi.json');
  });

  it('is described by a valid OpenAPI document, which it serves, and which lies in docs', async () => {
    const { ask } = await serveApi(catalog);
    const { body } = await ask('/api/openapi.json');
    expect((await new Validator().validate(structuredClone(body))).errors).toBeUndefined();
    expect(Object.keys(body.paths)).toEqual(['/api/techniques', '/api/objects/{id}', '/api/changes']);
    expect(body).toEqual(describeApi());
    const kept = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
    // Written by `npm run openapi`.
    expect(JSON.parse(kept)).toEqual(body);
  });
});
