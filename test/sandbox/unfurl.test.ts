import type { App } from '@slack/bolt';
import type { LinkSharedEvent } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { type Stage, startSocketApp } from './bolt.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';
const OTHER_LINK = 'https://attack.mitre.org/groups/G0016/';
const card = (text: string) => ({
  blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }],
});
const say = (text: string, channel: string = INCIDENT_CHANNEL) => ({ kind: 'say', channel, text }) as const;
const compose = (text: string) => ({ kind: 'compose', channel: INCIDENT_CHANNEL, text }) as const;

interface Unfurling extends Stage {
  readonly events: readonly LinkSharedEvent[];
}

/** @param register what the app does beside noting the events */
async function startUnfurling(register: (app: App) => void = () => {}): Promise<Unfurling> {
  const events: LinkSharedEvent[] = [];
  const stage = await startSocketApp(
    (app) => {
      app.event('link_shared', async ({ event }) => {
        events.push(event);
      });
      register(app);
    },
    { timing: { composerPauseMs: 20 } },
  );
  return { ...stage, events };
}

/** Posts a link, waits until the app has heard of it, and returns the message as a target. */
async function share(stage: Unfurling): Promise<{ readonly channel: string; readonly ts: string }> {
  await stage.sandbox.act(say(LINK));
  await expect.poll(() => stage.events).toHaveLength(1);
  return { channel: INCIDENT_CHANNEL, ts: stage.events[0]?.message_ts ?? '' };
}

const unfurlsOf = (stage: Stage, channel = 0) => stage.sandbox.state().channels[channel]?.messages[0]?.unfurls;
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error) => error.data.error,
  );

describe('chat.unfurl', () => {
  it.each(['message', 'unfurl id'])('attaches a preview to the %s that was shared', async (target) => {
    const stage = await startUnfurling((app) => {
      app.event('link_shared', async ({ client, event }) => {
        const { unfurl_id = '' } = event;
        const unfurls = { [LINK]: card('Process Injection') };
        await (target === 'message'
          ? client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls })
          : client.chat.unfurl({ source: 'conversations_history', unfurl_id, unfurls }));
      });
    });
    await stage.sandbox.act(say(`see ${LINK} and ${OTHER_LINK}`, OTHER_CHANNEL));
    await stage.sandbox.until(() => unfurlsOf(stage, 1)?.length || undefined);
    expect(unfurlsOf(stage, 1)).toMatchObject([
      { url: LINK, blocks: [{ type: 'section', block_id: expect.any(String) }] },
    ]);
  });

  it('edits the preview when it is called again, and tells the app of the change', async () => {
    const subtypes: unknown[] = [];
    const stage = await startUnfurling((app) => {
      app.message(async ({ message }) => {
        subtypes.push(message.subtype);
      });
    });
    const target = await share(stage);
    await stage.app.client.chat.unfurl({ ...target, unfurls: { [LINK]: card('one') } });
    await stage.app.client.chat.unfurl({ ...target, unfurls: { [LINK]: card('two') } });
    expect(unfurlsOf(stage)).toMatchObject([{ url: LINK, blocks: [{ text: { text: 'two' } }] }]);
    await expect.poll(() => subtypes).toEqual([undefined, 'message_changed', 'message_changed']);
    expect(stage.sandbox.state().channels[0]?.messages[0]?.edited).toBe(false);
  });

  it('refuses what Slack refuses', async () => {
    const stage = await startUnfurling();
    const target = await share(stage);
    const [event] = stage.events;
    const call = (args: object) => errorOf(stage.app.client.apiCall('chat.unfurl', { ...args }));
    const unfurls = { [LINK]: card('card') };

    expect(await call({ ...target, unfurls: { [OTHER_LINK]: card('card') } })).toBe('cannot_unfurl_url');
    expect(await call({ ...target, unfurls: { [`${LINK}#top`]: card('card') } })).toBe('cannot_unfurl_url');
    expect(await call(target)).toBe('missing_unfurls');
    expect(await call({ ...target, unfurls: 'none' })).toBe('invalid_unfurls_format');
    expect(await call({ ...target, unfurls: { [LINK]: 'card' } })).toBe('invalid_unfurls_format');
    expect(await call({ ...target, unfurls: { [LINK]: {} } })).toBe('cannot_parse_attachment');
    expect(await call({ unfurls })).toBe('missing_channel');
    expect(await call({ channel: INCIDENT_CHANNEL, unfurls })).toBe('missing_ts');
    expect(await call({ channel: INCIDENT_CHANNEL, ts: '1.000001', unfurls })).toBe('cannot_unfurl_message');
    expect(await call({ source: 'conversations_history', unfurls })).toBe('missing_unfurl_id');
    expect(await call({ unfurl_id: event?.unfurl_id, unfurls })).toBe('missing_source');
    expect(await call({ unfurl_id: event?.unfurl_id, source: 'composer', unfurls })).toBe('invalid_source');
    expect(await call({ unfurl_id: 'guess', source: 'composer', unfurls })).toBe('invalid_unfurl_id');
    expect(unfurlsOf(stage)).toEqual([]);
  });

  it('names the spot in blocks that break the limits', async () => {
    const stage = await startUnfurling();
    const target = await share(stage);
    await expect(stage.app.client.chat.unfurl({ ...target, unfurls: { [LINK]: card('') } })).rejects.toMatchObject({
      data: {
        error: 'cannot_parse_attachment',
        errors: [
          'must be more than 0 characters [json-pointer:/unfurls/https:~1~1attack.mitre.org~1techniques~1T1055~1/blocks/0/text/text]',
        ],
      },
    });
  });

  it('aims at a link_shared that a test made up', async () => {
    const stage = await startUnfurling();
    await stage.sandbox.deliverEvent({
      type: 'link_shared',
      channel: INCIDENT_CHANNEL,
      message_ts: '1.000001',
      unfurl_id: 'made-up',
      source: 'conversations_history',
      links: [{ url: LINK, domain: 'attack.mitre.org' }],
    });
    await stage.app.client.chat.unfurl({
      source: 'conversations_history',
      unfurl_id: 'made-up',
      unfurls: { [LINK]: card('card') },
    });
    expect(stage.sandbox.calls.at(-1)).toMatchObject({ method: 'chat.unfurl', response: { ok: true } });
  });
});

describe('the composer', () => {
  it('shares its links once the typing rests, and shows their previews until the text is sent', async () => {
    const stage = await startUnfurling((app) => {
      app.event('link_shared', async ({ client, event }) => {
        const { unfurl_id = '' } = event;
        const preview = { title: { type: 'plain_text' as const, text: 'T1055' } };
        await client.chat.unfurl({ source: 'composer', unfurl_id, unfurls: { [LINK]: { ...card('card'), preview } } });
      });
    });
    const { sandbox, events } = stage;
    const previews = () => sandbox.state().channels[0]?.composerPreviews;
    await sandbox.act(compose('https://attack.mitre.org/techniques/T105'));
    await sandbox.act(compose(LINK));
    await sandbox.until(() => previews()?.length || undefined);

    expect(events).toEqual([
      {
        type: 'link_shared',
        user: sandbox.workspace.me.id,
        channel: 'COMPOSER',
        message_ts: expect.stringMatching(/^[0-9a-f-]{36}$/),
        links: [{ url: LINK, domain: 'attack.mitre.org' }],
        source: 'composer',
        unfurl_id: expect.any(String),
        is_bot_user_member: true,
        event_ts: expect.any(String),
      },
    ]);
    expect(previews()).toMatchObject([{ url: LINK, title: 'T1055', blocks: [{ type: 'section' }] }]);
    expect(sandbox.state(sandbox.workspace.colleague).channels[0]?.composerPreviews).toEqual([]);
    await sandbox.act(say('meanwhile'), sandbox.workspace.colleague);
    expect(previews()).toHaveLength(1);
    await sandbox.act(compose('no link any more'));
    expect(previews()).toEqual([]);
    await sandbox.act(compose(LINK));
    expect(previews()).toHaveLength(1);
    await sandbox.act(say('sent'));
    expect(previews()).toEqual([]);
    expect(events).toHaveLength(1);
  });

  it('shares nothing of a command', async () => {
    const stage = await startUnfurling();
    await stage.sandbox.act(compose(`/attack ${LINK}`));
    await stage.sandbox.act(compose(OTHER_LINK));
    await expect.poll(() => stage.events).toHaveLength(1);
    expect(stage.events[0]?.links).toMatchObject([{ url: OTHER_LINK }]);
  });
});
