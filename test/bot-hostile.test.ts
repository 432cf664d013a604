import { WebClient } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APP_ID, DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { type Bot, startBot } from './fixtures/bot.ts';
import { alertOf, findLive, hostileText } from './fixtures/hostile.ts';
import { PATIENCE, read } from './fixtures/person.ts';

/** Types the text at a door. @returns what the bot answered; undefined where nobody asked, and it may keep silent */
type Knock = (bot: Bot, text: string) => Promise<string | undefined>;

const ROUNDS = 60;
const LONGEST_VALUE = 2000;

const DOORS: Readonly<Record<string, Knock>> = {
  'a slash command': async ({ you }, text) => read(await you.ask(`/attack .${text}`)),
  'the filters of a slash command': async ({ you }, text) =>
    read(await you.ask(`/attack tactic:"${text}" -platform:${text} type:${text}`)),
  'a mention': async ({ you, sandbox }, text) => read(await you.ask(`<@${sandbox.workspace.bot.id}> ${text}`)),
  'a mention that Slack did not escape': (bot, text) =>
    hear(bot, { type: 'app_mention', text: `<@${bot.sandbox.workspace.bot.id}> ${text}` }),
  'a direct message': async ({ you }, text) => read(await you.ask(`.${text}`, { channel: DIRECT_MESSAGE })),
  'a message in a channel': ({ you }, text) => say(you, `T1055 ${text}`),
  'a message that Slack did not escape': async ({ sandbox }, text) => {
    await sandbox.deliverEvent(messageOf(sandbox, { channel_type: 'channel', text }));
    return undefined;
  },
  'an edit': async ({ you }, text) => {
    await you.edit(await you.say('T1055'), `T1059 ${text}`);
    return undefined;
  },
  'an alert of another bot': async ({ sandbox }, text) => {
    sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, alertOf(text));
    return undefined;
  },
  'a link': ({ you }, text) => say(you, `https://attack.mitre.org/techniques/T1055/?${text}`),
  'a link that is being written': async ({ you }, text) => {
    await you.compose(`https://attack.mitre.org/groups/G0016/#${text}`);
    return undefined;
  },
  'the value of a button': (bot, text) => press(bot, text),
  'a question in a button': (bot, text) => press(bot, JSON.stringify({ kind: 'search', text, page: 7 })),
  'a key in a button': (bot, text) =>
    press(bot, JSON.stringify({ kind: 'section', key: text, section: 'groups', page: 1 })),
};

describe('hostile words', () => {
  it.each(Object.entries(DOORS))(
    'through %s are answered or kept silent about, and nothing comes alive',
    async (_, knock) => {
      const bot = await startBot({ timing: { composerPauseMs: 1 }, defaults: { answersBots: true } });
      await fc.assert(
        fc.asyncProperty(hostileText, async (text) => {
          const answer = await knock(bot, text);
          if (answer !== undefined) expect(answer.trim()).not.toBe('');
        }),
        { numRuns: ROUNDS },
      );
      await bot.app.stop();
      expect(bot.lines.filter(({ level }) => ['warn', 'error', 'fatal'].includes(level))).toEqual([]);
      expect(bot.sandbox.calls.flatMap(({ args }) => findLive(args))).toEqual([]);
    },
  );
});

describe('the check of what comes alive', () => {
  it.each(['<!channel>', '<@U1>', '<#C1|x>', '<https://evil.example|T1055>', 'a & b', 'cut &am'])(
    'finds %j',
    (text) => {
      expect(findLive({ text })).not.toEqual([]);
      expect(findLive({ unfurls: { x: { blocks: [{ text: { type: 'mrkdwn', text } }] } } })).not.toEqual([]);
    },
  );
});

/** Says what nobody has to answer; nothing where Slack would not post it. */
async function say(you: Bot['you'], text: string): Promise<undefined> {
  await you.say(text);
}

async function hear({ sandbox, calls }: Bot, event: Readonly<Record<string, unknown>>): Promise<string> {
  const before = calls('chat.postMessage').length;
  await sandbox.deliverEvent(messageOf(sandbox, event));
  const call = await sandbox.until(() => calls('chat.postMessage')[before], PATIENCE);
  return String(call.args.text);
}

function messageOf({ workspace }: Bot['sandbox'], event: Readonly<Record<string, unknown>>) {
  return { channel: INCIDENT_CHANNEL, user: workspace.me.id, ts: workspace.nextTs(), ...event };
}

/** Presses a button that holds what none of ours does, in a message of the bot's own. */
async function press({ sandbox, you }: Bot, text: string): Promise<string> {
  const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
  const value = text.slice(0, LONGEST_VALUE) || ' ';
  const button = { type: 'button', action_id: 'ask.0', text: { type: 'plain_text', text: 'Press' }, value } as const;
  const { ts } = await client.chat.postMessage({
    channel: INCIDENT_CHANNEL,
    text: APP_ID,
    blocks: [{ type: 'actions', elements: [button] }],
  });
  const message = await you.find((one) => one.ts === ts);
  await you.press(message, 'Press');
  return read(await you.find((one) => one.ts === ts && read(one) !== read(message)));
}
