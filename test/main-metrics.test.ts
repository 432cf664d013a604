import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { readExposition } from './fixtures/exposition.ts';
import { createSomeone } from './fixtures/person.ts';
import { startProcess, startSlack } from './fixtures/process.ts';
import { feedOf } from './fixtures/releases.ts';
import { SMALL_ATTACK } from './fixtures/small-attack.ts';

const TOKEN = 'a-token-of-some-length';
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

describe('/metrics of the process', () => {
  it.each([
    ['through Socket Mode', false],
    ['through HTTP', true],
  ])('tells whoever knows the token what was asked %s, in words of the bot’s own alone', async (_, isHttp) => {
    const { bot, sandbox, scrape } = await start({ METRICS_TOKEN: TOKEN }, isHttp);
    expect((await scrape()).status).toBe(401);
    const you = createSomeone(sandbox);
    await you.ask('/attack T1055');
    await you.ask('/attack T9998');
    await you.ask('what of T1059.001 and my-secret-project?');
    const { status, text } = await scrape(TOKEN);
    expect(status).toBe(200);
    const families = readExposition(text);
    const requests = families.get('attack_bot_requests_total')?.samples ?? [];
    const lookups = requests.filter(({ labels }) => labels.kind === 'lookup').map(({ labels }) => labels.outcome);
    expect(lookups.sort()).toEqual(['answered', 'nothing']);
    expect(families.get('attack_bot_ready')?.samples[0]?.value).toBe(1);
    expect(families.get('nodejs_eventloop_lag_p99_seconds')?.samples[0]?.value).toBeGreaterThan(0);
    const said = ['T1055', 'T9998', 'T1059', 'secret-project', INCIDENT_CHANNEL, TEAM, you.who.id, sandbox.botToken];
    for (const word of said) expect(text).not.toContain(word);
    expect((await bot.stop()).stdout).not.toContain(TOKEN);
  });

  it('counts what claims to come from Slack and is turned away', async () => {
    const { origin, scrape } = await start({ METRICS_PUBLIC: 'on' }, true);
    await fetch(`${origin}/slack/events`, { method: 'POST', body: 'x' });
    const headers = { 'X-Slack-Request-Timestamp': String(Math.floor(Date.now() / 1000)), 'X-Slack-Signature': 'v0=1' };
    await fetch(`${origin}/slack/events`, { method: 'POST', body: '{}', headers });
    const turnedAway = readExposition((await scrape()).text).get('attack_bot_slack_turned_away_total');
    expect(turnedAway?.samples).toMatchObject([{ labels: { status: '401' }, value: 2 }]);
  });

  it('counts what was built, loaded and compared, and what other programs asked', async () => {
    const feed = feedOf({ '17.1': { enterprise: SMALL_ATTACK }, '18.1': { enterprise: SMALL_ATTACK } });
    const secret = 'a-secret-of-twenty-letters';
    const { bot, origin, scrape } = await start({
      ...{ METRICS_PUBLIC: '1', API_TOKEN: secret, REFRESH_SECRET: secret },
      ...{ ATTACK_FEED_URL: feed, ATTACK_DOMAINS: 'enterprise' },
    });
    await bot.line(({ msg }) => msg === 'ATT&CK is renewed');
    const headers = { Authorization: `Bearer ${secret}` };
    expect((await fetch(`${origin}/api/changes?from=17.1`, { headers })).status).toBe(200);
    expect((await fetch(`${origin}/api/objects/T1055?version=16.1`, { headers })).status).toBe(404);
    expect((await fetch(`${origin}/api/${secret}`)).status).toBe(401);
    expect((await fetch(`${origin}/hooks/refresh`, { method: 'POST', body: '{}' })).status).toBe(401);
    const { text } = await scrape();
    const count = (family: string, labels: Readonly<Record<string, string>>) =>
      readExposition(text)
        .get(family)
        ?.samples.find((sample) => Object.entries(labels).every(([name, value]) => sample.labels[name] === value))
        ?.value;
    expect(count('attack_bot_api_requests_total', { path: '/api/changes', status: '200' })).toBe(1);
    expect(count('attack_bot_api_requests_total', { path: '/api/objects', status: '404' })).toBe(1);
    expect(count('attack_bot_api_requests_total', { path: 'other', status: '401' })).toBe(1);
    expect(count('attack_bot_api_requests_total', { path: '/hooks/refresh', status: '401' })).toBe(1);
    expect(count('attack_bot_jobs_total', { job: 'inspect', result: 'ok' })).toBe(1);
    expect(count('attack_bot_jobs_total', { job: 'build', result: 'ok' })).toBeGreaterThanOrEqual(2);
    expect(count('attack_bot_release_loads_total', { result: 'found' })).toBe(1);
    expect(count('attack_bot_releases_held', {})).toBe(1);
    expect(count('attack_bot_comparisons_total', { result: 'ok' })).toBe(1);
    expect(text).not.toContain(secret);
    expect((await bot.stop()).stdout).not.toContain(secret);
  });

  it('is of nobody’s concern unless it is opened', async () => {
    const { scrape } = await start({});
    expect((await scrape(TOKEN)).status).toBe(404);
  });

  it('is there in the sandbox, too, where it is opened', async () => {
    const bot = await startProcess({ METRICS_PUBLIC: 'on' });
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    expect(readExposition(await (await fetch(`${origin}/metrics`)).text()).size).toBeGreaterThan(20);
  });

  it.skipIf(!hasPromtool)('passes Prometheus’s own check (needs promtool)', async () => {
    const { sandbox, scrape } = await start({ METRICS_PUBLIC: 'on' });
    await createSomeone(sandbox).ask('/attack T1055');
    const { text } = await scrape();
    const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    // It minds names that prom-client gives what Node tells of itself; nothing else.
    const ours = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('nodejs_'));
    expect({ ours, stdout }).toEqual({ ours: [], stdout: '' });
  });
});

/** The bot beside a Slack, once it is connected. */
async function start(own: Readonly<Record<string, string>>, isHttp = false) {
  const { sandbox, env } = await startSlack();
  const { SLACK_APP_TOKEN: _, ...tokens } = env;
  const bot = await startProcess({
    ...(isHttp ? { ...tokens, SLACK_SIGNING_SECRET: sandbox.signingSecret } : env),
    ...own,
  });
  const origin = await bot.origin();
  await bot.line(({ msg }) => msg === 'connected to Slack');
  if (isHttp) await sandbox.deliverTo(`${origin}/slack/events`);
  const scrape = async (token?: string) => {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const response = await fetch(`${origin}/metrics`, { headers });
    return { status: response.status, text: await response.text() };
  };
  return { bot, origin, sandbox, scrape };
}
