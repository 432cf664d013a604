/** Counts what Slack asks of the bot, and what the bot asks of Slack. */

import { Counter, Histogram, type Registry } from 'prom-client';
import { createBounded } from './bounded.ts';
import type { Observer } from './observer.ts';

/** In seconds: an answer takes milliseconds, a view has to open within three seconds. */
const ANSWER_BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];
const CALL_BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];

export function observeRequests(registry: Registry): Pick<Observer, 'called' | 'ended' | 'connected' | 'turnedAway'> {
  const registers = [registry];
  const requests = new Counter({
    name: 'attack_bot_requests_total',
    help: 'What Slack delivered, by what was asked and what came of it',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const answering = new Histogram({
    name: 'attack_bot_answer_seconds',
    help: 'From the receipt of a request to the last that Slack was told, of those that were not ignored or dropped',
    labelNames: ['kind'] as const,
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const calls = new Counter({
    name: 'attack_bot_slack_calls_total',
    help: "Calls of Slack's Web API and of response URLs, each try by itself; result is ok, or what Slack calls the error",
    labelNames: ['method', 'result'] as const,
    registers,
  });
  const calling = new Histogram({
    name: 'attack_bot_slack_call_seconds',
    help: 'How long Slack took to answer a call',
    labelNames: ['method'] as const,
    buckets: CALL_BUCKETS,
    registers,
  });
  const sockets = new Counter({
    name: 'attack_bot_slack_sockets_total',
    help: 'Sockets to Slack that were opened since the start',
    registers,
  });
  const refusals = new Counter({
    name: 'attack_bot_slack_turned_away_total',
    help: 'Requests to the address that Slack posts to which were refused, by HTTP status: 401 is a wrong signature or time',
    labelNames: ['status'] as const,
    registers,
  });
  const [kinds, methods, results] = [createBounded(), createBounded(), createBounded()];
  return {
    called({ method, result, seconds }) {
      calls.inc({ method: methods(method), result: results(result) });
      calling.observe({ method: methods(method) }, seconds);
    },
    ended({ kind, outcome, seconds }) {
      requests.inc({ kind: kinds(kind), outcome });
      if (outcome !== 'ignored' && outcome !== 'duplicate') answering.observe({ kind: kinds(kind) }, seconds);
    },
    connected: () => sockets.inc(),
    turnedAway: (status) => refusals.inc({ status }),
  };
}
