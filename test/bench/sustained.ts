/** Two hundred requests a second for half a minute, sent whether or not the earlier ones are answered. */

import type { RunningApp } from './apps.ts';
import { createAppClient } from './client.ts';
import { type Figure, limitByValue } from './figures.ts';
import { summarize } from './samples.ts';
import type { SlackApi } from './slack-api.ts';
import { askPatiently, atRate } from './traffic.ts';

const PER_SECOND = 200;
/** In ms. */
const LASTS = 30_000;
const WARM_UP = 3000;
const MOST = 100;
const CONNECTIONS = 64;

export async function measureSustained(api: SlackApi, { port }: RunningApp): Promise<readonly Figure[]> {
  const client = createAppClient(port, CONNECTIONS);
  const begin = performance.now();
  const asked = await atRate(
    1000 / PER_SECOND,
    () => performance.now() - begin > WARM_UP + LASTS,
    () => askPatiently(api, client),
  );
  await client.close();
  const counted = asked.filter(({ sentAt }) => sentAt - begin >= WARM_UP);
  const { p50, p99 } = summarize(counted.map(({ sentAt, doneAt }) => doneAt - sentAt));
  const spans = counted.map(({ sentAt }) => sentAt);
  const rate = (counted.length / (Math.max(...spans) - Math.min(...spans))) * 1000;
  const title = `${rate.toFixed(0)} requests a second for ${LASTS / 1000} s, mixed: from the request to its answer`;
  const missed = counted.filter(({ doneAt }) => doneAt === Number.POSITIVE_INFINITY).length;
  const baseline = missed === 0 ? 'all answered' : `${missed} of ${counted.length} not answered within 10 s`;
  return [
    { ...limitByValue({ title: `${title}, p50`, value: p50, unit: 'ms' }, MOST), baseline },
    { ...limitByValue({ title: `${title}, p99`, value: p99, unit: 'ms' }, MOST), baseline },
  ];
}
