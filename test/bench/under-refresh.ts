/** How the bot fares while it takes up new bundles of all domains: what people wait, and what it holds. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DOMAINS } from '../../src/attack/domain.ts';
import type { RunningApp } from './apps.ts';
import { type AppClient, createAppClient } from './client.ts';
import type { FeedFolder } from './feed-folder.ts';
import { type Figure, limitByBaseline, limitByValue, notMeasured } from './figures.ts';
import type { Memory } from './processes.ts';
import { summarize } from './samples.ts';
import type { SlackApi } from './slack-api.ts';
import { askPatiently, atRate } from './traffic.ts';

/** What was seen in a stretch of time; in ms. */
interface Stretch {
  readonly answers: readonly number[];
  readonly probes: readonly number[];
}

const REST = 8000;
/** After the last domain is taken up, its texts are still made searchable. */
const AFTERWARDS = 5000;
const ASK_EVERY = 20;
const PROBE_EVERY = 5;
const CONNECTIONS = 64;
const MOST_SLOWER = 50;
const MOST_DELAY = 20;
const MOST_PEAK = 2;
const RENEWED = 'ATT&CK is renewed';

/**
 * @param app serves from `feed`, which it asks every second, and is at rest
 * @param renewals how many times it has said so far that it renewed a domain
 */
export async function measureUnderRefresh(
  api: SlackApi,
  { port, program }: RunningApp,
  feed: FeedFolder,
  renewals: number,
): Promise<readonly Figure[]> {
  const client = createAppClient(port, CONNECTIONS);
  const rest = await watch(api, client, () => sleep(REST));
  const atRest = program.readMemory();
  const peak = program.watchPeak();
  const busy = await watch(api, client, async () => {
    for (const domain of DOMAINS) feed.exchange(domain);
    await program.waitFor(RENEWED, renewals + DOMAINS.length);
    await sleep(AFTERWARDS);
  });
  await client.close();
  const [slowest, slowestAtRest] = [Math.max(...busy.answers), Math.max(...rest.answers)];
  return [
    limitByValue(
      {
        title: 'slowest answer while all domains are refreshed, beyond the slowest at rest',
        value: slowest - slowestAtRest,
        unit: 'ms',
      },
      MOST_SLOWER,
      { of: 'at rest', value: slowestAtRest },
    ),
    limitByValue({ title: 'event-loop delay meanwhile, p99', value: findDelay(rest, busy), unit: 'ms' }, MOST_DELAY),
    comparePeak(peak(), atRest),
  ];
}

/** The one place that says how the event loop's delay is seen: by what /healthz, which takes no work, takes longer than at rest. */
function findDelay(rest: Stretch, busy: Stretch): number {
  return Math.max(0, summarize(busy.probes).p99 - summarize(rest.probes).p50);
}

async function watch(api: SlackApi, client: AppClient, act: () => Promise<unknown>): Promise<Stretch> {
  let isOver = false;
  const acting = act().finally(() => {
    isOver = true;
  });
  const [answers, probes] = await Promise.all([
    atRate(
      ASK_EVERY,
      () => isOver,
      () => askPatiently(api, client),
    ),
    atRate(
      PROBE_EVERY,
      () => isOver,
      () =>
        client.readStatus('/healthz').then(
          ({ took }) => took,
          () => Number.POSITIVE_INFINITY,
        ),
    ),
    acting,
  ]);
  return { answers: answers.map(({ sentAt, doneAt }) => doneAt - sentAt), probes };
}

function comparePeak(peak: number | undefined, atRest: Memory | undefined): Figure {
  const title = 'peak of resident memory meanwhile';
  if (peak === undefined || atRest === undefined) return notMeasured(title, `≤ ${MOST_PEAK}×`, 'needs Linux');
  return limitByBaseline(
    { title, value: peak, unit: 'MB' },
    { of: 'the bot at rest', value: atRest.resident },
    MOST_PEAK,
  );
}
