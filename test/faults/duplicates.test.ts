import { describe, expect, it } from 'vitest';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { DOORS, type DoorKind } from '../fixtures/bot.ts';
import { liveADay } from './day.ts';
import { SAID, startVictim } from './victim.ts';

const DUPLICATES = 20;

describe.each(DOORS)('a day through the %s door on which everything is delivered twenty times', (door) => {
  it('has the same answers as any other', async () => {
    const [usual, doubled] = await Promise.all([live(door, 1), live(door, DUPLICATES)]);
    expect(usual['chat.postMessage']).toBeGreaterThan(4);
    expect(doubled).toEqual(usual);
  });
});

/** @returns how often the bot called each method until it had stopped */
async function live(door: DoorKind, times: number) {
  const victim = await startVictim({ door });
  const { sandbox, bot } = victim;
  sandbox.setDeliveries(times);
  await liveADay(sandbox, SAID);
  await victim.expectWell();
  expect((await bot.stop()).code).toBe(0);
  return countCalls(sandbox);
}

function countCalls({ calls }: SandboxServer): Readonly<Record<string, number>> {
  const methods = Map.groupBy(calls, ({ method }) => method);
  return Object.fromEntries([...methods].map(([method, made]) => [method, made.length]).toSorted());
}
