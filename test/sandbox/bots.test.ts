import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { startHttpApp, startSocketApp } from './bolt.ts';

const ALERT = {
  text: 'Alert',
  attachments: [{ color: 'danger', title: 'Rule 7', text: 'T1055 on host 4' }],
  blocks: [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'Alert' } }],
};

async function startListening(start: typeof startSocketApp) {
  const events: unknown[] = [];
  const { sandbox } = await start((app) => {
    app.event('message', async ({ event }) => {
      events.push(event);
    });
    app.event('app_mention', async ({ event }) => {
      events.push(event);
    });
  });
  return { sandbox, events, siem: sandbox.workspace.siem.id };
}

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])("another app's bot over %s", (_name, start) => {
  it('posts as from an incoming webhook: under a name, with no user', async () => {
    const { sandbox, events, siem } = await startListening(start);
    const ts = sandbox.sayAs(siem, INCIDENT_CHANNEL, ALERT);
    await expect.poll(() => events).toHaveLength(1);
    expect(events).toMatchObject([
      {
        type: 'message',
        subtype: 'bot_message',
        bot_id: 'B0SIEM0001',
        app_id: 'A0SIEM0001',
        username: 'siem-alerts',
        channel: INCIDENT_CHANNEL,
        ts,
        ...ALERT,
      },
    ]);
    expect(events[0]).not.toHaveProperty('user');
    expect(sandbox.state().channels[0]?.messages).toMatchObject([
      {
        author: siem,
        text: 'Alert',
        blocks: ALERT.blocks,
        unfurls: [{ blocks: [{ text: { text: 'Rule 7\nT1055 on host 4' } }] }],
      },
    ]);
  });
});

describe("another app's bot", () => {
  it('mentions the app as people do', async () => {
    const { sandbox, events, siem } = await startListening(startSocketApp);
    const text = `<@${sandbox.workspace.bot.id}> T1055`;
    sandbox.sayAs(siem, INCIDENT_CHANNEL, { text });
    await expect.poll(() => events).toHaveLength(2);
    expect(events).toContainEqual(expect.objectContaining({ type: 'app_mention', bot_id: 'B0SIEM0001', text }));
  });

  it('can be made to post by a command of the sandbox, which the app does not hear of', async () => {
    const { sandbox, events } = await startListening(startSocketApp);
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/sandbox-alert saw T1055 & more' });
    await expect.poll(() => events).toMatchObject([{ subtype: 'bot_message', text: 'saw T1055 &amp; more' }]);
    expect(sandbox.state().commands.map(({ command }) => command)).toEqual(['/attack', '/sandbox-alert']);
    expect(await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/sandbox-alert' })).toEqual({
      ok: false,
      error: '/sandbox-alert takes the text of the alert.',
    });
  });

  it('is neither a person, nor the app itself', async () => {
    const { sandbox, events, siem } = await startListening(startSocketApp);
    const { me, bot, colleague } = sandbox.workspace;
    expect(() => sandbox.sayAs(me.id, INCIDENT_CHANNEL, ALERT)).toThrow(me.id);
    expect(() => sandbox.sayAs(bot.id, INCIDENT_CHANNEL, ALERT)).toThrow(bot.id);
    expect(() => sandbox.sayAs(siem, 'C0NONE', ALERT)).toThrow('C0NONE');
    expect(() => sandbox.state({ id: siem })).toThrow(siem);
    sandbox.sayAs(siem, OTHER_CHANNEL, ALERT);
    await createSomeone(sandbox, colleague).say('the end');
    await expect.poll(() => events).toMatchObject([{ text: 'the end' }]);
  });
});
