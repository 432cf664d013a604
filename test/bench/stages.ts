/** The parts of the bench in their order: each starts what it measures, and ends it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DOMAINS } from '../../src/attack/domain.ts';
import { startBare, startBot } from './apps.ts';
import { createFeedFolder } from './feed-folder.ts';
import type { Figure } from './figures.ts';
import { createFolder } from './folders.ts';
import { measureGrowth } from './growth.ts';
import { measureAnswers, measureLoad } from './in-process.ts';
import { compareLatency, measureLatency } from './latency.ts';
import { measureLoading } from './loading.ts';
import { measureMessages } from './messages.ts';
import { QUESTIONS } from './questions.ts';
import { compareMemory, compareReady, showInProcess, showLatencies, showMemory, showStarts } from './report.ts';
import { measureStarts, prepareDataDir, readMemoryAtRest, startWith, type World } from './startup.ts';
import { measureSustained } from './sustained.ts';
import { measureTypeahead, showTypeahead } from './typeahead.ts';
import { measureUnderRefresh } from './under-refresh.ts';

interface Results {
  /** For the terminal. */
  readonly tables: readonly string[];
  readonly figures: readonly Figure[];
}

interface StageOptions {
  /** All of the load that the promise names, and not a part of it. */
  readonly isLong: boolean;
}

export type StageName = keyof typeof STAGES;
type Stage = (world: World, options: StageOptions) => Promise<Results>;

const ROUNDS = 4;
/** How often a question is asked: the first of them has limits to keep at its 99th percentile. */
const PROMISED = 2000;
const OTHERS = 600;
const SHORT = { requests: 20_000, refreshes: 5 };
const LONG = { requests: 200_000, refreshes: 50 };
/** In ms: after the last domain is taken up, its texts are still made searchable. */
const SETTLING = 5000;

export const STAGES = {
  starts: async (world) => {
    const starts = await measureStarts(world, ROUNDS);
    return { tables: [showStarts(starts)], figures: [compareReady(starts)] };
  },

  door: async (world) => {
    const { api } = world;
    const cold = await prepareDataDir(world);
    const [bot, bare] = [await startWith(world, cold.dataDir), await startBare()];
    const [warmMemory, bareMemory] = await Promise.all([readMemoryAtRest(bot), readMemoryAtRest(bare)]);
    const latencies = [];
    for (const [at, question] of QUESTIONS.entries())
      latencies.push(await measureLatency({ api, bot, bare }, question, at === 0 ? PROMISED : OTHERS));
    const memories = [
      { title: 'cold start, at rest', bot: cold.memory, bare: bareMemory },
      { title: 'warm start, at rest', bot: warmMemory, bare: bareMemory },
      { title: 'warm start, after the questions', bot: bot.program.readMemory(), bare: bare.program.readMemory() },
    ];
    const sustained = await measureSustained(api, bot);
    await Promise.all([bot.stop(), bare.stop()]);
    return {
      tables: [showMemory(memories), showLatencies(latencies)],
      figures: [
        ...compareMemory(warmMemory, bareMemory),
        ...latencies.slice(0, 1).flatMap(compareLatency),
        ...sustained,
      ],
    };
  },

  refresh: async ({ api }, { isLong }) => {
    const feed = await createFeedFolder();
    const bot = await startBot({ api, dataDir: createFolder('data'), feed: feed.path, refreshSeconds: 1 });
    await bot.program.waitFor('ATT&CK is renewed', DOMAINS.length);
    await sleep(SETTLING);
    const refreshing = await measureUnderRefresh(api, bot, feed, DOMAINS.length);
    const growth = await measureGrowth(api, bot, feed, isLong ? LONG : SHORT, 2 * DOMAINS.length);
    await bot.stop();
    return { tables: [], figures: [...refreshing, ...growth] };
  },

  loading: async (world) => {
    return { tables: [], figures: await measureLoading((await prepareDataDir(world)).dataDir) };
  },

  'in-process': async () => {
    const { catalog, comparison } = await measureLoad();
    return {
      tables: [showInProcess([comparison, ...measureAnswers(catalog)]), showTypeahead(measureTypeahead(catalog))],
      figures: measureMessages(catalog),
    };
  },
} satisfies Readonly<Record<string, Stage>>;
