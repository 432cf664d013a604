/** One question and its answer, whichever way that takes. */

import type { AppClient } from './client.ts';
import type { Question } from './questions.ts';
import type { Arrival, SlackApi } from './slack-api.ts';

/** In ms of `performance.now()`. */
export interface Exchange {
  readonly sentAt: number;
  readonly ackedAt: number;
  readonly answer: Arrival;
}

/**
 * @param key unique
 * @throws Error for a wrong answer, or none
 */
export async function exchange(
  api: SlackApi,
  client: AppClient,
  { title, holds, build }: Question,
  key: string,
): Promise<Exchange> {
  const expected = api.expect(key);
  const deliver = async () => {
    const delivered = await client.deliver(build(key, api.responseUrl(key)));
    if (delivered.answer) api.arrived(key, delivered.answer);
    return delivered;
  };
  const [{ sentAt, ackedAt }, answer] = await Promise.all([deliver(), expected]);
  if (holds !== undefined && !answer.json.includes(holds))
    throw new Error(`"${title}" was answered without "${holds}": ${answer.json.slice(0, 300)}`);
  return { sentAt, ackedAt, answer };
}
