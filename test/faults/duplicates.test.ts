import { describe, expect, it } from 'vitest';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { DOORS, type DoorKind } from '../fixtures/bot.ts';
import { liveADay } from './day.ts';
import { listReleaseDayEnv, liveAReleaseDay } from './release-day.ts';
import { SAID, startVictim, type Victim } from './victim.ts';

const DUPLICATES = 20;

interface Day {
  readonly env: () => Readonly<Record<string, string>>;
  readonly live: (victim: Victim) => Promise<void>;
}

const DAYS: readonly (readonly [string, Day])[] = [
  ['a day', { env: () => ({}), live: ({ sandbox }) => liveADay(sandbox, SAID) }],
  ['a day of questions about releases', { env: listReleaseDayEnv, live: (victim) => liveAReleaseDay(victim, SAID) }],
];

describe.each(DOORS)('through the %s door, everything delivered twenty times,', { timeout: 60_000 }, (door) => {
  it.each(DAYS)('%s has the same answers as any other', async (_, day) => {
    const [usual, doubled] = await Promise.all([live(day, door, 1), live(day, door, DUPLICATES)]);
    expect(usual['chat.postMessage']).toBeGreaterThan(3);
    expect(doubled).toEqual(usual);
  });
});

/** @returns how often the bot called each method until it had stopped */
async function live({ env, live }: Day, door: DoorKind, times: number) {
  const victim = await startVictim({ door, env: env() });
  const { sandbox, bot } = victim;
  sandbox.setDeliveries(times);
  await live(victim);
  await victim.expectWell();
  expect((await bot.stop()).code).toBe(0);
  return countCalls(sandbox);
}

function countCalls({ calls }: SandboxServer): Readonly<Record<string, number>> {
  const methods = Map.groupBy(calls, ({ method }) => method);
  return Object.fromEntries([...methods].map(([method, made]) => [method, made.length]).toSorted());
}
