import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../../src/sandbox/page-api.ts';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { type Stage, startHttpApp, startSocketApp } from './bolt.ts';
import { MANIFEST } from './manifest.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';
const BUTTON = {
  type: 'button',
  action_id: 'more',
  text: { type: 'plain_text', text: 'More' },
  value: 'question',
  style: 'primary',
} as const;
const BLOCKS: readonly KnownBlock[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'card' } },
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      BUTTON,
      {
        type: 'static_select',
        action_id: 'pick',
        option_groups: [
          {
            label: { type: 'plain_text', text: 'Group' },
            options: [{ text: { type: 'plain_text', text: 'Two' }, value: '2' }],
          },
        ],
      },
      {
        type: 'overflow',
        action_id: 'rest',
        options: [{ text: { type: 'plain_text', text: 'Mute' }, value: 'mute' }],
      },
      { type: 'datepicker', action_id: 'day' },
    ],
  },
];
const MORE = { kind: 'press', channel: INCIDENT_CHANNEL, blockId: 'row', actionId: 'more' } as const;

interface Press {
  readonly sandbox: SandboxServer;
  readonly app: App;
  /** Presses an element of the card that the bot posted; returns what the app heard of it. */
  press(how?: { readonly actionId?: string; readonly choice?: string }): Promise<Readonly<Record<string, unknown>>>;
}

async function startPress(start: typeof startSocketApp, register: (app: App) => void = () => {}): Promise<Press> {
  const bodies: Record<string, unknown>[] = [];
  const stage = await start((app) => {
    app.action(/./, async ({ ack, body, next }) => {
      await ack();
      bodies.push({ ...body });
      await next();
    });
    register(app);
  });
  const { ts = '' } = await postCard(stage);
  return {
    ...stage,
    async press(how = {}) {
      expect(await stage.sandbox.act({ ...MORE, ts, ...how })).toEqual({ ok: true });
      await expect.poll(() => bodies).toHaveLength(1);
      return bodies[0] ?? {};
    },
  };
}

const postCard = ({ app }: Stage) =>
  app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'card', blocks: [...BLOCKS] });
const read = (sandbox: SandboxServer): readonly PageMessage[] => sandbox.state().channels[0]?.messages ?? [];

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('a press over %s', (_name, start) => {
  it('tells the app who pressed what, where', async () => {
    const { sandbox, press } = await startPress(start);
    const body = await press();
    const [card] = read(sandbox);
    expect(body).toMatchObject({
      type: 'block_actions',
      api_app_id: 'A0SANDBOX1',
      team: { id: 'T0SANDBOX1', domain: 'sandbox' },
      user: { id: sandbox.workspace.me.id, username: 'you', team_id: 'T0SANDBOX1' },
      channel: { id: INCIDENT_CHANNEL, name: 'incident-4711' },
      container: { type: 'message', message_ts: card?.ts, channel_id: INCIDENT_CHANNEL, is_ephemeral: false },
      message: { type: 'message', ts: card?.ts, bot_id: 'B0BOT00001', blocks: card?.blocks },
      state: { values: {} },
      response_url: expect.stringContaining('/response/'),
      trigger_id: expect.any(String),
      actions: [{ ...BUTTON, block_id: 'row', action_ts: expect.stringMatching(/^\d+\.\d{6}$/) }],
    });
  });

  it('can be answered in place of the message', async () => {
    const { sandbox, press } = await startPress(start, (app) => {
      app.action('more', async ({ respond }) => {
        await respond({ replace_original: true, text: 'in place' });
      });
    });
    await press();
    const [message] = await sandbox.until(() => (read(sandbox)[0]?.text === 'in place' ? read(sandbox) : undefined));
    expect(message).toMatchObject({ text: 'in place', edited: true, ephemeral: false });
    expect(message).not.toHaveProperty('blocks');
  });
});

describe('a press', () => {
  it('of a menu tells the option chosen, and the state', async () => {
    const { press } = await startPress(startSocketApp);
    const option = { text: { type: 'plain_text', text: 'Two' }, value: '2' };
    expect(await press({ actionId: 'pick', choice: '2' })).toMatchObject({
      actions: [{ type: 'static_select', action_id: 'pick', selected_option: option }],
      state: { values: { row: { pick: { type: 'static_select', selected_option: option } } } },
    });
  });

  it('tells what was chosen in the message before, by this person', async () => {
    const bodies: unknown[] = [];
    const { sandbox, app } = await startSocketApp((bolt) => {
      bolt.action(/./, async ({ ack, body }) => {
        await ack();
        bodies.push(body);
      });
    });
    const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value });
    const row: KnownBlock = {
      type: 'actions',
      block_id: 'row',
      elements: [
        BUTTON,
        { type: 'checkboxes', action_id: 'ticks', options: [option('a'), option('b')], initial_options: [option('a')] },
        { type: 'users_select', action_id: 'who' },
      ],
    };
    const you = createSomeone(sandbox);
    const alex = createSomeone(sandbox, sandbox.workspace.colleague);
    await app.client.chat.postEphemeral({ channel: INCIDENT_CHANNEL, user: you.who.id, text: 'card', blocks: [row] });
    await app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'card', blocks: [row] });
    const [ephemeral, shown] = you.messages();
    if (ephemeral === undefined || shown === undefined) throw new Error('the cards are not there');
    for (const message of [ephemeral, shown]) {
      await you.choose(message, 'ticks', ['b', 'a']);
      await you.choose(message, 'who', alex.who.id);
      await you.press(message, 'More');
    }
    await alex.press(shown, 'More');
    await expect.poll(() => bodies).toHaveLength(7);
    const ticked = {
      row: { ticks: { selected_options: [option('b'), option('a')] }, who: { selected_user: alex.who.id } },
    };
    expect(bodies[2]).toMatchObject({ container: { is_ephemeral: true }, state: { values: ticked } });
    expect(bodies[5]).toMatchObject({ container: { is_ephemeral: false }, state: { values: ticked } });
    expect(bodies[6]).toMatchObject({
      user: { id: alex.who.id },
      state: { values: { row: { ticks: { selected_options: [option('a')] }, who: { selected_user: null } } } },
    });
    await sandbox.act({ ...MORE, ts: ephemeral.ts }, alex.who).then((result) => {
      expect(result).toEqual({ ok: false, error: 'message_not_found' });
    });
  });

  it('of an overflow menu tells the option chosen', async () => {
    const { press } = await startPress(startSocketApp);
    expect(await press({ actionId: 'rest', choice: 'mute' })).toMatchObject({
      actions: [{ type: 'overflow', selected_option: { value: 'mute' } }],
      state: { values: {} },
    });
  });

  it('is answered by a new message unless the answer says otherwise', async () => {
    const { sandbox, press } = await startPress(startSocketApp, (app) => {
      app.action('more', async ({ respond }) => {
        await respond('besides');
      });
    });
    await press();
    const messages = await sandbox.until(() => (read(sandbox).length === 2 ? read(sandbox) : undefined));
    expect(messages[1]).toMatchObject({ text: 'besides', ephemeral: true });
  });

  it('can take the message away', async () => {
    const { sandbox, press } = await startPress(startSocketApp, (app) => {
      app.action('more', async ({ respond }) => {
        await respond({ delete_original: true });
      });
    });
    await press();
    await sandbox.until(() => read(sandbox).length === 0 || undefined);
  });

  it('in an ephemeral message carries no message, and can still be answered in its place', async () => {
    const bodies: unknown[] = [];
    const { sandbox, app } = await startSocketApp((bolt) => {
      bolt.action('more', async ({ ack, body, respond }) => {
        await ack();
        bodies.push(body);
        await respond({ replace_original: true, text: 'in place' });
      });
    });
    await app.client.chat.postEphemeral({
      channel: INCIDENT_CHANNEL,
      user: sandbox.workspace.me.id,
      text: 'card',
      blocks: [...BLOCKS],
    });
    await sandbox.act({ ...MORE, ts: read(sandbox)[0]?.ts ?? '' });
    await sandbox.until(() => read(sandbox)[0]?.text === 'in place' || undefined);
    expect(bodies[0]).toMatchObject({ container: { is_ephemeral: true } });
    expect(bodies[0]).not.toHaveProperty('message');
    expect(read(sandbox)).toMatchObject([{ ephemeral: true, text: 'in place' }]);
  });

  it("in a preview tells whose, and cannot change a person's message", async () => {
    const bodies: unknown[] = [];
    const errors: unknown[] = [];
    const { sandbox } = await startSocketApp((app) => {
      app.event('link_shared', async ({ client, event }) => {
        await client.chat.unfurl({
          channel: event.channel,
          ts: event.message_ts,
          unfurls: { [LINK]: { blocks: [...BLOCKS] } },
        });
      });
      app.action('more', async ({ ack, body, respond }) => {
        await ack();
        bodies.push(body);
        await respond({ replace_original: true, text: 'in place' }).catch((error) => errors.push(error));
      });
    });
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: LINK });
    const ts = await sandbox.until(() => (read(sandbox)[0]?.unfurls.length === 1 ? read(sandbox)[0]?.ts : undefined));

    expect(await sandbox.act({ ...MORE, ts, unfurlUrl: LINK })).toEqual({ ok: true });

    await expect.poll(() => errors).toHaveLength(1);
    expect(bodies[0]).toMatchObject({
      container: {
        type: 'message_attachment',
        message_ts: ts,
        attachment_id: 1,
        channel_id: INCIDENT_CHANNEL,
        is_ephemeral: false,
        is_app_unfurl: true,
        app_unfurl_url: LINK,
      },
      app_unfurl: { id: 1, app_unfurl_url: LINK, is_app_unfurl: true },
      message: { user: sandbox.workspace.me.id, attachments: [{ app_unfurl_url: LINK }] },
      actions: [{ action_id: 'more', value: 'question' }],
    });
    expect(read(sandbox)).toMatchObject([{ text: `<${LINK}>` }]);
  });

  it('that is not acknowledged says so under the message, until the next one is', async () => {
    let isAwake = false;
    const stage = await startSocketApp(
      (app) => {
        app.action('more', async ({ ack }) => {
          if (isAwake) {
            await ack();
          }
        });
      },
      { timing: { ackMs: 60 } },
    );
    const { sandbox } = stage;
    const { ts = '' } = await postCard(stage);
    await sandbox.act({ ...MORE, ts });
    const failure = await sandbox.until(() => read(sandbox)[0]?.failure);
    expect(failure).toBe('This app did not respond: "operation_timeout"');
    isAwake = true;
    await sandbox.act({ ...MORE, ts });
    await sandbox.until(() => read(sandbox)[0]?.failure === undefined || undefined);
  });

  it('of what is not there, or what the sandbox has no hands for, is refused', async () => {
    const stage = await startSocketApp(() => {});
    const { sandbox } = stage;
    const { ts = '' } = await postCard(stage);
    const press = async (how: object) => {
      const result = await sandbox.act({ ...MORE, ts, ...how });
      return result.ok ? 'ok' : result.error;
    };
    expect(await press({ ts: '1.000001' })).toBe('message_not_found');
    expect(await press({ unfurlUrl: LINK })).toBe('message_not_found');
    expect(await press({ actionId: 'less' })).toBe('action_not_found');
    expect(await press({ actionId: 'pick', choice: '3' })).toBe('option_not_found');
    expect(await press({ actionId: 'day' })).toBe('the sandbox cannot press a datepicker');
  });

  it('needs interactivity in the manifest', async () => {
    const settings = { ...MANIFEST.settings, interactivity: { is_enabled: false } };
    const stage = await startSocketApp(() => {}, { manifest: { ...MANIFEST, settings } });
    const { ts = '' } = await postCard(stage);
    expect(await stage.sandbox.act({ ...MORE, ts })).toEqual({
      ok: false,
      error: 'This app is not configured to handle interactive responses.',
    });
  });
});
