import { describe, expect, it } from 'vitest';
import type { Layer } from '../src/reply/layer/format.ts';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL } from '../src/sandbox/workspace.ts';
import { type Bot, DOORS, SMALL_CATALOG, startBot } from './fixtures/bot.ts';
import { findBreaches, loadLayer } from './fixtures/navigator.ts';
import { buttonsOf, read } from './fixtures/person.ts';

describe.each(DOORS)('/attack layer, by %s', (door) => {
  it('tells the asker what would be in it, and uploads it to the channel when the button is pressed', async () => {
    const bot = await startBot({ door, defaults: { noise: 'links' } });
    const { you } = bot;
    await named(bot, ['T1055 and T1059.001', 'again T1055', 'https://attack.mitre.org/groups/G0016']);
    const offer = await you.ask('/attack layer');
    expect(offer.ephemeral).toBe(true);
    expect(read(offer)).toContain('• Enterprise: 2 techniques, by messages: T1055 (2), T1059.001 (1)');
    expect(buttonsOf(offer)).toEqual(['Upload to this channel']);
    await you.press(offer, 'Upload to this channel');
    const upload = await you.find(({ files }) => files.length > 0);
    expect(upload.files.map(({ name }) => name)).toEqual(['attack-layer-incident-4711-enterprise.json']);
    expect(upload.text).toContain(`asked for by <@${you.who.id}>`);
    expect(scoresOf(await layerOf(bot, upload))).toEqual({ T1055: 2, 'T1059.001': 1 });
    await you.find((message) => message.ts === offer.ts && read(message).startsWith('Uploaded to this channel: '));
  });

  it('of a mention in a thread is that of the thread, there', async () => {
    const bot = await startBot({ door, defaults: { noise: 'links' } });
    const { you, sandbox } = bot;
    await named(bot, ['T1059']);
    const root = await you.say('T1055 it is');
    await named(bot, ['and T1055.012'], root.ts);
    await you.say(`<@${sandbox.workspace.bot.id}> layer`, { threadTs: root.ts });
    const upload = await you.find(({ files }) => files.length > 0);
    expect(upload.threadTs).toBe(root.ts);
    expect(upload.files.map(({ name }) => name)).toEqual(['attack-layer-incident-4711-thread-enterprise.json']);
    const layer = await layerOf(bot, upload);
    expect(layer.name).toBe('Enterprise techniques named in #incident-4711 (a thread)');
    expect(scoresOf(layer)).toEqual({ T1055: 1, 'T1055.012': 1 });
  });

  it('of a mention outside threads is that of the channel', async () => {
    const bot = await startBot({ door, defaults: { noise: 'links' } });
    await named(bot, ['T1059']);
    const asked = await bot.you.say(`<@${bot.sandbox.workspace.bot.id}> layer`);
    const upload = await bot.you.find(({ files }) => files.length > 0);
    expect(upload.threadTs).toBe(asked.ts);
    expect(scoresOf(await layerOf(bot, upload))).toEqual({ T1059: 1 });
  });
});

describe('a layer', () => {
  it('counts other bots’ alerts, and none of what the bot itself says or previews', async () => {
    const bot = await startBot();
    const { sandbox, you } = bot;
    sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, {
      text: '',
      attachments: [{ fallback: 'x', text: 'tags: attack.t1059' }],
    });
    await you.ask('look at T1055');
    const link = await you.say('https://attack.mitre.org/techniques/T1064');
    await you.find(({ ts, unfurls }) => ts === link.ts && unfurls.length > 0);
    await you.edit(await you.find(({ text }) => text === 'look at T1055'), 'look at T1055!');
    expect(await countsIn(bot, 3)).toEqual({ T1055: ['1'], T1059: ['1'], T1064: ['1'] });
  });

  it('follows edits and deletions', async () => {
    const bot = await startBot({ defaults: { noise: 'links' } });
    const [first, second] = await named(bot, ['T1055', 'T1059']);
    await bot.you.edit(first as PageMessage, 'T1086');
    await bot.you.remove(second as PageMessage);
    const rows = () => bot.memory.mentions.of('T0SANDBOX1', INCIDENT_CHANNEL);
    await expect.poll(async () => (await rows()).map(({ ids }) => ids)).toEqual([['T1086']]);
    const offer = await bot.you.ask('/attack layer');
    expect(read(offer)).toContain('T1059.001 (1)');
  });

  it('knows of links in channels that the bot is not in, and says there that Slack takes no file', async () => {
    const bot = await startBot();
    const { you, lines } = bot;
    const place = { channel: OTHER_CHANNEL };
    const link = await you.say('https://attack.mitre.org/techniques/T1055', place);
    await you.find(({ ts, unfurls }) => ts === link.ts && unfurls.length > 0, place);
    const offer = await you.ask('/attack layer', place);
    expect(read(offer)).toContain('T1055 (1)');
    await you.press(offer, 'Upload to this channel');
    const told = await you.find((message) => read(message).includes('not uploaded'), place);
    expect(told.ephemeral).toBe(true);
    expect(read(told)).toContain('/invite');
    expect(lines.map(({ reference }) => reference)).toContain(/Reference `(\w+)`/.exec(read(told))?.[1]);
  });

  it('says what an administrator declined', async () => {
    const bot = await startBot({ defaults: { noise: 'links' }, declined: ['files:write'] });
    await named(bot, ['T1055']);
    await bot.you.press(await bot.you.ask('/attack layer'), 'Upload to this channel');
    const told = await bot.you.find((message) => read(message).includes('not uploaded'));
    expect(read(told)).toContain('declined the permission `files:write`');
  });

  it('is none where nothing was named, and the answer says what counts', async () => {
    const { you } = await startBot();
    const told = await you.ask('/attack layer');
    expect(read(told)).toContain('I know of no technique that was named in this channel');
    expect(buttonsOf(told)).toEqual([]);
  });

  it('is of a channel by its id where Slack does not tell the name', async () => {
    const bot = await startBot({ defaults: { noise: 'links' }, declined: ['channels:read', 'groups:read'] });
    await named(bot, ['T1055']);
    await bot.you.say(`<@${bot.sandbox.workspace.bot.id}> layer`);
    const upload = await bot.you.find(({ files }) => files.length > 0);
    expect((await layerOf(bot, upload)).name).toBe(`Enterprise techniques named in ${INCIDENT_CHANNEL}`);
  });

  it('of a direct message is uploaded there at once', async () => {
    const { you } = await startBot();
    const place = { channel: DIRECT_MESSAGE };
    const none = read(await you.ask('layer', place));
    expect(none).toContain('named in this conversation');
    expect(none).not.toContain('/invite');
    await you.ask('T1055', place);
    await you.say('layer', place);
    const upload = await you.find(({ files }) => files.length > 0, place);
    expect(upload.files).toHaveLength(1);
  });

  it('is none the asker is bothered with when the memory fails', async () => {
    const bot = await startBot({ defaults: { noise: 'links' } });
    await bot.store.close();
    await bot.you.say('T1055');
    const isTold = ({ msg }: { readonly msg: string }) => msg === 'what a message names could not be remembered';
    await expect.poll(() => bot.lines.filter(isTold).length).toBe(1);
    expect(bot.calls('chat.postMessage')).toEqual([]);
  });
});

/** Says each of the texts, and waits until the bot has taken note of the last of them. */
async function named(bot: Bot, texts: readonly string[], threadTs?: string): Promise<readonly PageMessage[]> {
  const messages: PageMessage[] = [];
  for (const text of texts) {
    messages.push(await bot.you.say(text, threadTs === undefined ? {} : { threadTs }));
  }
  const noted = async () => (await bot.memory.mentions.of('T0SANDBOX1', INCIDENT_CHANNEL)).map(({ ts }) => ts);
  for (const { ts } of messages) await expect.poll(noted, { timeout: 10_000 }).toContain(ts);
  return messages;
}

/** The offer of `/attack layer` as counts, once it knows of so many messages. */
async function countsIn(bot: Bot, messages: number): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = () => bot.memory.mentions.of('T0SANDBOX1', INCIDENT_CHANNEL);
  await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(messages);
  const all = (await rows()).flatMap(({ ids }) => ids).sort();
  return Object.fromEntries(all.map((id) => [id, [String(all.filter((one) => one === id).length)]]));
}

async function layerOf({ sandbox }: Bot, { files }: PageMessage): Promise<Layer> {
  const response = await fetch(new URL(files[0]?.path ?? '', sandbox.apiUrl));
  const text = await response.text();
  const layer = JSON.parse(text) as Layer;
  expect(findBreaches(layer)).toEqual([]);
  expect(loadLayer(text, SMALL_CATALOG).complaints).toEqual([]);
  return layer;
}

function scoresOf({ techniques }: Layer): Readonly<Record<string, number>> {
  return Object.fromEntries(
    techniques.flatMap(({ techniqueID, score }) => (score === undefined ? [] : [[techniqueID, score]])),
  );
}
