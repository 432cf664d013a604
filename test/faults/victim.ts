/** The real process, made to be hurt; and what has to hold after every hurt: it answers, it has not grown, and it has told nobody anything. */

import { readFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { PRIVATE_CHANNEL } from '../../src/sandbox/workspace.ts';
import type { DoorKind, LogLine } from '../fixtures/bot.ts';
import { createSomeone, read, type Someone } from '../fixtures/person.ts';
import { type AtEnd, type Env, type Process, startProcess, startSlack } from '../fixtures/process.ts';
import { findLeaks, findSpill } from './leaks.ts';

export interface Victim {
  readonly sandbox: SandboxServer;
  readonly bot: Process;
  readonly you: Someone;
  readonly origin: string;
  /** Where Slack posts, with the HTTP door. */
  readonly url: string;
  readonly signingSecret: string;
  /** Lines of the log since the last call of `expectWell`. */
  newLines(): readonly LogLine[];
  /**
   * @param heard what it has answered to strangers since the last time
   */
  expectWell(heard?: readonly string[]): Promise<void>;
}

interface VictimOptions {
  readonly door?: DoorKind;
  readonly env?: Env;
  /** More that it must not tell. */
  readonly secrets?: readonly string[];
  readonly atEnd?: AtEnd;
  readonly through?: readonly string[];
}

/** What nobody but its channel may see, and no log. */
export const CONFIDENTIAL = 'zebra-umbrella-4711';
/** What people say to the bot and beside it: no log has any of it. */
export const SAID = 'quokka-lantern-0815';
/** How the paths of the sandbox's response URLs begin: whoever knows one may answer in the bot's stead. */
const RESPONSE_URLS = '/response/';
/** In MB, above what it was when it had just answered for the first time: garbage comes in hundreds of megabytes, a leak in more. */
const MOST_GROWTH = 350;

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Ends with the file: for a process that several tests hurt. */
export const WITH_FILE: AtEnd = (end) => void ends.push(end);

/** Starts it with every word of its log, and says something confidential in a channel that it is in. */
export async function startVictim({
  door = 'socket',
  env = {},
  secrets: own = [],
  atEnd,
  through,
}: VictimOptions = {}): Promise<Victim> {
  const { sandbox, env: slack } = await startSlack(atEnd);
  const { SLACK_APP_TOKEN, ...tokens } = slack;
  const { signingSecret } = sandbox;
  const way: Env = door === 'socket' ? slack : { ...tokens, SLACK_SIGNING_SECRET: signingSecret };
  const bot = await startProcess({ ...way, LOG_LEVEL: 'trace', ...env }, atEnd, through);
  const origin = await bot.origin();
  await bot.line(({ msg }) => msg === 'connected to Slack');
  const url = `${origin}/slack/events`;
  if (door === 'http') await sandbox.deliverTo(url);
  const you = createSomeone(sandbox);
  await you.say(`T1055 ${CONFIDENTIAL}`, { channel: PRIVATE_CHANNEL });
  await you.ask('/attack T1055');
  const secrets = [slack.SLACK_BOT_TOKEN ?? '', SLACK_APP_TOKEN ?? '', signingSecret, CONFIDENTIAL, ...own];
  const atRest = residentMegabytes(bot.pid);
  let [callsSeen, outputSeen, linesSeen] = [0, 0, 0];

  return {
    sandbox,
    bot,
    you,
    origin,
    url,
    signingSecret,
    newLines: () => bot.lines.slice(linesSeen),
    async expectWell(heard = []) {
      expect(read(await you.ask('/attack T1055'))).toContain('T1055 · Process Injection');
      expect(await statusOf(`${origin}/healthz`)).toBe(200);
      expect(await statusOf(`${origin}/readyz`)).toBe(200);
      expect(residentMegabytes(bot.pid) - atRest).toBeLessThan(MOST_GROWTH);
      const output = bot.output();
      const calls = sandbox.calls.slice(callsSeen).map(({ args }) => JSON.stringify(args));
      const news = output.slice(outputSeen);
      expect(news).not.toContain('a promise was rejected and nobody looked');
      expect(findLeaks([news, ...heard, ...calls], secrets)).toEqual([]);
      expect(findLeaks([news], [RESPONSE_URLS, SAID])).toEqual([]);
      expect([...heard, ...calls].flatMap(findSpill)).toEqual([]);
      [callsSeen, outputSeen, linesSeen] = [sandbox.calls.length, output.length, bot.lines.length];
    },
  };
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

/** Resident memory of a process, where the system tells it; elsewhere none. */
function residentMegabytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
