import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { read } from './fixtures/person.ts';
import { createSharedStore } from './fixtures/shared-store.ts';

const SITE = 'https://attack.mitre.org';

describe.each(DOORS)('a message that is edited, through the %s door', (door) => {
  it('takes the card of its IDs along', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, 'seen T1055');
    await bot.you.edit(asked, 'seen T1059, no');
    const now = await bot.you.find(({ ts, text }) => ts === answer.ts && text.includes('T1059'));
    expect(read(now)).not.toContain('T1055');
    expect(now.threadTs).toBe(asked.ts);
    await bot.you.edit(asked, 'seen T1059 and T1086');
    await bot.you.find(({ ts, text }) => ts === answer.ts && text.includes('T1086'));
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
    expect(bot.calls('chat.update')).toHaveLength(2);
  });

  it('and names nothing any more loses the card', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, 'seen T1055');
    await bot.you.edit(asked, 'seen nothing');
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts) ? undefined : true));
    await bot.you.edit(asked, 'seen T1059');
    await bot.you.ask('/attack help');
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
  });

  it('and names what it did leaves the card as it is, whatever is open in it', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, 'sen T1055');
    const opened = await bot.you.turn(answer, 'Mitigations (1)');
    await bot.you.edit(asked, 'seen T1055');
    await bot.you.ask('/attack help');
    await bot.app.stop();
    expect(read(await bot.you.find(({ ts }) => ts === answer.ts))).toBe(read(opened));
    expect(bot.calls('chat.update')).toEqual([]);
  });

  it('and was never answered is not answered now', async () => {
    const bot = await startBot({ door });
    const said = await bot.you.say('nothing here');
    await bot.you.edit(said, 'T1055 here');
    await bot.you.ask('/attack help');
    await bot.app.stop();
    expect(bot.calls('chat.postMessage')).toEqual([]);
    expect(bot.calls('chat.update')).toEqual([]);
  });

  it('does not show again what another message had shown', async () => {
    const bot = await startBot({ door });
    await askUnasked(bot, 'T1055 first');
    const { asked, answer } = await askUnasked(bot, 'T1055 and T1059');
    await bot.you.edit(asked, 'T1055 and T1086');
    const now = await bot.you.find(({ ts, text }) => ts === answer.ts && text.includes('T1059.001'));
    expect(read(now)).not.toContain('T1055');
  });

  it('loses its card where the channel was silenced, or its author, since', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, 'seen T1055');
    await bot.memory.settings.setPerson(TEAM.id, bot.you.who.id, { isQuiet: true });
    await bot.you.edit(asked, 'seen T1059');
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts) ? undefined : true));
  });

  it('keeps its card when Slack adds a preview', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, `T1055 and ${SITE}/groups/G0016/`);
    await bot.you.find(({ ts, unfurls }) => ts === asked.ts && unfurls.length > 0);
    await bot.you.ask('/attack help');
    await bot.app.stop();
    expect(bot.calls('chat.update')).toEqual([]);
    expect(hasMessage(bot, answer.ts)).toBe(true);
  });

  it('and asked the bot by name is answered as it reads now', async () => {
    const bot = await startBot({ door });
    const name = `<@${bot.sandbox.workspace.bot.id}>`;
    const asked = await bot.you.say(`${name} T1055`);
    const answer = await bot.you.find(({ threadTs }) => threadTs === asked.ts);
    await bot.you.edit(asked, `${name} T1059`);
    await bot.you.find(({ ts, text }) => ts === answer.ts && text.includes('T1059 · '));
    await bot.you.edit(asked, 'never mind');
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts) ? undefined : true));
  });

  it('is answered once when Slack tells of an edit as a mention too', async () => {
    const bot = await startBot({ door });
    const name = `<@${bot.sandbox.workspace.bot.id}>`;
    const { ts } = await bot.you.say(`${name} T1055`);
    await bot.you.find(({ threadTs }) => threadTs === ts);
    const edited = { user: bot.you.who.id, ts: '9.000001' };
    const event = { type: 'app_mention', channel: INCIDENT_CHANNEL, user: bot.you.who.id, event_ts: '9.000001' };
    await bot.sandbox.deliverEvent({ ...event, ts, text: `${name} T1059`, edited });
    await bot.sandbox.deliverEvent({ ...event, ts: '8.000001', text: `oh, ${name} T1059`, edited });
    expect(await bot.settled('chat.postMessage')).toHaveLength(2);
  });

  it('does not upload its layer anew', async () => {
    const bot = await startBot({ door });
    await askUnasked(bot, 'seen T1055');
    const text = `<@${bot.sandbox.workspace.bot.id}> layer`;
    const { ts } = await bot.you.say(text);
    await bot.you.find(({ files }) => files.length > 0);
    const event = { type: 'app_mention', channel: INCIDENT_CHANNEL, user: bot.you.who.id, event_ts: '9.000001' };
    await bot.sandbox.deliverEvent({ ...event, ts, text, edited: { user: bot.you.who.id, ts: '9.000001' } });
    expect(await bot.settled('files.completeUploadExternal')).toHaveLength(1);
  });

  it('gets no apology when its answer cannot follow', async () => {
    const bot = await startBot({ door });
    const place = { channel: DIRECT_MESSAGE };
    const asked = await bot.you.say('T1055', place);
    await bot.you.find(({ text }) => text.includes('T1055 · '), place);
    bot.sandbox.failNext('chat.update', { kind: 'error', error: 'fatal_error' });
    await bot.you.edit(asked, 'T1059');
    await expect.poll(() => bot.lines.map(({ msg }) => msg)).toContain('an answer failed');
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
  });

  it('in a direct message is answered as it reads now', async () => {
    const bot = await startBot({ door });
    const place = { channel: DIRECT_MESSAGE };
    const asked = await bot.you.say('T1055', place);
    const answer = await bot.you.find(({ text }) => text.includes('T1055 · '), place);
    await bot.you.edit(asked, 'proces injecton mitigation');
    await bot.you.find(({ ts, text }) => ts === answer.ts && !text.startsWith(answer.text), place);
    await bot.you.edit(asked, 'APT29');
    await bot.you.find(({ ts, text }) => ts === answer.ts && text.includes('G0016'), place);
    await bot.you.edit(asked, `${SITE}/groups/G0016/`);
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts, DIRECT_MESSAGE) ? undefined : true));
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
  });
});

describe.each(DOORS)('a message that is deleted, through the %s door', (door) => {
  it('takes its answer along', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, 'seen T1055');
    await bot.you.remove(asked);
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts) ? undefined : true));
    expect((await bot.settled('chat.delete')).map(({ args }) => args)).toMatchObject([
      { channel: INCIDENT_CHANNEL, ts: answer.ts },
    ]);
  });

  it('and left a tombstone, for it had a thread, takes its answer along', async () => {
    const bot = await startBot({ door });
    const { asked, answer } = await askUnasked(bot, 'seen T1055');
    const { ts } = asked;
    await bot.sandbox.deliverEvent({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: INCIDENT_CHANNEL,
      channel_type: 'channel',
      message: {
        type: 'message',
        subtype: 'tombstone',
        user: 'USLACKBOT',
        hidden: true,
        text: 'This message was deleted.',
        ts,
      },
      previous_message: { type: 'message', user: bot.you.who.id, text: 'seen T1055', ts },
      ts: '9.000001',
      event_ts: '9.000001',
    });
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts) ? undefined : true));
  });

  it('in a direct message takes its answer along', async () => {
    const bot = await startBot({ door });
    const place = { channel: DIRECT_MESSAGE };
    const asked = await bot.you.say('T1055', place);
    const answer = await bot.you.find(({ text }) => text.includes('T1055 · '), place);
    await bot.you.remove(asked);
    await bot.sandbox.until(() => (hasMessage(bot, answer.ts, DIRECT_MESSAGE) ? undefined : true));
  });
});

describe('a reply that cannot follow', () => {
  it('for the store took nothing is given all the same, without an apology', async () => {
    const store = createSharedStore(Date.now);
    const change = () => Promise.reject(new Error('the database is down'));
    const bot = await startBot({ store: { ...store, change } });
    const asked = await bot.you.say(`<@${bot.sandbox.workspace.bot.id}> T1055`);
    expect(read(await bot.you.find(({ threadTs }) => threadTs === asked.ts))).toContain('T1055 · ');
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
    expect(bot.lines.map(({ msg }) => msg)).toContain('a reply will not follow its message');
  });

  it.each(['message_not_found', 'cant_delete_message', 'channel_not_found'])(
    'for %s is left, and that is no error',
    async (error) => {
      const bot = await startBot();
      const { asked } = await askUnasked(bot, 'seen T1055');
      bot.sandbox.failNext('chat.delete', { kind: 'error', error });
      await bot.you.remove(asked);
      await bot.you.ask('/attack help');
      await bot.app.stop();
      expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
      expect(bot.lines.find(({ msg }) => msg.startsWith('a reply cannot follow'))).toMatchObject({ reason: error });
    },
  );
});

async function askUnasked({ you }: Bot, text: string) {
  const asked: PageMessage = await you.say(text);
  return { asked, answer: await you.find(({ threadTs }) => threadTs === asked.ts) };
}

function hasMessage({ you }: Bot, ts: string, channel = INCIDENT_CHANNEL): boolean {
  return you.messages({ channel }).some((message) => message.ts === ts);
}
