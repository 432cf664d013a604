import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { startHttpApp, startSocketApp } from './bolt.ts';

const ONE = 'https://attack.mitre.org/techniques/T1055/';
const TWO = 'https://attack.mitre.org/techniques/T1059/';

/** An app that keeps what it hears of messages and links, and previews the links. */
async function startListening(start: typeof startSocketApp) {
  const messages: unknown[] = [];
  const shared: unknown[] = [];
  const { sandbox } = await start((app) => {
    app.event('message', async ({ event }) => {
      messages.push(event);
    });
    app.event('link_shared', async ({ client, event }) => {
      shared.push(event);
      const unfurls = Object.fromEntries(event.links.map(({ url }) => [url, { text: url }]));
      await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls });
    });
  });
  return { sandbox, messages, shared, you: createSomeone(sandbox) };
}

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('over %s', (_name, start) => {
  it('an edit tells the app both forms of the message', async () => {
    const { you, messages } = await startListening(start);
    const before = await you.say('T1055');
    await you.edit(before, 'T1059 <b>');
    await expect.poll(() => messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({
      subtype: 'message_changed',
      hidden: true,
      channel: INCIDENT_CHANNEL,
      channel_type: 'channel',
      message: { user: you.who.id, ts: before.ts, text: 'T1059 &lt;b&gt;', edited: { user: you.who.id } },
      previous_message: { user: you.who.id, ts: before.ts, text: 'T1055' },
    });
    expect(you.messages()).toMatchObject([{ text: 'T1059 &lt;b&gt;', edited: true }]);
  });

  it('a deletion tells the app what is gone', async () => {
    const { you, messages } = await startListening(start);
    const message = await you.say('T1055');
    await you.remove(message);
    await expect.poll(() => messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({
      subtype: 'message_deleted',
      hidden: true,
      deleted_ts: message.ts,
      previous_message: { text: 'T1055' },
    });
    expect(you.messages()).toEqual([]);
  });
});

describe('an edit', () => {
  it('shares the links that are new, and takes away the previews of those that are gone', async () => {
    const { you, shared } = await startListening(startSocketApp);
    const message = await you.say(`${ONE} and`);
    await you.find(({ unfurls }) => unfurls.length === 1);
    await you.edit(message, `${ONE} and ${TWO}`);
    await you.find(({ unfurls }) => unfurls.length === 2);
    await you.edit(message, `only ${TWO}`);
    expect(you.messages()).toMatchObject([{ unfurls: [{ url: TWO }] }]);
    await you.edit(message, `still ${TWO}`);
    await you.say(ONE);
    await expect
      .poll(() => shared)
      .toMatchObject([
        { links: [{ url: ONE }], message_ts: message.ts },
        { links: [{ url: TWO }], message_ts: message.ts, source: 'conversations_history' },
        { links: [{ url: ONE }] },
      ]);
  });

  it('that changes nothing, or where the bot is no member, tells the app nothing', async () => {
    const { you, messages } = await startListening(startSocketApp);
    const general = await you.say('T1055', { channel: OTHER_CHANNEL });
    await you.edit(general, 'T1059');
    await you.remove(general);
    const message = await you.say('T1055');
    await you.edit(message, 'T1055');
    await you.say('the end');
    await expect.poll(() => messages).toMatchObject([{ text: 'T1055' }, { text: 'the end' }]);
  });

  it("is not for others' messages, nor can these be deleted", async () => {
    const { sandbox, you } = await startListening(startSocketApp);
    const alex = createSomeone(sandbox, sandbox.workspace.colleague);
    const message = await alex.say('mine');
    await expect(you.edit(message, 'yours')).rejects.toThrow('cant_update_message');
    await expect(you.remove(message)).rejects.toThrow('cant_delete_message');
    await expect(alex.edit(message, ' ')).rejects.toThrow('no_text');
  });
});
