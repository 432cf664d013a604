import { createHmac } from 'node:crypto';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { APP_ID, DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { type Bot, DOORS, SMALL_CATALOG, startBot } from './fixtures/bot.ts';
import { PATIENCE, read } from './fixtures/person.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';
const ANSWERS = ['chat.postMessage', 'chat.unfurl', 'response_url'];

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
const shared = {
  type: 'link_shared',
  user: 'U0YOU00001',
  channel: INCIDENT_CHANNEL,
  message_ts: '1.000001',
  links: [{ url: LINK, domain: 'attack.mitre.org' }],
  source: 'conversations_history',
  unfurl_id: 'C1.1.abc',
  event_ts: '1.000001',
};

describe.each(DOORS)('an event through the %s door', (door) => {
  it.each([
    ['message', message],
    ['app_mention', mention],
    ['link_shared', shared],
  ])('%s is answered once, however often it comes', async (_, event) => {
    const bot = await startBot({ door });
    const eventId = 'Ev0TWENTY1';
    const receipts = await bot.sandbox.deliverEvent(event, { times: 20, eventId });
    const retry = { number: 3, reason: 'http_timeout' };
    const late = await bot.sandbox.deliverEvent(event, { retry, eventId });
    expect([...receipts, ...late]).toEqual(Array.from({ length: 21 }, () => ({ isAcked: true, attempts: 1 })));
    await bot.app.stop();
    expect(answersOf(bot)).toHaveLength(1);
  });

  it.each([
    ['message', message],
    ['app_mention', mention],
    ['a direct message', { ...message, channel: DIRECT_MESSAGE, channel_type: 'im' }],
  ])('%s is answered once, though it comes again after a restart', async (_, event) => {
    const store = await openSqlite(undefined, Date.now);
    const before = await startBot({ door, store });
    await before.sandbox.deliverEvent(event);
    expect(await before.settled('chat.postMessage')).toHaveLength(1);
    const after = await startBot({ door, store });
    await after.sandbox.deliverEvent(event, { retry: { number: 1, reason: 'http_timeout' } });
    expect(await after.settled('chat.postMessage')).toEqual([]);
  });

  it.each([
    ['message', message, { subtype: 'message_deleted', deleted_ts: message.ts }],
    ['app_mention', mention, { subtype: 'message_deleted', deleted_ts: message.ts }],
    [
      'message that leaves a tombstone',
      message,
      { subtype: 'message_changed', message: { subtype: 'tombstone', ts: message.ts }, previous_message: message },
    ],
  ])('%s is not answered when its deletion comes first', async (_, event, deletion) => {
    const bot = await startBot({ door });
    const { channel, channel_type } = message;
    await bot.sandbox.deliverEvent({ type: 'message', channel, channel_type, ts: '2.1', event_ts: '2.1', ...deletion });
    await bot.sandbox.deliverEvent(event, { retry: { number: 2, reason: 'http_timeout' } });
    expect(await bot.settled('chat.postMessage')).toEqual([]);
  });

  it('is answered when its first delivery to arrive is a retry', async () => {
    const { sandbox, settled } = await startBot({ door });
    await sandbox.deliverEvent(mention, { retry: { number: 2, reason: 'http_timeout' } });
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });

  it('is acknowledged before the work, however slow Slack is', async () => {
    const { sandbox, settled } = await startBot({ door, timing: { ackMs: 1000 } });
    sandbox.setLatency(1500);
    expect(await sandbox.deliverEvent(mention)).toEqual([{ isAcked: true, attempts: 1 }]);
    expect(sandbox.calls.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });

  it('that is a command or a press is acknowledged before the work, however slow Slack is', async () => {
    const { sandbox, you } = await startBot({ door, timing: { ackMs: 1000 } });
    sandbox.setLatency(1500);
    const card = await you.ask('/attack T1055');
    const turned = await you.turn(card, 'Groups (20)');
    expect(read(turned)).toContain('G0016');
    expect(you.messages().map(({ failure }) => failure)).toEqual([undefined]);
  });
});

describe('a signature', () => {
  const body = new URLSearchParams({
    command: '/attack',
    text: 'T1055',
    team_id: TEAM.id,
    api_app_id: APP_ID,
    user_id: 'U0YOU00001',
    channel_id: INCIDENT_CHANNEL,
    trigger_id: '1.2.3',
    response_url: 'http://127.0.0.1:1/',
  }).toString();

  /** Sends what Slack would, but signed at another time or by another secret. */
  async function send({ url, sandbox }: Bot, { age = 0, secret = sandbox.signingSecret, content = body } = {}) {
    const seconds = Math.floor(Date.now() / 1000) - age;
    const hash = createHmac('sha256', secret).update(`v0:${seconds}:${content}`).digest('hex');
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': String(seconds),
      'X-Slack-Signature': `v0=${hash}`,
    };
    return knock(url, headers, content);
  }

  it.each([0, 295, -295])('of %i seconds ago is taken', async (age) => {
    expect(await send(await startBot({ door: 'http' }), { age })).toBe(200);
  });

  it.each([305, 86_400, -305, -86_400])('of %i seconds ago is refused', async (age) => {
    const bot = await startBot({ door: 'http' });
    expect(await send(bot, { age })).toBe(401);
    await bot.app.stop();
    expect(answersOf(bot)).toEqual([]);
  });

  it('by another secret is refused', async () => {
    const bot = await startBot({ door: 'http' });
    expect(await send(bot, { secret: 'somebody else’s' })).toBe(401);
    await bot.app.stop();
    expect(answersOf(bot)).toEqual([]);
  });

  it('that is missing is a refusal', async () => {
    const { url } = await startBot({ door: 'http' });
    expect(await knock(url, {}, body)).toBe(401);
    expect(await knock(url, { 'X-Slack-Request-Timestamp': String(Math.floor(Date.now() / 1000)) }, body)).toBe(401);
  });

  it('does not make a body of eight megabytes welcome', async () => {
    const bot = await startBot({ door: 'http' });
    expect(await send(bot, { content: 'x'.repeat(8_000_000) })).toBe(413);
    expect(read(await bot.you.ask('/attack T1055'))).toContain('T1055');
  });

  it('does not make nonsense welcome', async () => {
    const bot = await startBot({ door: 'http' });
    expect(await send(bot, { content: 'payload=%7B' })).toBe(400);
    expect(read(await bot.you.ask('/attack T1055'))).toContain('T1055');
  });
});

describe('the answer to a command', () => {
  it.each([
    ['http', 1],
    ['socket', 3],
  ] as const)('comes through the %s door, after what is learnt there, at %i response URLs', async (door, most) => {
    const { you, calls } = await startBot({ door });
    for (const asked of ['/attack T1055', '/attack T1059', '/attack T1055']) {
      const answer = await you.ask(asked);
      expect(read(answer)).toContain(asked.replace('/attack ', ''));
      expect(answer.ephemeral).toBe(true);
    }
    expect(calls('response_url')).toHaveLength(most);
  });

  it('is the text alone where Slack comes to refuse blocks that it took', async () => {
    const { sandbox, you, calls } = await startBot({ door: 'http' });
    await you.ask('/attack T1055');
    await you.ask('/attack T1055');
    expect(calls('response_url')).toHaveLength(1);
    sandbox.failNext('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    await you.ask('<@U0BOT00001> T1055');
    sandbox.failNext('response_url', { kind: 'error', error: 'invalid_blocks' });
    const answer = await you.ask('/attack T1055');
    expect(answer.blocks ?? []).toEqual([]);
    expect(answer.text).toContain('T1055 · Process Injection');
  });
});

describe('a refusal of Slack’s', () => {
  it.each(['invalid_blocks', 'msg_blocks_too_long'])('%s of an answer has its text sent alone', async (error) => {
    const { sandbox, you, calls } = await startBot();
    sandbox.failNext('response_url', { kind: 'error', error });
    sandbox.failNext('chat.postMessage', { kind: 'error', error });
    for (const [asked, method] of [
      ['/attack T1055', 'response_url'],
      ['<@U0BOT00001> T1055', 'chat.postMessage'],
    ] as const) {
      const answer = await you.ask(asked);
      expect(answer.blocks ?? []).toEqual([]);
      expect(answer.text).toContain('T1055 · Process Injection');
      expect(answer.text).toContain('Code runs inside the process of somebody else.');
      expect(calls(method)).toHaveLength(2);
    }
  });

  it('of too many calls is obeyed for as long as it says', async () => {
    const { sandbox, you, calls } = await startBot();
    for (const method of ANSWERS) sandbox.failNext(method, { kind: 'rate-limited', retryAfter: 1 });
    const started = performance.now();
    const [card] = await Promise.all([
      you.ask('/attack T1055'),
      you.ask('T1059', { channel: DIRECT_MESSAGE }),
      you.say(LINK),
    ]);
    expect(read(card)).toContain('T1055 · Process Injection');
    await you.find(({ unfurls }) => unfurls.length > 0);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(ANSWERS.map((method) => calls(method).length)).toEqual([2, 2, 2]);
  });

  it('of the blocks of a preview has its text sent alone', async () => {
    const { sandbox, you, calls } = await startBot();
    sandbox.failNext('chat.unfurl', { kind: 'error', error: 'cannot_parse_attachment' });
    const { ts } = await you.say(LINK);
    await you.find((message) => message.ts === ts && message.unfurls.length > 0);
    const [first, second] = calls('chat.unfurl');
    expect(JSON.stringify(first?.args)).toContain('blocks');
    expect(JSON.stringify(second?.args)).not.toContain('blocks');
    expect(JSON.stringify(second?.args)).toContain('Process Injection');
  });

  it('of too many previews, for longer than anyone reads on, leaves the link without one', async () => {
    const { sandbox, you, lines, settled } = await startBot();
    sandbox.failNext('chat.unfurl', { kind: 'rate-limited', retryAfter: 31 });
    await you.say(LINK);
    await sandbox.until(() => sandbox.calls.find(({ method }) => method === 'chat.unfurl'), PATIENCE);
    expect(await settled('chat.unfurl')).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('of a preview that came too late is taken as it is', async () => {
    const { sandbox, you, lines, settled } = await startBot();
    sandbox.failNext('chat.unfurl', { kind: 'error', error: 'cannot_unfurl_message' });
    await you.say(LINK);
    await sandbox.until(() => sandbox.calls.find(({ method }) => method === 'chat.unfurl'), PATIENCE);
    expect(await settled('chat.unfurl')).toHaveLength(1);
    expect(lines.filter(({ level }) => ['warn', 'error'].includes(level))).toEqual([]);
  });

  it('of a post leaves the IDs of the message to be answered the next time', async () => {
    const { sandbox, you } = await startBot();
    sandbox.failNext('chat.postMessage', { kind: 'error', error: 'is_archived' });
    await you.say('T1055');
    await sandbox.until(() => sandbox.calls.find(({ method }) => method === 'chat.postMessage'), PATIENCE);
    const again = await you.say('T1055');
    await you.find(({ threadTs }) => threadTs === again.ts);
  });
});

describe('an answer that fails', () => {
  const broken = () => {
    throw new Error('the catalog is broken');
  };

  it.each([
    ['a command', '/attack T1055', {}],
    ['a command where the bot is no member', '/attack T1055', { channel: OTHER_CHANNEL }],
    ['a mention', '<@U0BOT00001> T1055', {}],
    ['a direct message', 'T1055', { channel: DIRECT_MESSAGE }],
  ])('apologizes for %s with a reference that the log has beside the cause', async (_, asked, place) => {
    const { you, lines, sandbox } = await startBot({ catalog: broken });
    const apology = read(await you.ask(asked, place));
    const [, reference] = /reference `(\w{8})`/.exec(apology) ?? [];
    const failure = lines.find(({ msg }) => msg === 'an answer failed');
    expect(failure).toMatchObject({
      level: 'error',
      reference,
      err: { stack: expect.stringContaining('the catalog is broken') },
    });
    expect(apology).not.toMatch(/broken|Error|at .*:\d+/);
    expect(JSON.stringify(lines)).not.toContain(sandbox.botToken);
  });

  it('apologizes in the thread of a mention', async () => {
    const { you } = await startBot({ catalog: broken });
    const asked = await you.say('<@U0BOT00001> T1055');
    expect(read(await you.find(({ threadTs }) => threadTs === asked.ts))).toContain('reference');
  });

  it('apologizes for a press to who pressed, and leaves the message as it is', async () => {
    let isBroken = false;
    const { you } = await startBot({ catalog: () => (isBroken ? broken() : SMALL_CATALOG) });
    const card = await you.ask('/attack T1055');
    isBroken = true;
    await you.press(card, 'Groups (20)');
    const apology = await you.find(({ ts }) => ts > card.ts);
    expect(apology.ephemeral).toBe(true);
    expect(read(apology)).toContain('reference');
    expect(you.messages()[0]).toEqual(card);
  });

  it('is quiet where nobody asked', async () => {
    const bot = await startBot({ catalog: broken });
    await bot.sandbox.deliverEvent(message);
    await bot.sandbox.deliverEvent(shared);
    await bot.app.stop();
    expect(answersOf(bot)).toEqual([]);
    expect(bot.lines.filter(({ msg }) => msg === 'an answer failed')).toHaveLength(2);
  });

  it.each([
    ['gone', { kind: 'error', error: 'used_url' }],
    ['on fire', { kind: 'status', status: 500 }],
    ['cut off', { kind: 'dropped' }],
  ] as const)('because the response URL is %s apologizes there once, and then lets it be', async (_, failure) => {
    const { sandbox, you, lines, calls } = await startBot();
    sandbox.failNext('response_url', failure);
    expect(read(await you.ask('/attack T1055'))).toContain('reference');
    expect(JSON.stringify(lines)).not.toContain('/response/');
    sandbox.failNext('response_url', failure, 2);
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack T1055' });
    await sandbox.until(() => (calls('response_url').length === 4 ? true : undefined), PATIENCE);
    expect(read(await you.ask('/attack help'))).toContain('/attack');
    expect(lines.map(({ msg }) => msg)).toContain('nor could the asker be told');
  });
});

describe('the socket', () => {
  it('is opened again after it dropped, and answers go on', async () => {
    const { sandbox, app, you } = await startBot();
    for (let drops = 0; drops < 2; drops += 1) {
      sandbox.dropSockets();
      await sandbox.until(() => (sandbox.state().isBotConnected ? undefined : true), PATIENCE);
      await sandbox.until(() => (sandbox.state().isBotConnected ? true : undefined), PATIENCE);
      expect(read(await you.ask('/attack T1055'))).toContain('T1055');
      expect(app.isConnected()).toBe(true);
    }
  });

  it.each(['warning', 'refresh_requested'] as const)('is renewed when Slack says %s', async (reason) => {
    const { sandbox, you, calls } = await startBot();
    sandbox.disconnectSockets(reason);
    await sandbox.until(() => (calls('apps.connections.open').length === 2 ? true : undefined), PATIENCE);
    await sandbox.until(() => (sandbox.state().isBotConnected ? true : undefined), PATIENCE);
    expect(read(await you.ask('/attack T1055'))).toContain('T1055');
  });

  it('is tried again while Slack refuses to open it', async () => {
    const { sandbox, app, you, calls } = await startBot();
    sandbox.failNext('apps.connections.open', { kind: 'status', status: 500 });
    sandbox.failNext('apps.connections.open', { kind: 'dropped' });
    sandbox.dropSockets();
    await sandbox.until(() => (calls('apps.connections.open').length >= 2 ? true : undefined), PATIENCE);
    expect(app.isConnected()).toBe(false);
    await sandbox.until(() => (sandbox.state().isBotConnected ? true : undefined), PATIENCE);
    expect(read(await you.ask('/attack T1055'))).toContain('T1055');
    expect(calls('apps.connections.open')).toHaveLength(4);
  });

  it('that drops does not bring an event a second time', async () => {
    const { sandbox, settled } = await startBot({ timing: { retryDelaysMs: [200, 200] } });
    await sandbox.deliverEvent(mention, { eventId: 'Ev0DROP001' });
    sandbox.dropSockets();
    await sandbox.until(() => (sandbox.state().isBotConnected ? true : undefined), PATIENCE);
    await sandbox.deliverEvent(mention, { eventId: 'Ev0DROP001', retry: { number: 1, reason: 'timeout' } });
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });
});

describe.each(DOORS)('a stop with the %s door', (door) => {
  it('finishes the answers under way', async () => {
    const underWay = Promise.withResolvers<void>();
    const catalog = () => {
      underWay.resolve();
      return SMALL_CATALOG;
    };
    const { sandbox, app, you } = await startBot({ door, catalog });
    sandbox.setLatency(500);
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack T1055' });
    await underWay.promise;
    expect(you.messages()).toEqual([]);
    await app.stop();
    expect(you.messages().map(read).join()).toContain('T1055 · Process Injection');
  });

  it('takes nothing new', async () => {
    const { sandbox, app } = await startBot({ door, timing: { retryDelaysMs: [] } });
    await app.stop();
    expect(app.isConnected()).toBe(false);
    expect(await sandbox.deliverEvent(mention)).toEqual([{ isAcked: false, attempts: 1 }]);
  });
});

function answersOf({ sandbox }: Bot) {
  return sandbox.calls.filter(({ method }) => ANSWERS.includes(method));
}

/** Posts to the bot. @returns the status as soon as it is known, though the body is not sent whole by then */
function knock(url: string, headers: OutgoingHttpHeaders, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const knocking = request(url, { method: 'POST', headers, agent: false }, ({ statusCode }) => {
      resolve(statusCode);
      knocking.destroy();
    });
    knocking.on('error', reject).end(body);
  });
}
