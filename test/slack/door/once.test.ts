import { describe, expect, it, onTestFinished } from 'vitest';
import { createOnce, type Once } from '../../../src/slack/door/once.ts';

/** Passes a delivery through, as Bolt does. */
function deliver({ middleware }: Once, body: object, next: () => Promise<void> = async () => {}, ack?: () => void) {
  const args = { body, next, ...(ack && { ack }) };
  return middleware(args as unknown as Parameters<Once['middleware']>[0]);
}

function startOnce(): Once {
  const once = createOnce();
  onTestFinished(() => once.settle(0));
  return once;
}

/** Counts what reaches the listeners. */
async function countPassed(...bodies: readonly object[]): Promise<number> {
  const once = startOnce();
  let passed = 0;
  for (const body of bodies) {
    await deliver(once, body, async () => {
      passed += 1;
    });
  }
  return passed;
}

describe('a delivery', () => {
  it.each([
    ['an event twice', 1, [{ event_id: 'Ev1' }, { event_id: 'Ev1' }]],
    ['two events', 2, [{ event_id: 'Ev1' }, { event_id: 'Ev2' }]],
    ['a command twice', 1, [{ trigger_id: '1.1' }, { trigger_id: '1.1' }]],
    ['two presses of one button', 2, [{ trigger_id: '1.1' }, { trigger_id: '1.2' }]],
    ['what has no id', 2, [{}, {}]],
    ['what has an id of another type', 2, [{ event_id: 7 }, { event_id: 7 }]],
  ])('of %s reaches the listeners %i times', async (_, times, bodies) => {
    expect(await countPassed(...bodies)).toBe(times);
  });

  it('is marked on receipt, so that a retry does not overtake the work', async () => {
    const once = startOnce();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = deliver(once, { event_id: 'Ev1' }, () => promise);
    const again = deliver(once, { event_id: 'Ev1' }, () => Promise.reject(new Error('answered twice')));
    await expect(again).resolves.toBeUndefined();
    resolve();
    await first;
  });

  it('that comes again is acknowledged, for Slack missed the first time', async () => {
    const once = startOnce();
    let acks = 0;
    const ack = () => {
      acks += 1;
    };
    await deliver(once, { trigger_id: '1.1' }, undefined, ack);
    await deliver(once, { trigger_id: '1.1' }, undefined, ack);
    expect(acks).toBe(1);
  });

  it('that fails tells so, and stays marked', async () => {
    const once = startOnce();
    const failure = new Error('no answer');
    await expect(deliver(once, { event_id: 'Ev1' }, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(deliver(once, { event_id: 'Ev1' }, () => Promise.reject(failure))).resolves.toBeUndefined();
  });
});

describe('settling', () => {
  it('waits for what is under way, and for a failure as well', async () => {
    const once = createOnce();
    const [answer, failing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done: string[] = [];
    const first = deliver(once, { event_id: 'Ev1' }, () => answer.promise).then(() => done.push('answer'));
    const second = deliver(once, { event_id: 'Ev2' }, () => failing.promise).catch(() => done.push('failure'));
    const settled = once.settle(60_000).then(() => done.push('settled'));
    failing.reject(new Error('no answer'));
    await second;
    expect(done).toEqual(['failure']);
    answer.resolve();
    await Promise.all([first, settled]);
    expect(done).toContain('settled');
    expect(done.indexOf('settled')).toBeGreaterThan(0);
  });

  it('ends when its patience does', async () => {
    const once = createOnce();
    const { promise, resolve } = Promise.withResolvers<void>();
    const stuck = deliver(once, { event_id: 'Ev1' }, () => promise);
    await expect(once.settle(10)).resolves.toBeUndefined();
    resolve();
    await stuck;
  });

  it('is immediate where nothing is under way', async () => {
    const once = createOnce();
    await deliver(once, { event_id: 'Ev1' });
    await expect(once.settle(60_000)).resolves.toBeUndefined();
  });
});
