/** What people do at once: lookups, slips, texts, links, and messages of which most name nothing. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { AppClient } from './client.ts';
import { exchange } from './exchange.ts';
import { askCommand, type Question, sayMessage, shareLink } from './questions.ts';
import type { SlackApi } from './slack-api.ts';

/** How many of ten; in the order in which they are asked. */
const TEN: readonly Question[] = [
  askCommand('lookup', 'T1055', 'Process Injection'),
  sayMessage('small talk', 'Does anybody know whether WS-2231 is back? It was reimaged at 10:42.', undefined),
  askCommand('slip', 'proces injecton', 'Process Injection'),
  askCommand('lookup', 'T1059.001 G0016', 'PowerShell'),
  sayMessage(
    'small talk',
    'The sensor has seen nothing since 2026-11-02 12:00; ticket INC-10443 is closed.',
    undefined,
  ),
  shareLink('link', 'https://attack.mitre.org/techniques/T1055/', 'Process Injection'),
  askCommand('text', 'lsass dump', 'LSASS'),
  sayMessage('an ID', 'this looks like T1059.001 to me', 'PowerShell'),
  askCommand('lookup', 'G0016', 'APT29'),
  askCommand('slip', 'credental dumpng', 'Credential Dumping'),
];

let serial = 0;

/** Times in ms of `performance.now()`. */
export interface Asked {
  readonly sentAt: number;
  /** When the answer was at Slack; when it was acknowledged, for a message that nothing answers. */
  readonly doneAt: number;
}

/**
 * The next question of the ten, in its turn.
 *
 * @throws Error for a wrong answer, or none
 */
export async function askNext(api: SlackApi, client: AppClient): Promise<Asked> {
  const question = TEN[serial % TEN.length];
  if (!question) throw new Error('there is nothing to ask');
  return askOnce(api, client, question);
}

/** The same, for a bot that may have more to do than it can: an answer that is wrong or does not come is done at infinity. */
export async function askPatiently(api: SlackApi, client: AppClient): Promise<Asked> {
  const sentAt = performance.now();
  return askNext(api, client).catch(() => ({ sentAt, doneAt: Number.POSITIVE_INFINITY }));
}

async function askOnce(api: SlackApi, client: AppClient, question: Question): Promise<Asked> {
  serial += 1;
  const key = `traffic-${serial}`;
  if (question.holds === undefined) {
    const { sentAt, ackedAt } = await client.deliver(question.build(key, api.responseUrl(key)));
    return { sentAt, doneAt: ackedAt };
  }
  const { sentAt, answer } = await exchange(api, client, question, key);
  return { sentAt, doneAt: answer.at };
}

/**
 * Does a thing at a steady rate, whether or not those before are done.
 *
 * @param every in ms
 * @param isOver asked before each
 * @param act never rejects
 */
export async function atRate<T>(every: number, isOver: () => boolean, act: () => Promise<T>): Promise<readonly T[]> {
  const all: Promise<T>[] = [];
  for (let due = performance.now(); !isOver(); due += every) {
    while (performance.now() < due) await sleep(Math.max(due - performance.now(), 0));
    all.push(act());
  }
  return Promise.all(all);
}
