/** How long a question takes through the signed door: to its acknowledgement, and to the arrival of its answer at Slack. */

import type { RunningApp } from './apps.ts';
import { exchange } from './exchange.ts';
import { type Figure, limitByBaseline } from './figures.ts';
import type { Question } from './questions.ts';
import { type Summary, summarize } from './samples.ts';
import type { SlackApi } from './slack-api.ts';

export interface Latency {
  readonly title: string;
  readonly ack: Summary;
  readonly answer: Summary;
  readonly bareAck: Summary;
}

export interface LatencyOptions {
  readonly api: SlackApi;
  readonly bot: RunningApp;
  readonly bare: RunningApp;
}

const WARM_UPS = 300;
/** Times the baseline. */
const MOST = { p50: 1.5, p99: 2 };

let serial = 0;

/**
 * One after the other, the apps in turns: so the machine's moods hit both, and both are asked in the same rhythm. In blocks of one app
 * each, the bare one looks twice as quick, for it alone is then asked again while all of its code and data are hot.
 */
export async function measureLatency(
  { api, bot, bare }: LatencyOptions,
  question: Question,
  counted: number,
): Promise<Latency> {
  const acks: number[] = [];
  const answers: number[] = [];
  const bareAcks: number[] = [];
  for (let turn = 0; turn < WARM_UPS + counted; turn += 1) {
    const { ack, answer } = await ask(api, bot, question);
    const bareAck = await acknowledge(api, bare, question);
    if (turn < WARM_UPS) continue;
    acks.push(ack);
    answers.push(answer);
    bareAcks.push(bareAck);
  }
  return {
    title: question.title,
    ack: summarize(acks),
    answer: summarize(answers),
    bareAck: summarize(bareAcks),
  };
}

/** Until it is acknowledged, as far as the bare app goes, and until its answer is at Slack, where the bare app has none. */
export function compareLatency({ title, ack, answer, bareAck }: Latency): readonly Figure[] {
  const compare = (what: string, took: Summary, at: 'p50' | 'p99') =>
    limitByBaseline(
      { title: `${title}: ${what}, ${at}`, value: took[at], unit: 'ms' },
      { of: 'bare Bolt’s ack', value: bareAck[at] },
      MOST[at],
    );
  return [
    compare('acknowledged', ack, 'p50'),
    compare('acknowledged', ack, 'p99'),
    compare('answered', answer, 'p50'),
    compare('answered', answer, 'p99'),
  ];
}

export async function ask(api: SlackApi, { client }: RunningApp, question: Question) {
  const { sentAt, ackedAt, answer } = await exchange(api, client, question, createKey());
  return { ack: ackedAt - sentAt, answer: answer.at - sentAt };
}

async function acknowledge(api: SlackApi, { client }: RunningApp, { build }: Question): Promise<number> {
  const key = createKey();
  const { sentAt, ackedAt } = await client.deliver(build(key, api.responseUrl(key)));
  return ackedAt - sentAt;
}

function createKey(): string {
  serial += 1;
  return `bench-${serial}`;
}
