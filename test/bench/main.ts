/**
 * `npm run bench [-- --long] [-- --only starts,door,…]`: what the bot costs, each figure beside the same figure of a baseline in the
 * same run. Milliseconds are this machine's; the ratios are what can be compared between machines and days.
 */

import { parseArgs } from 'node:util';
import { type Figure, showFigures, showMarkdown } from './figures.ts';
import { showMachine } from './machine.ts';
import { openSlackApi } from './slack-api.ts';
import { STAGES, type StageName } from './stages.ts';
import { openWorld } from './startup.ts';

const { values: options } = parseArgs({ options: { long: { type: 'boolean' }, only: { type: 'string' } } });

async function main(): Promise<void> {
  const begin = performance.now();
  const api = await openSlackApi();
  const world = openWorld(api);
  console.log(showMachine(world));
  const figures: Figure[] = [];
  for (const name of chooseStages()) {
    const { tables, figures: found } = await STAGES[name](world, { isLong: options.long === true });
    for (const table of tables) console.log(table);
    if (found.length > 0) console.log(showFigures(`What is promised: ${name}`, found));
    figures.push(...found);
  }
  api.close();
  console.log(`\n${showMarkdown(figures)}`);
  const missed = figures.filter(({ isReached }) => isReached === false).length;
  console.log(
    `\n${figures.length} figures, ${missed} NOT reached. Done in ${((performance.now() - begin) / 1000).toFixed(0)} s`,
  );
}

function chooseStages(): readonly StageName[] {
  const all = Object.keys(STAGES) as StageName[];
  const wanted = options.only?.split(',');
  const unknown = wanted?.filter((name) => !all.includes(name as StageName)) ?? [];
  if (unknown.length > 0) throw new Error(`--only knows ${all.join(', ')}, and not ${unknown.join(', ')}`);
  return all.filter((name) => wanted?.includes(name) ?? true);
}

// On exit, the processes that were started are ended and the folders removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
