import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { startHttpApp, startSocketApp } from './bolt.ts';
import { MANIFEST } from './manifest.ts';

interface Heard {
  readonly event: { readonly type: string } & Readonly<Record<string, unknown>>;
  readonly eventId: string;
  readonly retryNum: number | undefined;
  readonly retryReason: string | undefined;
}

const say = (text: string, channel: string = INCIDENT_CHANNEL) => ({ kind: 'say', channel, text }) as const;

/** Notes every event that the app hears. */
function listen(heard: Heard[]): (app: App) => void {
  return (app) => {
    app.use(async ({ body, context, next }) => {
      heard.push({
        event: Reflect.get(body, 'event'),
        eventId: Reflect.get(body, 'event_id'),
        retryNum: context.retryNum,
        retryReason: context.retryReason,
      });
      await next();
    });
  };
}

/** The app's own calls tell the sandbox of a change only by chance, so the ear is asked at intervals. */
async function hear(heard: readonly Heard[], count: number): Promise<readonly Heard[]> {
  await expect.poll(() => heard.length, { timeout: 3000, interval: 5 }).toBe(count);
  return heard;
}

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('events over %s', (_name, start) => {
  it('tell of a message, wrapped as Slack wraps it', async () => {
    const bodies: unknown[] = [];
    const { sandbox } = await start((app) => {
      app.use(async ({ body }) => {
        bodies.push(body);
      });
    });

    await sandbox.act(say('seen T1055 & more'));

    await expect.poll(() => bodies).toHaveLength(1);
    const ts = sandbox.state().channels[0]?.messages[0]?.ts;
    expect(bodies[0]).toMatchObject({
      type: 'event_callback',
      team_id: 'T0SANDBOX1',
      api_app_id: 'A0SANDBOX1',
      event_id: expect.stringMatching(/^Ev0/),
      event_time: expect.any(Number),
      authorizations: [{ team_id: 'T0SANDBOX1', user_id: sandbox.workspace.bot.id, is_bot: true }],
      event: {
        type: 'message',
        user: sandbox.workspace.me.id,
        text: 'seen T1055 &amp; more',
        ts,
        event_ts: ts,
        team: 'T0SANDBOX1',
        channel: INCIDENT_CHANNEL,
        channel_type: 'channel',
        client_msg_id: expect.any(String),
        blocks: [{ type: 'rich_text', block_id: expect.any(String) }],
      },
    });
  });

  it('come as often as asked for, with one event_id', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await start(listen(heard));

    const receipts = await sandbox.deliverEvent(
      { type: 'app_mention', text: 'hi', user: 'U1', channel: INCIDENT_CHANNEL, ts: '1.000001' },
      { times: 3 },
    );

    expect(receipts).toEqual(Array.from({ length: 3 }, () => ({ isAcked: true, attempts: 1 })));
    expect(new Set((await hear(heard, 3)).map((one) => one.eventId)).size).toBe(1);
  });

  it('can come as a retry', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await start(listen(heard));
    await sandbox.deliverEvent(
      { type: 'app_mention', text: 'hi', user: 'U1', channel: INCIDENT_CHANNEL, ts: '1.000001' },
      { retry: { number: 2, reason: 'http_timeout' }, eventId: 'Ev0KNOWN' },
    );
    expect(await hear(heard, 1)).toMatchObject([{ eventId: 'Ev0KNOWN', retryNum: 2, retryReason: 'http_timeout' }]);
  });
});

describe('events', () => {
  it('of a thread name its parent', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await startSocketApp(listen(heard));
    await sandbox.act(say('parent'));
    const parent = sandbox.state().channels[0]?.messages[0]?.ts ?? '';
    await sandbox.act({ ...say('reply'), threadTs: parent }, sandbox.workspace.colleague);
    expect((await hear(heard, 2))[1]?.event).toMatchObject({
      text: 'reply',
      thread_ts: parent,
      parent_user_id: sandbox.workspace.me.id,
      user: sandbox.workspace.colleague.id,
    });
  });

  it('tell of a mention besides the message, but not in a direct message', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await startSocketApp(listen(heard));
    await sandbox.act(say('@testbot T1055'));
    await hear(heard, 2);
    await sandbox.act(say('@testbot T1055', DIRECT_MESSAGE));
    await hear(heard, 3);
    expect(heard.map(({ event }) => [event.type, event.channel_type, event.text])).toEqual([
      ['message', 'channel', `<@${sandbox.workspace.bot.id}> T1055`],
      ['app_mention', undefined, `<@${sandbox.workspace.bot.id}> T1055`],
      ['message', 'im', `<@${sandbox.workspace.bot.id}> T1055`],
    ]);
  });

  it('of a channel without the bot are its links alone', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await startSocketApp(listen(heard));
    await sandbox.act(say('@testbot https://attack.mitre.org/techniques/T1055/', OTHER_CHANNEL));
    expect((await hear(heard, 1))[0]?.event).toMatchObject({
      type: 'link_shared',
      channel: OTHER_CHANNEL,
      is_bot_user_member: false,
    });
  });

  it('tell of the links to the domains of the manifest, sub-domains too, all in one', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await startSocketApp(listen(heard), {
      manifest: {
        ...MANIFEST,
        settings: { ...MANIFEST.settings, event_subscriptions: { bot_events: ['link_shared'] } },
      },
    });
    await sandbox.act(
      say('https://attack.mitre.org/groups/G0016/ https://old.attack.mitre.org/ https://notattack.mitre.org/'),
    );
    const ts = sandbox.state().channels[0]?.messages[0]?.ts;
    expect((await hear(heard, 1))[0]?.event).toEqual({
      type: 'link_shared',
      user: sandbox.workspace.me.id,
      channel: INCIDENT_CHANNEL,
      message_ts: ts,
      event_ts: ts,
      is_bot_user_member: true,
      unfurl_id: expect.any(String),
      source: 'conversations_history',
      links: [
        { url: 'https://attack.mitre.org/groups/G0016/', domain: 'attack.mitre.org' },
        { url: 'https://old.attack.mitre.org/', domain: 'old.attack.mitre.org' },
      ],
    });
  });

  it('that the manifest does not subscribe to are not delivered', async () => {
    const heard: Heard[] = [];
    const { sandbox } = await startSocketApp(listen(heard));
    expect(await sandbox.deliverEvent({ type: 'reaction_added' })).toEqual([]);
    expect(await sandbox.deliverEvent({ type: 'message', channel_type: 'group', text: 'secret' })).toEqual([]);
    expect(heard).toEqual([]);
  });

  it("tell of the bot's own messages, of edits and of deletions", async () => {
    const events: unknown[] = [];
    const { sandbox, app } = await startSocketApp(
      (bolt) => {
        bolt.use(async ({ body }) => {
          events.push(Reflect.get(body, 'event'));
        });
      },
      {},
      { ignoreSelf: false },
    );
    const { ts = '' } = await app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'one' });
    await app.client.chat.update({ channel: INCIDENT_CHANNEL, ts, text: 'two' });
    await app.client.chat.delete({ channel: INCIDENT_CHANNEL, ts });
    await expect.poll(() => events).toHaveLength(3);
    expect(events).toMatchObject([
      { type: 'message', user: sandbox.workspace.bot.id, bot_id: 'B0BOT00001', app_id: 'A0SANDBOX1', text: 'one' },
      {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        message: { text: 'two', edited: { user: sandbox.workspace.bot.id } },
        previous_message: { text: 'one' },
      },
      { type: 'message', subtype: 'message_deleted', hidden: true, deleted_ts: ts },
    ]);
  });
});
