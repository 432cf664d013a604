/** Whether the bot grows: resident memory over many requests, while what it is fed changes again and again. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApp } from './apps.ts';
import { createAppClient } from './client.ts';
import type { FeedFolder } from './feed-folder.ts';
import { type Figure, limitByValue, notMeasured } from './figures.ts';
import { summarize } from './samples.ts';
import type { SlackApi } from './slack-api.ts';
import { askNext } from './traffic.ts';

export interface Load {
  readonly requests: number;
  readonly refreshes: number;
}

const CONNECTIONS = 16;
const SAMPLE_EVERY = 50;
/** Of the requests: what comes before fills caches that are bounded, and warms the compiler. */
const WARM_UP = 0.25;
/** In %: what the medians of two windows differ by without any growth. */
const MOST = 5;
const RENEWED = 'ATT&CK is renewed';

/**
 * @param app serves from `feed`, which it asks every second
 * @param renewals how many times it has said so far that it renewed a domain
 */
export async function measureGrowth(
  api: SlackApi,
  { port, program }: RunningApp,
  feed: FeedFolder,
  { requests, refreshes }: Load,
  renewals: number,
): Promise<readonly Figure[]> {
  const title = `resident memory over ${requests.toLocaleString('en')} requests and ${refreshes} refreshes: growth after the first quarter`;
  if (program.readMemory() === undefined) return [notMeasured(title, `≤ ${MOST} %`, 'needs Linux')];
  const client = createAppClient(port, CONNECTIONS);
  const samples: { readonly done: number; readonly own: number }[] = [];
  let done = 0;
  let isOver = false;
  const sample = async () => {
    for (; !isOver; await sleep(SAMPLE_EVERY)) samples.push({ done, own: program.readMemory()?.own ?? 0 });
  };
  const refresh = async () => {
    for (let nth = 1; nth <= refreshes; nth += 1) {
      while (done < (requests * (nth - 1)) / refreshes) await sleep(SAMPLE_EVERY);
      feed.exchange('ics');
      await program.waitFor(RENEWED, renewals + nth);
    }
  };
  const refreshed = refresh();
  const sampled = sample();
  let begun = 0;
  const ask = async () => {
    while (begun < requests) {
      begun += 1;
      await askNext(api, client);
      done += 1;
    }
  };
  await Promise.all([refreshed, ...Array.from({ length: CONNECTIONS }, ask)]);
  isOver = true;
  await sampled;
  await client.close();
  const between = (from: number, to: number) =>
    summarize(samples.filter(({ done: at }) => at >= requests * from && at <= requests * to).map(({ own }) => own)).p50;
  const [early, late] = [between(WARM_UP, 0.5), between(0.75, 1)];
  const figure = limitByValue({ title, value: (late / early - 1) * 100, unit: '%' }, MOST);
  return [{ ...figure, baseline: `${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last` }];
}
