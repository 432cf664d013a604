import { describe, expect, it } from 'vitest';
import { createMetrics, type Readings } from '../../src/metrics/metrics.ts';
import { withNews } from '../../src/search/catalog.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { readExposition, type Sample } from '../fixtures/exposition.ts';

const AT = Date.parse('2026-11-27T12:00:00Z');

describe('the metrics', () => {
  it('count requests by kind and outcome, and time those that were answered', async () => {
    const { metrics, read } = start();
    metrics.ended({ kind: 'lookup', outcome: 'answered', seconds: 0.004 });
    metrics.ended({ kind: 'lookup', outcome: 'answered', seconds: 0.02 });
    metrics.ended({ kind: 'lookup', outcome: 'failed', seconds: 4 });
    metrics.ended({ kind: 'message', outcome: 'ignored', seconds: 0.001 });
    metrics.ended({ kind: 'command', outcome: 'duplicate', seconds: 0.001 });
    expect(await read('attack_bot_requests_total')).toEqual({
      'lookup answered': 2,
      'lookup failed': 1,
      'message ignored': 1,
      'command duplicate': 1,
    });
    expect(await read('attack_bot_answer_seconds', '_count')).toEqual({ lookup: 3 });
    expect(await read('attack_bot_answer_seconds', '_sum')).toEqual({ lookup: 4.024 });
  });

  it('count calls by Slack’s own words, and keep what is no word, or one too many, from becoming a label', async () => {
    const { metrics, read } = start();
    const call = (method: string, result: string) => metrics.called({ method, result, seconds: 0.1 });
    call('chat.postMessage', 'ok');
    call('chat.postMessage', 'ratelimited');
    call('chat.postMessage', '<b>an error of somebody’s proxy</b>');
    for (let at = 0; at < 1000; at += 1) call('chat.update', `made_up_${at}`);
    const calls = await read('attack_bot_slack_calls_total');
    expect(calls).toMatchObject({ 'chat.postMessage ok': 1, 'chat.postMessage ratelimited': 1 });
    expect(calls['chat.postMessage other']).toBe(1);
    expect(calls['chat.update other']).toBeGreaterThan(900);
    expect(Object.keys(calls).length).toBeLessThan(70);
  });

  it('read the releases, their age, and how many objects of each kind there are', async () => {
    const [copy] = SMALL_CATALOG.copies;
    if (!copy) throw new Error('the hand-made ATT&CK has a copy');
    const old = { ...copy, asOf: AT - 3_600_000, freshFor: 1_800_000 };
    const hostile = { ...copy, domain: 'ics', release: '"} 1\nevil', origin: 'disk' } as const;
    const { read } = start({ catalog: () => withNews(SMALL_CATALOG, { copies: [old, hostile] }) });
    expect(await read('attack_bot_release_info')).toEqual({ 'enterprise 18.1 feed': 1, 'ics unknown disk': 1 });
    expect(await read('attack_bot_copy_age_seconds')).toMatchObject({ enterprise: 3600 });
    expect(await read('attack_bot_copy_fresh_seconds')).toMatchObject({ enterprise: 1800 });
    const counts = await read('attack_bot_objects');
    expect(counts['enterprise technique active']).toBe(countActiveTechniques());
    expect(sum(counts)).toBe(SMALL_CATALOG.objects.flatMap(({ domains }) => domains).length);
  });

  it('have no copies before there is a catalog', async () => {
    const { read } = start({ catalog: () => undefined, isReady: () => false });
    expect(await read('attack_bot_release_info')).toEqual({});
    expect(await read('attack_bot_objects')).toEqual({});
    expect(await read('attack_bot_refresh_ended_timestamp_seconds')).toEqual({});
    expect(await read('attack_bot_ready')).toEqual({ '': 0 });
  });

  it('count each round of a refresh once, by its result, and time it', async () => {
    let now = AT;
    const { metrics, read } = start({ now: () => now });
    const tell = (refresh: Partial<typeof SMALL_CATALOG.refresh>) =>
      metrics.published(withNews(SMALL_CATALOG, { refresh: { ...SMALL_CATALOG.refresh, ...refresh } }));
    tell({ endedAt: undefined, nextAt: now });
    tell({ endedAt: undefined, nextAt: undefined });
    now += 2000;
    tell({ endedAt: undefined, nextAt: undefined });
    tell({ endedAt: now, nextAt: now + 1000, errors: [] });
    tell({ endedAt: now, nextAt: now + 1000, errors: [] });
    tell({ endedAt: now, nextAt: undefined });
    now += 1000;
    tell({ endedAt: now, nextAt: now + 1000, errors: [{ domain: 'ics', message: 'refused' }] });
    expect(await read('attack_bot_refreshes_total')).toEqual({ ok: 1, failed: 1 });
    expect(await read('attack_bot_refresh_seconds', '_sum')).toEqual({ '': 3 });
  });

  it('say which domain’s refresh left a problem', async () => {
    const errors = [{ domain: 'enterprise', message: 'refused' }] as const;
    const failed = withNews(SMALL_CATALOG, { refresh: { endedAt: AT, nextAt: AT + 1, errors } });
    expect(await start({ catalog: () => failed }).read('attack_bot_refresh_problem')).toEqual({ enterprise: 1 });
    expect(await start().read('attack_bot_refresh_problem')).toEqual({ enterprise: 0 });
  });

  it('count what other programs ask by path and status, and time it', async () => {
    const { metrics, read } = start();
    metrics.served({ path: '/api/techniques', status: '200', seconds: 0.01 });
    metrics.served({ path: '/api/techniques', status: '401', seconds: 0.01 });
    metrics.served({ path: '/hooks/refresh', status: '202', seconds: 0.01 });
    expect(await read('attack_bot_api_requests_total')).toEqual({
      '/api/techniques 200': 1,
      '/api/techniques 401': 1,
      '/hooks/refresh 202': 1,
    });
    expect(await read('attack_bot_api_seconds', '_count')).toEqual({ '/api/techniques': 2, '/hooks/refresh': 1 });
  });

  it('count the bot’s own errands, from nothing on', async () => {
    const { metrics, read } = start();
    expect(await read('attack_bot_jobs_total')).toMatchObject({ 'build failed': 0, 'inspect failed': 0 });
    metrics.worked({ job: 'build', result: 'failed', seconds: 2 });
    metrics.loaded('unreachable');
    metrics.compared('ok');
    metrics.announced('given up');
    expect(await read('attack_bot_jobs_total')).toMatchObject({ 'build failed': 1, 'build ok': 0 });
    expect(await read('attack_bot_job_seconds', '_sum')).toEqual({ build: 2 });
    expect(await read('attack_bot_release_loads_total')).toEqual({ found: 0, unlisted: 0, unreachable: 1 });
    expect(await read('attack_bot_comparisons_total')).toEqual({ ok: 1, failed: 0 });
    expect(await read('attack_bot_announcements_total')).toMatchObject({ sent: 0, 'given up': 1 });
    expect(await read('attack_bot_releases_held')).toEqual({ '': 2 });
  });

  it('do not know what is free where there is no such folder', async () => {
    expect(await start({ dataDir: '/nowhere/at/all' }).read('attack_bot_data_free_bytes')).toEqual({ '': Number.NaN });
  });
});

function start(readings: Partial<Readings> = {}) {
  const metrics = createMetrics({
    catalog: () => SMALL_CATALOG,
    isReady: () => true,
    isKept: () => true,
    held: () => 2,
    dataDir: '/',
    version: '1.2.3',
    now: () => AT,
    ...readings,
  });
  /** The values of a family, by those of its labels. */
  const read = async (name: string, part = ''): Promise<Readonly<Record<string, number>>> => {
    const samples = readExposition(await metrics.write()).get(name)?.samples ?? [];
    const own = samples.filter((sample) => sample.name === name + part);
    return Object.fromEntries(own.map(({ labels, value }: Sample) => [Object.values(labels).join(' '), value]));
  };
  return { metrics, read };
}

function countActiveTechniques(): number {
  return SMALL_CATALOG.objects.filter(({ kind, status }) => kind === 'technique' && status === 'active').length;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}
