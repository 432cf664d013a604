import { describe, expect, it } from 'vitest';
import { APP_ID, BOT_ID, DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL } from '../src/sandbox/workspace.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { createSomeone, read } from './fixtures/person.ts';

const SITE = 'https://attack.mitre.org';

describe.each(DOORS)('a link through the %s door', (door) => {
  it('grows a preview in the message', async () => {
    const { you, calls } = await startBot({ door });
    const { ts } = await you.say(`see ${SITE}/techniques/T1055/`);
    const { unfurls } = await you.find((message) => message.ts === ts && message.unfurls.length > 0);
    expect(unfurls.map(({ url }) => url)).toEqual([`${SITE}/techniques/T1055/`]);
    expect(unfurls.map(read).join()).toContain('T1055 · Process Injection');
    expect(calls('chat.postMessage')).toEqual([]);
  });

  it.each([
    [`${SITE}/techniques/T1059/001`, 'T1059.001'],
    [`${SITE}/techniques/T1055/?a=b#c`, 'T1055'],
    [`${SITE}/versions/v15/techniques/T1055/`, 'T1055'],
    [`${SITE}/wiki/Technique/T1055`, 'T1055'],
    [`${SITE}/mobile/index.php/Technique/T1055`, 'T1055'],
    [`${SITE}/tactics/TA0005/`, 'TA0005'],
    [`${SITE}/groups/G0016/`, 'G0016'],
    [`${SITE}/software/S0154/`, 'S0154'],
    [`${SITE}/campaigns/C0024/`, 'C0024'],
    [`${SITE}/mitigations/M1040/`, 'M1040'],
    [`${SITE}/detectionstrategies/DET0100/`, 'DET0100'],
    [`${SITE}/detectionstrategies/DET0100/#AN0001`, 'AN0001'],
    [`${SITE}/datacomponents/DC0032/`, 'DC0032'],
    [`${SITE}/assets/A0001/`, 'A0001'],
  ])('to %s shows %s', async (url, id) => {
    const { you } = await startBot({ door });
    await you.say(url);
    const { unfurls } = await you.find((message) => message.unfurls.length > 0);
    expect(unfurls.map(read).join()).toMatch(new RegExp(`\\|${id} · `));
  });

  it('that pins a release says which, and which this is', async () => {
    const { you } = await startBot({ door });
    await you.say(`${SITE}/versions/v15/techniques/T1055/`);
    const { unfurls } = await you.find((message) => message.unfurls.length > 0);
    expect(unfurls.map(read).join()).toContain('The link is to version 15; this is ATT&amp;CK 18.1.');
  });

  it('among several is previewed in one call with them', async () => {
    const { you, settled } = await startBot({ door });
    await you.say(`${SITE}/techniques/T1055/ and ${SITE}/groups/G0016/ but ${SITE}/groups/G9999/`);
    const { unfurls } = await you.find((message) => message.unfurls.length > 0);
    expect(unfurls).toHaveLength(2);
    expect(await settled('chat.unfurl')).toHaveLength(1);
  });

  it('grows a preview while it is being written', async () => {
    const { sandbox, you, calls } = await startBot({ door, timing: { composerPauseMs: 10 } });
    await you.compose(`look: ${SITE}/techniques/T1055/`);
    const preview = await sandbox.until(() => sandbox.state().channels[0]?.composerPreviews[0]);
    expect(read(preview)).toContain('T1055 · Process Injection');
    expect(calls('chat.unfurl')[0]?.args).toMatchObject({ source: 'composer', unfurl_id: expect.any(String) });
    expect(calls('chat.unfurl')[0]?.args).not.toHaveProperty('channel');
  });

  it('grows a preview where the bot is no member', async () => {
    const { you } = await startBot({ door });
    await you.say(`${SITE}/techniques/T1055/`, { channel: OTHER_CHANNEL });
    await you.find(({ unfurls }) => unfurls.length > 0, { channel: OTHER_CHANNEL });
  });

  it.each([
    `${SITE}/`,
    `${SITE}/techniques/enterprise/`,
    `${SITE}/matrices/enterprise/`,
    `${SITE}/techniques/T9999/`,
    `${SITE}/mitigations/T1055/`,
    `${SITE}/resources/`,
    'https://example.com/techniques/T1055/',
    'https://attack.mitre.org.example.com/techniques/T1055/',
  ])('to %s stays quiet', async (url) => {
    const bot = await startBot({ door });
    await bot.you.say(url);
    await expectQuiet(bot);
  });

  it('whose preview was pressed opens it in place', async () => {
    const { sandbox, you, calls } = await startBot({ door });
    await you.say(`${SITE}/techniques/T1055/`);
    const message = await you.find(({ unfurls }) => unfurls.length > 0);
    await you.press(message, 'Groups (20)', message.unfurls[0]);
    const opened = await you.find(({ unfurls }) => unfurls.map(read).join().includes('G0016 · APT29'));
    expect(opened.unfurls).toHaveLength(1);
    await you.press(opened, 'Close', opened.unfurls[0]);
    await you.find(
      ({ unfurls }) => unfurls.length === 1 && unfurls.map(read).join() === message.unfurls.map(read).join(),
    );
    expect(sandbox.state().channels[0]?.messages).toHaveLength(1);
    expect(calls('response_url')).toEqual([]);
  });

  it('to what is revoked says so first', async () => {
    const { you } = await startBot({ door });
    await you.say(`${SITE}/techniques/T1086/`);
    const { unfurls } = await you.find((message) => message.unfurls.length > 0);
    expect(unfurls.map(read).join()).toMatch(/^\*Revoked:\*.*T1059\.001/);
  });
});

describe.each(DOORS)('IDs in a message through the %s door', (door) => {
  it('that are several stay a list for all, and open for the one who presses', async () => {
    const { sandbox, you } = await startBot({ door });
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const { ts } = await you.say('T1055 and T1055.012');
    const cards = await you.find(({ threadTs, blocks }) => threadTs === ts && blocks !== undefined);
    await you.press(cards, 'Open T1055.012');
    const opened = await you.find(({ ephemeral }) => ephemeral);
    expect(opened.threadTs).toBe(ts);
    expect(read(opened)).toContain('[Share to channel]');
    expect(read(await you.find((message) => message.ts === cards.ts))).toBe(read(cards));
    expect(colleague.messages().filter(({ threadTs }) => threadTs === ts)).toHaveLength(1);
  });

  it('are answered with one card in the thread', async () => {
    const { you, settled } = await startBot({ door });
    const asked = await you.say('seen T1055 and T1059.001, T1055 again');
    const answer = await you.find(({ threadTs }) => threadTs === asked.ts);
    expect(read(answer)).toMatch(/T1055 · [\s\S]*T1059\.001 · /);
    expect(answer.ephemeral).toBe(false);
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });

  it('are answered with the whole card when there is one', async () => {
    const { you } = await startBot({ door });
    const asked = await you.say('looks like T1055 to me');
    const answer = await you.find(({ threadTs }) => threadTs === asked.ts);
    const turned = await you.turn(answer, 'Mitigations (1)');
    expect(read(turned)).toContain('M1040');
    expect(turned.threadTs).toBe(asked.ts);
  });

  it('are answered in the thread that they are written in', async () => {
    const { you } = await startBot({ door });
    const parent = await you.say('something is wrong');
    const asked = await you.say('T1055?', { threadTs: parent.ts });
    const answer = await you.find((message) => message.ts > asked.ts);
    expect(answer.threadTs).toBe(parent.ts);
  });

  it('stay quiet in a channel where they were shown a moment ago, each for itself', async () => {
    const { you, settled } = await startBot({ door });
    const first = await you.say('T1055');
    await you.find(({ threadTs }) => threadTs === first.ts);
    await you.say('T1055 once more');
    const third = await you.say('T1055 and T1059.001');
    const answer = await you.find(({ threadTs }) => threadTs === third.ts);
    expect(read(answer)).toContain('T1059.001');
    expect(read(answer)).not.toContain('T1055');
    expect(await settled('chat.postMessage')).toHaveLength(2);
  });

  it('that are linked as well are left to the preview', async () => {
    const bot = await startBot({ door });
    await bot.you.say(`T1055 is ${SITE}/techniques/T1055/`);
    await bot.you.find(({ unfurls }) => unfurls.length > 0);
    expect(await bot.settled('chat.postMessage')).toEqual([]);
  });

  it.each([
    ['of families that mean other things too', 'S0154 G0016 C0024 M1040 A0001'],
    ['in code', '`T1055` and\n```\nT1059\n```'],
    ['in a quote', '> T1055 was it'],
    ['that ATT&CK has not', 'T9999 and T1055.999'],
    ['in lower case', 't1055'],
    ['glued to other letters', 'XT1055 T1055x T1055-2'],
    ['in addresses of other sites', 'https://example.com/T1055'],
  ])('%s stay quiet', async (_, text) => {
    const bot = await startBot({ door });
    await bot.you.say(text);
    await expectQuiet(bot);
  });

  it.each([
    ['another bot', { bot_id: 'B0OTHER001', app_id: 'A0OTHER001' }],
    ['another bot of the old kind', { subtype: 'bot_message', bot_id: 'B0OTHER001' }],
    ['the bot itself', { user: 'U0BOT00001', bot_id: BOT_ID, app_id: APP_ID }],
    ['who joins', { subtype: 'channel_join' }],
    ['who sets the topic', { subtype: 'channel_topic', topic: 'T1055' }],
    ['who sets the purpose', { subtype: 'channel_purpose', purpose: 'T1055' }],
    ['who renames the channel', { subtype: 'channel_name' }],
    ['whose message is gone', { subtype: 'tombstone', hidden: true }],
    ['who speaks in a hidden message', { hidden: true }],
  ])('of %s stay quiet', async (_, fields) => {
    const bot = await startBot({ door });
    expect(await bot.sandbox.deliverEvent(messageEvent(fields))).toMatchObject([{ isAcked: true }]);
    await expectQuiet(bot);
  });

  it('stay quiet when a message is edited or deleted', async () => {
    const bot = await startBot({ door });
    const message = { type: 'message', user: 'U0YOU00001', text: 'T1055', ts: '1.000001' };
    await bot.sandbox.deliverEvent(
      messageEvent({ subtype: 'message_changed', hidden: true, message, previous_message: message, text: undefined }),
    );
    await bot.sandbox.deliverEvent(
      messageEvent({ subtype: 'message_deleted', hidden: true, previous_message: message, text: undefined }),
    );
    await expectQuiet(bot);
  });

  it.each(['file_share', 'thread_broadcast'])('of a %s are answered', async (subtype) => {
    const bot = await startBot({ door });
    await bot.sandbox.deliverEvent(messageEvent({ subtype, thread_ts: '1.000001' }));
    const [call] = await bot.settled('chat.postMessage');
    expect(call?.args).toMatchObject({ channel: INCIDENT_CHANNEL, thread_ts: '1.000001' });
  });

  it('stay quiet where the default is links alone, while mentions are answered', async () => {
    const { you, settled } = await startBot({ door, defaults: { noise: 'links' } });
    await you.say('T1055');
    expect(read(await you.ask('<@U0BOT00001> T1059'))).toContain('T1059');
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });
});

describe.each(DOORS)('a mention through the %s door', (door) => {
  it('with an ID is answered in its thread, once', async () => {
    const { sandbox, you, settled } = await startBot({ door });
    const asked = await you.say(`<@${sandbox.workspace.bot.id}> T1055`);
    const answer = await you.find(({ threadTs }) => threadTs === asked.ts);
    expect(read(answer)).toContain('T1055 · Process Injection');
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });

  it.each([
    ['proces injecton', 'T1055 · Process Injection'],
    ['G0016', 'G0016 · APT29'],
    ['T1055 mitigations', 'M1040'],
    ['<https://attack.mitre.org/groups/G0016/>', 'G0016 · APT29'],
    ['status', 'release 18.1'],
    ['', '`/attack status`'],
  ])('with "%s" is answered with %s', async (words, said) => {
    const { sandbox, you } = await startBot({ door });
    expect(read(await you.ask(`<@${sandbox.workspace.bot.id}> ${words}`))).toContain(said);
  });

  it('in a thread is answered there', async () => {
    const { sandbox, you } = await startBot({ door });
    const parent = await you.say('an incident');
    const answer = await you.ask(`what is <@${sandbox.workspace.bot.id}> T1055`, { threadTs: parent.ts });
    expect(answer.threadTs).toBe(parent.ts);
  });

  it('of somebody else is none', async () => {
    const bot = await startBot({ door });
    await bot.you.say(`<@${bot.sandbox.workspace.colleague.id}> process injection`);
    await expectQuiet(bot);
  });
});

describe.each(DOORS)('a direct message through the %s door', (door) => {
  it.each([
    ['T1055', 'T1055 · Process Injection'],
    ['g0016', 'G0016 · APT29'],
    ['proces injecton', 'T1055 · Process Injection'],
    ['help', '`/attack status`'],
  ])('"%s" is answered with %s, outside any thread', async (text, said) => {
    const { you, settled } = await startBot({ door });
    const answer = await you.ask(text, { channel: DIRECT_MESSAGE });
    expect(read(answer)).toContain(said);
    expect(answer.threadTs).toBeUndefined();
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });

  it('of nothing but a link is answered by its preview alone', async () => {
    const { you, settled } = await startBot({ door });
    const { ts } = await you.say('https://attack.mitre.org/techniques/T1055/', { channel: DIRECT_MESSAGE });
    await you.find((message) => message.ts === ts && message.unfurls.length > 0, { channel: DIRECT_MESSAGE });
    expect(await settled('chat.postMessage')).toEqual([]);
  });

  it('in a thread is answered there', async () => {
    const { you } = await startBot({ door });
    const parent = await you.ask('help', { channel: DIRECT_MESSAGE });
    const answer = await you.ask('T1055', { channel: DIRECT_MESSAGE, threadTs: parent.ts });
    expect(answer.threadTs).toBe(parent.ts);
  });
});

function messageEvent(fields: Readonly<Record<string, unknown>>) {
  const base = { type: 'message', user: 'U0YOU00001', text: 'T1055', ts: '2.000001', event_ts: '2.000001' };
  return JSON.parse(JSON.stringify({ ...base, channel: INCIDENT_CHANNEL, channel_type: 'channel', ...fields }));
}

/** What was said before was delivered before: once a later question is answered and all work is done, silence is final. */
async function expectQuiet({ sandbox, you, app }: Bot): Promise<void> {
  const answer = await createSomeone(sandbox, sandbox.workspace.colleague).ask('/attack help');
  await app.stop();
  expect(read(answer)).toContain('/attack');
  expect(sandbox.calls.map(({ method }) => method).filter((method) => method.startsWith('chat.'))).toEqual([]);
  expect(you.messages().flatMap(({ unfurls }) => unfurls)).toEqual([]);
}
