/**
 * `npm run bench`: what the bot costs, each figure beside the same figure of a bare Bolt app in the same run. Milliseconds are this
 * machine's; the ratios are what can be compared between machines and days.
 */

import { availableParallelism, cpus } from 'node:os';
import { hasShared, sharedPath } from '../fixtures/shared.ts';
import { startBare } from './apps.ts';
import { measureAnswers, measureLoad } from './in-process.ts';
import { measureLatency } from './latency.ts';
import { QUESTIONS } from './questions.ts';
import { showInProcess, showLatencies, showMemory, showStarts } from './report.ts';
import { openSlackApi } from './slack-api.ts';
import { measureStarts, readMemoryAtRest, startCold, startWith, type World } from './startup.ts';
import { measureTypeahead, showTypeahead } from './typeahead.ts';

const ROUNDS = 5;

async function main(): Promise<void> {
  const begin = performance.now();
  const api = await openSlackApi();
  const world: World = { api, feed: hasShared ? sharedPath('attack/attack-stix-data') : undefined };
  console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`);
  console.log(
    hasShared
      ? 'Data: ATT&CK 18.1, all three domains, from ../shared'
      : 'Data: THE EMBEDDED FACTS ONLY, smaller than ATT&CK by far: the real bundles are looked for in ../shared',
  );

  console.log(showStarts(await measureStarts(world, ROUNDS)));

  const cold = await startCold(world);
  const coldMemory = await readMemoryAtRest(cold.app);
  await cold.app.stop();
  const [bot, bare] = [await startWith(world, cold.dataDir), await startBare()];
  const [warmMemory, bareMemory] = await Promise.all([readMemoryAtRest(bot), readMemoryAtRest(bare)]);
  const latencies = [];
  for (const question of QUESTIONS) latencies.push(await measureLatency({ api, bot, bare }, question));
  console.log(
    showMemory([
      { title: 'cold start, at rest', bot: coldMemory, bare: bareMemory },
      { title: 'warm start, at rest', bot: warmMemory, bare: bareMemory },
      {
        title: 'warm start, after the questions below',
        bot: bot.program.readMemory(),
        bare: bare.program.readMemory(),
      },
    ]),
  );
  await Promise.all([bot.stop(), bare.stop()]);
  api.close();
  console.log(showLatencies(latencies));

  const { catalog, comparison } = await measureLoad();
  console.log(showInProcess([comparison, ...measureAnswers(catalog)]));
  console.log(showTypeahead(measureTypeahead(catalog)));
  console.log(`\nDone in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

// On exit, the processes that were started are ended and the folders removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
