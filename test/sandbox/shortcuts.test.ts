import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { errorOf, startHttpApp, startSocketApp } from './bolt.ts';
import { MANIFEST } from './manifest.ts';

const HOME = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
const MODAL = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Found' }, blocks: [] };

/** An app that keeps what its shortcuts are called with, and opens a modal. */
async function startShortcuts(start: typeof startSocketApp) {
  const bodies: Readonly<Record<string, unknown>>[] = [];
  const stage = await start((app) => {
    app.shortcut(/./, async ({ ack, body, client }) => {
      await ack();
      bodies.push({ ...body });
      await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
    });
  });
  return { ...stage, bodies, you: createSomeone(stage.sandbox) };
}

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('a shortcut over %s', (_name, start) => {
  it('of the menu opens a modal', async () => {
    const { you, bodies } = await startShortcuts(start);
    await you.runShortcut('search');
    expect((await you.modal()).title).toBe('Found');
    expect(bodies).toMatchObject([
      {
        type: 'shortcut',
        callback_id: 'search',
        trigger_id: expect.any(String),
        action_ts: expect.any(String),
        user: { id: you.who.id, username: 'you', team_id: 'T0SANDBOX1' },
        team: { id: 'T0SANDBOX1' },
      },
    ]);
    expect(bodies[0]).not.toHaveProperty('channel');
    expect(bodies[0]).not.toHaveProperty('response_url');
  });

  it('on a reply in a channel without the bot tells the message, and can answer there', async () => {
    const { sandbox, you, bodies } = await startShortcuts(start);
    const parent = await you.say('parent', { channel: OTHER_CHANNEL });
    const reply = await you.say('T1055', { channel: OTHER_CHANNEL, threadTs: parent.ts });
    await you.runShortcut('find', reply);
    await you.modal();
    expect(bodies).toMatchObject([
      {
        type: 'message_action',
        callback_id: 'find',
        channel: { id: OTHER_CHANNEL, name: 'general' },
        message_ts: reply.ts,
        message: { type: 'message', user: you.who.id, text: 'T1055', ts: reply.ts, thread_ts: parent.ts },
      },
    ]);
    const answer = { text: 'here', response_type: 'in_channel', thread_ts: parent.ts };
    const url = String(bodies[0]?.response_url);
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(answer) })).status).toBe(200);
    const message = await you.find(({ text }) => text === 'here', { channel: OTHER_CHANNEL });
    expect(message).toMatchObject({ author: sandbox.workspace.bot.id, threadTs: parent.ts, ephemeral: false });
  });
});

describe('a shortcut', () => {
  it('is listed for the page, and only those of the manifest are there', async () => {
    const { sandbox, you } = await startShortcuts(startSocketApp);
    expect(sandbox.state().shortcuts).toEqual([
      { kind: 'global', name: 'Search', callbackId: 'search', description: 'Looks something up' },
      { kind: 'message', name: 'Find', callbackId: 'find', description: 'Finds something in a message' },
    ]);
    const message = await you.say('T1055');
    await expect(you.runShortcut('find')).rejects.toThrow('shortcut_not_found');
    await expect(you.runShortcut('search', message)).rejects.toThrow('shortcut_not_found');
  });

  it('that is not acknowledged says so', async () => {
    const { sandbox } = await startSocketApp(() => {}, { timing: { ackMs: 50 } });
    await expect(createSomeone(sandbox).runShortcut('search')).rejects.toThrow(
      'Search failed with the error "operation_timeout"',
    );
  });

  it('is not for ephemeral messages', async () => {
    const { app, you } = await startShortcuts(startSocketApp);
    await app.client.chat.postEphemeral({ channel: INCIDENT_CHANNEL, user: you.who.id, text: 'only you' });
    const message = await you.find(({ ephemeral }) => ephemeral);
    await expect(you.runShortcut('find', message)).rejects.toThrow('message_not_found');
  });
});

describe('the Home tab', () => {
  it.each([
    ['Socket Mode', startSocketApp],
    ['signed HTTP', startHttpApp],
  ])('is told of when it is opened, over %s, and shows what is published', async (_name, start) => {
    const events: unknown[] = [];
    const { sandbox } = await start((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        events.push(event);
        await client.views.publish({ user_id: event.user, view: HOME });
      });
    });
    const you = createSomeone(sandbox);
    const first = await you.home();
    expect(first.blocks).toMatchObject(HOME.blocks);
    await you.home((view) => view.hash !== first.hash);
    expect(events).toMatchObject([
      { type: 'app_home_opened', user: you.who.id, channel: DIRECT_MESSAGE, tab: 'home', event_ts: expect.any(String) },
      { view: { id: first.id, hash: first.hash, type: 'home' } },
    ]);
    expect(events[0]).not.toHaveProperty('view');
  });

  it('is none unless the manifest says so', async () => {
    const features = { ...MANIFEST.features, app_home: { home_tab_enabled: false } };
    const { app, sandbox } = await startSocketApp(() => {}, { manifest: { ...MANIFEST, features } });
    expect(sandbox.state().home).toEqual({ isEnabled: false });
    expect(await sandbox.act({ kind: 'open-home' })).toMatchObject({ ok: false });
    const user_id = sandbox.workspace.me.id;
    expect(await errorOf(app.client.views.publish({ user_id, view: HOME }))).toBe('not_enabled');
  });
});
