/** How long each app takes from its start to its first answer, and what it then holds of the machine's memory. */

import { setTimeout as sleep } from 'node:timers/promises';
import { hasShared, sharedPath } from '../fixtures/shared.ts';
import { type RunningApp, startBare, startBot } from './apps.ts';
import { readBundleText } from './data.ts';
import { createFolder } from './folders.ts';
import { ask } from './latency.ts';
import type { Memory } from './processes.ts';
import { QUESTIONS } from './questions.ts';
import type { SlackApi } from './slack-api.ts';

export interface World {
  readonly api: SlackApi;
  /** The folder of real bundles; undefined leaves the bot with its embedded facts. */
  readonly feed: string | undefined;
}

/** How the bot fares while it exchanges its embedded facts for what the feed has, in ms. */
export interface Loading {
  /** From the start to the last domain. */
  readonly renewedAfter: number;
  /** The slowest answer meanwhile to `GET /healthz`, which takes no work: for so long everybody waits. */
  readonly silence: number;
}

/** One turn of each app, in ms. */
export interface Start {
  readonly bare: number;
  readonly cold: number;
  /** Undefined without a feed. */
  readonly loading: Loading | undefined;
  readonly warm: number;
  /** From the warm start to the answer to a question that is asked as soon as the bot is ready. */
  readonly answered: number;
  /** `JSON.parse` alone, of the largest bundle. */
  readonly parse: number;
}

interface Prepared {
  readonly dataDir: string;
  /** At rest. */
  readonly memory: Memory | undefined;
}

const DOMAINS = 3;
const POLL = 5;
const IDLE = 5000;

let prepared: Promise<Prepared> | undefined;

export function openWorld(api: SlackApi): World {
  return { api, feed: hasShared ? sharedPath('attack/attack-stix-data') : undefined };
}

/** A bot that has begun with nothing and run until there was nothing left to write; once for all who want its folder. */
export function prepareDataDir(world: World): Promise<Prepared> {
  prepared ??= startCold(world).then(async ({ app, dataDir }) => {
    const memory = await readMemoryAtRest(app);
    await app.stop();
    return { dataDir, memory };
  });
  return prepared;
}

/** The apps take turns, so that whatever else the machine does hits all of them. */
export async function measureStarts(world: World, rounds: number): Promise<readonly Start[]> {
  const starts: Start[] = [];
  const { dataDir } = await prepareDataDir(world);
  const largest = await readBundleText('enterprise');
  for (let round = 0; round < rounds; round += 1) {
    const plain = await startBare();
    await plain.stop();
    const { app, loading } = await startCold(world);
    await app.stop();
    const warm = await startWith(world, dataDir);
    const answered = await answerFirst(world, warm);
    await warm.stop();
    const parse = timeParse(largest);
    starts.push({ bare: plain.readyAfter, cold: app.readyAfter, loading, warm: warm.readyAfter, answered, parse });
  }
  return starts;
}

/** With an empty DATA_DIR, until there is nothing left to load. */
export async function startCold(world: World) {
  const dataDir = createFolder('data');
  const app = await startWith(world, dataDir);
  const loading = world.feed === undefined ? undefined : await watchLoading(app);
  return { app, loading, dataDir };
}

/** @param dataDir of an earlier start */
export function startWith({ api, feed }: World, dataDir: string): Promise<RunningApp> {
  return startBot({ api, dataDir, feed: feed ?? createFolder('no-feed') });
}

/** Undefined where memory cannot be read. */
export async function readMemoryAtRest({ program }: RunningApp): Promise<Memory | undefined> {
  await sleep(IDLE);
  return program.readMemory();
}

async function answerFirst({ api }: World, bot: RunningApp): Promise<number> {
  const [question] = QUESTIONS;
  if (question) await ask(api, bot, question);
  return performance.now() - bot.program.begin;
}

function timeParse(text: string): number {
  globalThis.gc?.();
  const begin = performance.now();
  JSON.parse(text);
  return performance.now() - begin;
}

async function watchLoading({ program, client }: RunningApp): Promise<Loading> {
  let isRenewed = false;
  const renewed = program.waitFor('ATT&CK is renewed', DOMAINS).finally(() => {
    isRenewed = true;
  });
  let silence = 0;
  do {
    await Promise.race([renewed, sleep(POLL)]);
    // The last catalog is built after the last line is written, and nothing is answered meanwhile.
    silence = Math.max(silence, (await client.readStatus('/healthz')).took);
  } while (!isRenewed);
  return { renewedAfter: performance.now() - program.begin, silence };
}
