import { describe, expect, it } from 'vitest';
import type { Courier, Delivery } from '../../src/reply/watch/delivery.ts';
import { type Entry, listWatched } from '../../src/reply/watch/subscription.ts';
import { readTargets } from '../../src/reply/watch/targets.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { createMemory, type Memory } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { type Clock, createClock, publish, startAnnouncer } from '../fixtures/announcer.ts';
import { createSharedStore } from '../fixtures/shared-store.ts';
import { AFTER, BEFORE } from '../fixtures/worlds.ts';

const TEAM = 'T1';
const RELEASES: Entry = { target: { kind: 'releases' }, mark: { by: 'U1', at: 1 } };
const OLD = publish({ enterprise: [BEFORE, '18.1'] });
const NEW = publish({ enterprise: [AFTER, '19.0'] });

/** What was posted, and what a channel answers; without an answer it takes what comes. */
interface Slack {
  readonly posted: { readonly channel: string; readonly text: string }[];
  readonly answers: Map<string, Delivery[]>;
  readonly courier: Courier;
  /** Whether it tells what stands in a channel. */
  isOpen: boolean;
}

function createSlack(): Slack {
  const posted: { channel: string; text: string }[] = [];
  const answers = new Map<string, Delivery[]>();
  const slack: Slack = {
    posted,
    answers,
    isOpen: true,
    courier: {
      async post({ channel }, { text }) {
        await new Promise(setImmediate);
        const answer = answers.get(channel)?.shift() ?? { kind: 'sent' };
        if (answer.kind === 'sent') posted.push({ channel, text });
        return answer;
      },
      async find({ channel }) {
        return slack.isOpen ? posted.some((one) => one.channel === channel) : undefined;
      },
    },
  };
  return slack;
}

async function createWorld(clock: Clock = createClock()) {
  const store: Store = createSharedStore(clock.now);
  const memory = createMemory(store, clock.now);
  return { clock, memory, slack: createSlack(), store };
}

async function subscribe(memory: Memory, channel: string, ...typed: readonly string[]): Promise<void> {
  const add = typed.flatMap((one): Entry[] =>
    one === 'releases'
      ? [RELEASES]
      : readTargets(one, OLD).wanted.map(({ target }) => ({ target, mark: RELEASES.mark })),
  );
  await memory.subscriptions.change({ team: TEAM, channel }, () => ({ add, remove: [] }));
}

function channelsOf({ posted }: Slack): readonly string[] {
  return posted.map(({ channel }) => channel).toSorted();
}

describe('a release', () => {
  it('is announced to whom it touches, and to who wants every release', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'all', 'releases');
    await subscribe(memory, 'changed', 'T1547');
    await subscribe(memory, 'filter', 'tactic:persistence platform:linux');
    await subscribe(memory, 'group', 'G0016');
    await subscribe(memory, 'renamed', 'tactic:"defense evasion"');
    await subscribe(memory, 'revoked', 'T1562');
    await subscribe(memory, 'invisible', 'T1053', 'G0007', 'platform:macos');
    await subscribe(memory, 'untouched', 'T1055');
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(OLD);
    await announcer.announce(NEW);
    expect(channelsOf(slack)).toEqual(['all', 'changed', 'filter', 'group', 'renamed', 'revoked']);
  });

  it('is nothing to a bot that has just begun, nor are embedded facts, an older release or the same', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'all', 'releases', 'T1562');
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(NEW);
    announcer.take(OLD);
    announcer.take(publish({ enterprise: [BEFORE, '19.0'] }));
    announcer.take(publish({ enterprise: [BEFORE, '20.0'] }, { origin: 'embedded' }));
    await announcer.stop();
    expect(slack.posted).toEqual([]);
    expect(await memory.announcements.last('enterprise')).toBe('19.0');
  });

  it('that comes in several domains is one message once the round has ended, and what comes later another', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'all', 'releases');
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    const ics = [BEFORE, '18.1'] as const;
    await announcer.announce(publish({ enterprise: [BEFORE, '18.1'], mobile: [BEFORE, '18.1'], ics }));
    announcer.take(publish({ enterprise: [AFTER, '19.0'], mobile: [BEFORE, '18.1'], ics }, {}, true));
    await new Promise(setImmediate);
    await announcer.announce(publish({ enterprise: [AFTER, '19.0'], mobile: [AFTER, '19.0'], ics }));
    expect(slack.posted.map(({ text }) => text.split('\n')[0])).toEqual([
      '*ATT&amp;CK 19.0 is here.* Enterprise, Mobile: until now 18.1.',
    ]);
    await announcer.announce(publish({ enterprise: [AFTER, '19.0'], mobile: [AFTER, '19.0'], ics: [AFTER, '19.0'] }));
    expect(slack.posted.map(({ text }) => text.split('\n')[0]).slice(1)).toEqual([
      '*ATT&amp;CK 19.0 is here.* ICS: until now 18.1.',
    ]);
  });

  it('is compared with what each domain had before, where they differ', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'all', 'releases');
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(publish({ enterprise: [BEFORE, '18.1'], ics: [BEFORE, '17.1'] }));
    await announcer.announce(publish({ enterprise: [AFTER, '19.0'], ics: [AFTER, '19.0'] }));
    expect(slack.posted).toHaveLength(1);
    expect(slack.posted[0]?.text).toContain('Enterprise: until now 18.1. ICS: until now 17.1.');
  });

  it('moves the list on to what replaced a watched object, for the release after', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'revoked', 'T1562');
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(OLD);
    await announcer.announce(NEW);
    const place = { team: TEAM, channel: 'revoked' };
    expect(slack.posted[0]?.text).toContain('Disable or Modify Tools> is watched in its place');
    expect(await memory.subscriptions.of(place)).toMatchObject([{ target: { called: 'T1685' }, formerly: 'T1562' }]);
    const later = AFTER.techniques.map((one) => (one.id === 'T1685' ? { ...one, text: 'Now it says more.' } : one));
    await announcer.announce(publish({ enterprise: [{ ...AFTER, techniques: later }, '19.1'] }));
    expect(slack.posted[1]?.text).toContain('T1685 · Disable or Modify Tools> (patch): text reworded');
  });

  it('touches who watches a tactic that was renamed, release after release', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'tactic', 'tactic:"defense evasion"');
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    for (const [release, name] of [
      ['18.1', 'Defense Evasion'],
      ['19.0', 'Stealth'],
      ['20.0', 'Hiding'],
    ] as const)
      await announcer.announce(
        publish({ enterprise: [{ ...BEFORE, tactics: { ...BEFORE.tactics, TA0005: name } }, release] }),
      );
    expect(slack.posted).toHaveLength(2);
  });
});

describe('once', () => {
  it('holds for several bots over one store', async () => {
    const { clock, memory, slack, store } = await createWorld();
    const channels = Array.from({ length: 40 }, (_, n) => `C${n}`);
    for (const channel of channels) await subscribe(memory, channel, 'releases', 'T1562');
    const bots = await Promise.all(
      [0, 1, 2].map(() => startAnnouncer({ memory: createMemory(store, clock.now), courier: slack.courier }, clock)),
    );
    for (const catalog of [OLD, NEW]) await Promise.all(bots.map((bot) => bot.announce(catalog)));
    expect(channelsOf(slack)).toEqual(channels.toSorted());
  });

  it('holds for bots that see the domains come in other rounds', async () => {
    const { clock, memory, slack, store } = await createWorld();
    await subscribe(memory, 'all', 'releases');
    const bots = await Promise.all(
      [0, 1].map(() => startAnnouncer({ memory: createMemory(store, clock.now), courier: slack.courier }, clock)),
    );
    const old = publish({ enterprise: [BEFORE, '18.1'], ics: [BEFORE, '18.1'] });
    for (const bot of bots) await bot.announce(old);
    await bots[0]?.announce(publish({ enterprise: [AFTER, '19.0'], ics: [BEFORE, '18.1'] }));
    await bots[1]?.announce(publish({ enterprise: [AFTER, '19.0'], ics: [AFTER, '19.0'] }));
    await bots[0]?.announce(publish({ enterprise: [AFTER, '19.0'], ics: [AFTER, '19.0'] }));
    expect(slack.posted.map(({ text }) => text.split('\n')[0])).toEqual([
      '*ATT&amp;CK 19.0 is here.* Enterprise: until now 18.1.',
      '*ATT&amp;CK 19.0 is here.* ICS: until now 18.1.',
    ]);
  });

  it.each([
    ['before it posted', false, true],
    ['before it posted, where Slack does not tell', false, false],
    ['after it posted, and before it could say so', true, true],
  ])('holds for a bot that died %s, and is started again', async (_, hasPosted, isOpen) => {
    const { clock, memory, slack } = await createWorld();
    slack.isOpen = isOpen;
    for (const channel of ['C1', 'C2', 'C3']) await subscribe(memory, channel, 'releases');
    const died = Promise.withResolvers<void>();
    const buried = Promise.withResolvers<Delivery>();
    const courier: Courier = {
      ...slack.courier,
      async post(to, message, label) {
        if (to.channel !== 'C2' || hasPosted) await slack.courier.post(to, message, label);
        if (to.channel !== 'C2') return { kind: 'sent' };
        died.resolve();
        return buried.promise;
      },
    };
    const first = await startAnnouncer({ memory, courier }, clock);
    await first.announce(OLD);
    first.take(NEW);
    await died.promise;
    expect(channelsOf(slack)).toEqual(hasPosted ? ['C1', 'C2'] : ['C1']);
    const find = async (release: string) => ({ kind: 'found', release, catalog: OLD }) as const;
    const second = await startAnnouncer({ memory, courier: slack.courier, releases: { find } }, clock);
    await second.announce(NEW);
    expect(channelsOf(slack)).toEqual(['C1', 'C2', 'C3']);
    // It came back from the dead, and finds that others went on.
    buried.resolve({ kind: 'failed', error: new Error('too late') });
    await first.stop();
    expect(channelsOf(slack)).toEqual(['C1', 'C2', 'C3']);
  });

  it('is what a refusal for good ends, with a line in the log', async () => {
    const { clock, memory, slack } = await createWorld();
    for (const channel of ['C1', 'C2']) await subscribe(memory, channel, 'releases');
    slack.answers.set('C1', [{ kind: 'refused', reason: 'is_archived' }]);
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(OLD);
    await announcer.announce(NEW);
    announcer.take(NEW);
    await announcer.stop();
    expect(channelsOf(slack)).toEqual(['C2']);
    expect(announcer.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', channel: 'C1', reason: 'is_archived' }),
    );
  });
});

describe('an announcement', () => {
  it('waits as long as Slack asks, and a second between two channels', async () => {
    const { clock, memory, slack } = await createWorld();
    for (const channel of ['C1', 'C2']) await subscribe(memory, channel, 'releases');
    slack.answers.set('C1', [
      { kind: 'too many', wait: 7000 },
      { kind: 'too many', wait: 9000 },
    ]);
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(OLD);
    await announcer.announce(NEW);
    expect(channelsOf(slack)).toEqual(['C1', 'C2']);
    expect(clock.spans).toEqual([7000, 9000, 1100, 1100]);
  });

  it('comes later where Slack has a bad day, to each once', async () => {
    const { clock, memory, slack } = await createWorld();
    const channels = ['C1', 'C2', 'C3', 'C4', 'C5'];
    for (const channel of channels) {
      await subscribe(memory, channel, 'releases');
      slack.answers.set(channel, [{ kind: 'failed', error: new Error('fatal_error') }]);
    }
    const announcer = await startAnnouncer({ memory, courier: slack.courier }, clock);
    await announcer.announce(OLD);
    await announcer.announce(NEW);
    expect(channelsOf(slack)).toEqual(channels);
  });

  it('is given up after a day, with a line in the log', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'C1', 'releases');
    const begun = clock.now();
    const announcer = await startAnnouncer(
      {
        memory,
        courier: { ...slack.courier, post: async () => ({ kind: 'failed', error: new Error('fatal_error') }) },
      },
      clock,
    );
    await announcer.announce(OLD);
    await announcer.announce(NEW);
    expect(slack.posted).toEqual([]);
    expect((clock.now() - begun) / 3_600_000).toBeGreaterThan(20);
    expect(announcer.lines).toContainEqual(expect.objectContaining({ level: 'error', release: '19.0' }));
  });

  it('goes out without details where the release before cannot be had, to who watches too', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'C1', 'releases');
    await subscribe(memory, 'C2', 'T1053');
    const asked: string[] = [];
    await memory.announcements.advance('enterprise', '18.1');
    const find = async (release: string) => {
      asked.push(release);
      return { kind: 'unreachable', release, problem: 'https://feed.example answered 503' } as const;
    };
    const announcer = await startAnnouncer({ memory, courier: slack.courier, releases: { find } }, clock);
    await announcer.announce(NEW);
    expect(asked).toEqual(['18.1', '18.1', '18.1']);
    expect(channelsOf(slack)).toEqual(['C1', 'C2']);
    expect(slack.posted[1]?.text).toContain(
      'https://feed.example answered 503. So I cannot tell all that touches what is watched here.',
    );
  });

  it('tells what it can where the release before lacks a domain', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'C1', 'T1562');
    for (const domain of ['enterprise', 'ics'] as const) await memory.announcements.advance(domain, '18.1');
    const find = async (release: string) => ({ kind: 'found', release, catalog: OLD }) as const;
    const announcer = await startAnnouncer({ memory, courier: slack.courier, releases: { find } }, clock);
    await announcer.announce(publish({ enterprise: [AFTER, '19.0'], ics: [AFTER, '19.0'] }));
    expect(slack.posted[0]?.text).toContain('Impair Defenses>: revoked, now T1685');
    expect(slack.posted[0]?.text).toContain('ICS of release 18.1 cannot be had.');
  });

  it('is never a comparison with embedded facts', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'C1', 'T1055');
    await memory.announcements.advance('enterprise', '18.1');
    const find = async (release: string) => ({ kind: 'found', release, catalog: OLD }) as const;
    const announcer = await startAnnouncer({ memory, courier: slack.courier, releases: { find } }, clock);
    const bare = { ...BEFORE, techniques: BEFORE.techniques.map((one) => ({ ...one, text: '' })) };
    announcer.take(publish({ enterprise: [bare, '18.1'] }, { origin: 'embedded' }));
    await announcer.announce(NEW);
    expect(slack.posted).toEqual([]);
  });

  it('is made by a bot that starts with a newer release than it announced last', async () => {
    const { clock, memory, slack } = await createWorld();
    await subscribe(memory, 'C1', 'T1562');
    await subscribe(memory, 'C2', 'T1053');
    await memory.announcements.advance('enterprise', '18.1');
    const find = async (release: string) => ({ kind: 'found', release, catalog: OLD as Catalog }) as const;
    const announcer = await startAnnouncer({ memory, courier: slack.courier, releases: { find } }, clock);
    await announcer.announce(NEW);
    expect(channelsOf(slack)).toEqual(['C1']);
    expect(listWatched(await memory.subscriptions.of({ team: TEAM, channel: 'C2' }))).toHaveLength(1);
  });
});
