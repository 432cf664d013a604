import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { NOBODY, type Observer } from '../src/metrics/observer.ts';
import type { Call, Ended } from '../src/request.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { type BotOptions, DOORS, type LogLine, SMALL_CATALOG, startBot } from './fixtures/bot.ts';
import { PATIENCE, read } from './fixtures/person.ts';

const message = {
  type: 'message',
  user: 'U0YOU00001',
  text: 'T1055',
  ts: '1.000001',
  event_ts: '1.000001',
  channel: INCIDENT_CHANNEL,
  channel_type: 'channel',
};
const mention = { ...message, type: 'app_mention', text: '<@U0BOT00001> T1055' };

describe.each(DOORS)('a request through the %s door', (door) => {
  it.each([
    ['/attack T1055', 'lookup', 'answered'],
    ['/attack T1055 groups', 'section', 'answered'],
    ['/attack T9999', 'lookup', 'nothing'],
    ['/attack process injection', 'search', 'answered'],
    ['/attack qqqqqqqq', 'search', 'nothing'],
    ['/attack tactic:nosuch', 'search', 'misread'],
    ['/attack groups', 'list', 'answered'],
    ['/attack status', 'status', 'answered'],
    ['/attack help', 'help', 'answered'],
    ['/attack settings', 'settings', 'answered'],
    ['/attack layer', 'layer', 'answered'],
    ['we saw T1055', 'card', 'answered'],
  ])('“%s” counts as %s, %s', async (text, kind, outcome) => {
    const { you, until } = await startObserved({ door });
    await you.ask(text);
    expect(await until((ended) => ended.kind === kind)).toEqual({ kind, outcome, seconds: expect.any(Number) });
  });

  it('counts what is done by pressing, opening and typing ahead', async () => {
    const { you, until, sandbox } = await startObserved({ door });
    const card = await you.ask('/attack T1055');
    await you.turn(card, 'Groups');
    await until(({ kind }) => kind === 'section');
    await you.home();
    await until(({ kind, outcome }) => kind === 'home' && outcome === 'answered');
    await you.runShortcut('search_attack');
    await you.modal();
    await until(({ kind }) => kind === 'shortcut');
    await you.close();
    const link = await you.say('https://attack.mitre.org/groups/G0016');
    await you.find(({ ts, unfurls }) => ts === link.ts && unfurls.length > 0);
    await until(({ kind, outcome }) => kind === 'link' && outcome === 'answered');
    await you.ask(`<@${sandbox.workspace.bot.id}> T1059`);
    await until(({ kind }) => kind === 'lookup');
  });

  it('that nobody asked for an answer is ignored, and one that comes again is a duplicate', async () => {
    const { sandbox, all } = await startObserved({ door });
    await sandbox.deliverEvent({ ...message, text: 'good morning' });
    await sandbox.deliverEvent(mention, { times: 3, eventId: 'Ev0THRICE1' });
    // Slack tells the bot of its own answer, too.
    const expected = { 'message ignored': 2, 'lookup answered': 1, 'mention duplicate': 2 };
    await vi.waitFor(() => expect(tally(all)).toEqual(expected), PATIENCE);
  });

  it('that fails has one reference, in what its person is told and in every line of the log', async () => {
    const { you, sandbox, lines, until } = await startObserved({ door, catalog: failing });
    const told = read(await you.ask(`<@${sandbox.workspace.bot.id}> T1055`));
    const [, reference = ''] = /quote reference `([0-9a-f]{8})`/.exec(told) ?? [];
    expect(await until(({ outcome }) => outcome === 'failed')).toMatchObject({ kind: 'lookup' });
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    expect(linesOf(lines, reference)).toEqual(['an answer failed', 'a request is done with']);
  });

  it('has a reference of its own, which also the lines of Slack’s client bear', async () => {
    const { you, sandbox, lines } = await startObserved({ door });
    await sandbox.deliverEvent({ ...message, text: 'T1059', channel: DIRECT_MESSAGE, channel_type: 'im' });
    await vi.waitFor(() => expect(lines.filter(isAnswered)).toHaveLength(1), PATIENCE);
    sandbox.failNext('chat.postMessage', { kind: 'dropped' });
    await you.ask('T1055', { channel: DIRECT_MESSAGE });
    await vi.waitFor(() => expect(lines.filter(isAnswered)).toHaveLength(2), PATIENCE);
    const [first, second] = lines.filter(isAnswered).map(({ reference }) => String(reference));
    expect(first).not.toBe(second);
    expect(linesOf(lines, second)).toContainEqual(expect.stringMatching(/^http request failed/));
  });
});

describe('a request of a kind that there is not', () => {
  it('is ignored, whatever it calls itself', async () => {
    const { url, sandbox, all } = await startObserved({ door: 'http' });
    const bodies = [{}, { type: 'constructor' }, { type: 'event_callback', event: { type: '__proto__', user: 'U1' } }];
    await Promise.all(bodies.map((body) => postSigned(url, sandbox.signingSecret, JSON.stringify(body))));
    await vi.waitFor(() => expect(tally(all)).toEqual({ 'other ignored': 3 }), PATIENCE);
  });
});

describe('a call of Slack’s Web API', () => {
  it('is told of by its method and what came of it, each try by itself', async () => {
    const { you, calls, sandbox } = await startObserved({});
    sandbox.failNext('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    await you.ask('T1055', { channel: DIRECT_MESSAGE });
    await you.ask('/attack T1055');
    await vi.waitFor(() => expect(calls).toHaveLength(5), PATIENCE);
    expect(calls.map(({ method, result }) => `${method} ${result}`)).toEqual([
      'auth.test ok',
      'apps.connections.open ok',
      'chat.postMessage invalid_blocks',
      'chat.postMessage ok',
      'response_url ok',
    ]);
    for (const { seconds } of calls) expect(seconds).toBeGreaterThan(0);
  });
});

async function postSigned(url: string, secret: string, body: string): Promise<void> {
  const time = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`;
  const headers = {
    'Content-Type': 'application/json',
    'X-Slack-Request-Timestamp': time,
    'X-Slack-Signature': signature,
  };
  await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE) });
}

const failing = () => {
  throw new Error('broken');
};

/** The bot, and what whoever looks on is told. */
async function startObserved(options: BotOptions) {
  const all: Ended[] = [];
  const calls: Call[] = [];
  const observer: Observer = { ...NOBODY, ended: (ended) => all.push(ended), called: (call) => calls.push(call) };
  const bot = await startBot({ catalog: () => SMALL_CATALOG, ...options, observer });
  const until = (isIt: (ended: Ended) => boolean) =>
    vi.waitFor(() => all.find(isIt) ?? Promise.reject(new Error(`no such end: ${JSON.stringify(all)}`)), PATIENCE);
  return { ...bot, all, calls, until };
}

function tally(all: readonly Ended[]): Readonly<Record<string, number>> {
  const ends = Object.groupBy(all, ({ kind, outcome }) => `${kind} ${outcome}`);
  return Object.fromEntries(Object.entries(ends).map(([end, each]) => [end, each?.length ?? 0]));
}

function linesOf(lines: readonly LogLine[], reference: string | undefined): readonly string[] {
  return lines.filter((line) => line.reference === reference).map(({ msg }) => msg);
}

function isAnswered({ msg, outcome }: LogLine): boolean {
  return msg === 'a request is done with' && outcome === 'answered';
}
