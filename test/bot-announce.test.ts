/** A release as the channels of a workspace hear of it. */

import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import {
  COLLEAGUE_DIRECT_MESSAGE,
  DIRECT_MESSAGE,
  INCIDENT_CHANNEL,
  PRIVATE_CHANNEL,
  TEAM,
} from '../src/sandbox/workspace.ts';
import { createClock, publish, startAnnouncer } from './fixtures/announcer.ts';
import { type BotOptions, DOORS, startBot } from './fixtures/bot.ts';
import { createSomeone, read } from './fixtures/person.ts';
import { releasesOf } from './fixtures/two-releases.ts';
import { AFTER, BEFORE } from './fixtures/worlds.ts';

const OLD = publish({ enterprise: [BEFORE, '18.1'] });
const NEW = publish({ enterprise: [AFTER, '19.0'] });
const HERE = { team: TEAM.id, channel: INCIDENT_CHANNEL };
const isRelease = ({ text }: PageMessage) => text.startsWith('*ATT&amp;CK 19.0 is here.*');

/** A bot of which the test says what it has loaded. */
async function startWatching(options: BotOptions = {}) {
  let catalog = OLD;
  const clock = createClock();
  const releases = releasesOf({ '18.1': OLD, '19.0': NEW });
  const bot = await startBot({ ...options, catalog: () => catalog, releases, now: clock.now });
  const announcer = await startAnnouncer({ memory: bot.memory, courier: (await bot.app.unasked()).courier }, clock);
  await announcer.announce(OLD);
  return {
    ...bot,
    clock,
    announcer,
    async release() {
      catalog = NEW;
      await announcer.announce(NEW);
    },
  };
}

describe.each(DOORS)('a release, through the %s door', (door) => {
  it('is told to a channel with what touches its watch list, and nothing else', async () => {
    const { you, release } = await startWatching({ door });
    await you.ask('/attack watch T1562 G0016 T1053 TA0005 tactic:persistence');
    await you.ask('/attack watch T1053', { channel: PRIVATE_CHANNEL });
    await release();
    const told = await you.find(isRelease);
    expect(read(told)).toBe(
      [
        '*ATT&amp;CK 19.0 is here.* Enterprise: until now 18.1.',
        '*It touches what is watched here*: 4 entries',
        '• <https://attack.mitre.org/techniques/T1562|T1562 · Impair Defenses>: revoked, now T1685',
        '• <https://attack.mitre.org/techniques/T1685|T1685 · Disable or Modify Tools>: new',
        '• From now on <https://attack.mitre.org/techniques/T1685|T1685 · Disable or Modify Tools> is watched in its place.',
        '• <https://attack.mitre.org/groups/G0016|G0016 · Name of G0016>: techniques +T1685',
        '• <https://attack.mitre.org/tactics/TA0005|TA0005 · Stealth>: was “Defense Evasion”; techniques −T1562 −T1562.001',
        '• tactic:Persistence: 1 new (T1677), 1 changed (T1547)',
        '[See all changes] [Open T1685 · Disable or Modify Tools] [Open G0016 · Name of G0016] [Open TA0005 · Stealth] [See the watch list] [Unsubscribe]',
        'Anyone here may unsubscribe; it can be undone for a day.',
      ].join('\n'),
    );
    expect(you.messages({ channel: PRIVATE_CHANNEL }).filter(isRelease)).toEqual([]);
  });

  it('is summed up for who subscribed to releases, in one message with what touches the list', async () => {
    const { sandbox, you, release } = await startWatching({ door });
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const subscribed = await you.ask('subscribe releases', { channel: DIRECT_MESSAGE });
    expect(read(subscribed)).toContain('Each is told here, in one message with a summary. `/attack watching` shows');
    await colleague.ask('subscribe', { channel: COLLEAGUE_DIRECT_MESSAGE });
    await colleague.ask('watch G0016', { channel: COLLEAGUE_DIRECT_MESSAGE });
    await release();
    const told = await you.find(isRelease, { channel: DIRECT_MESSAGE });
    expect(read(told)).toContain('• Techniques: 2 new, 1 changed, 1 revoked\n• Sub-techniques: 1 new, 1 revoked');
    expect(read(told)).not.toContain('watched here');
    const theirs = await colleague.find(isRelease, { channel: COLLEAGUE_DIRECT_MESSAGE });
    expect(read(theirs)).toMatch(/• Techniques: 2 new[\s\S]*touches what is watched here\*: 1 entry/);
    expect(colleague.messages({ channel: COLLEAGUE_DIRECT_MESSAGE }).filter(isRelease)).toHaveLength(1);
  });

  it('has what it names a press away, and the end of such messages too', async () => {
    const { you, memory, release } = await startWatching({ door });
    await you.ask('/attack watch T1547 G0016');
    await you.ask('/attack subscribe releases');
    await release();
    const told = await you.find(isRelease);
    await you.press(told, 'Open T1547 · Autostart');
    await you.find(({ ephemeral, text }) => ephemeral && text.includes('It begins with the machine.'));
    await you.press(told, 'See all changes');
    await you.find(({ ephemeral, text }) => ephemeral && text.includes('*ATT&amp;CK 18.1 → 19.0*'));
    await you.press(told, 'See the watch list');
    await you.find(({ ephemeral, text }) => ephemeral && text.includes('What is watched in this channel'));
    expect(await you.find(({ ts }) => ts === told.ts)).toEqual(told);
    await you.press(told, 'Unsubscribe');
    const ended = await you.find(({ ephemeral, text }) => !ephemeral && text.includes('no longer watches'));
    expect(read(ended)).toContain('• new releases of ATT&amp;CK [Undo this change]');
    expect(await memory.subscriptions.of(HERE)).toEqual([]);
    await you.turn(ended, 'Undo this change');
    expect(await memory.subscriptions.of(HERE)).toHaveLength(3);
  });

  it.each([30, 3600])('is told once, also to a channel for which Slack asks to wait %i s first', async (retryAfter) => {
    const { sandbox, you, calls, clock, memory, release, announcer } = await startWatching({ door });
    const places = [INCIDENT_CHANNEL, PRIVATE_CHANNEL].map((channel) => ({ channel }));
    for (const place of places) await you.ask('/attack subscribe releases', place);
    sandbox.failNext('chat.postMessage', { kind: 'rate-limited', retryAfter });
    const asked = calls('chat.postMessage').length;
    await release();
    await announcer.stop();
    for (const place of places) expect(you.messages(place).filter(isRelease)).toHaveLength(1);
    expect(calls('chat.postMessage').length - asked).toBe(3);
    expect(clock.spans).toContain(retryAfter * 1000);
    expect(await memory.announcements.last('enterprise')).toBe('19.0');
  });

  it.each([
    ['an error', { kind: 'error', error: 'fatal_error' }],
    ['a broken connection', { kind: 'dropped' }],
    ['nonsense', { kind: 'nonsense' }],
    ['a status of 503', { kind: 'status', status: 503 }],
  ] as const)('is told later where Slack answers with %s', async (_, failure) => {
    const { sandbox, you, release } = await startWatching({ door });
    await you.ask('/attack subscribe releases');
    sandbox.failNext('chat.postMessage', failure, 2);
    await release();
    expect(you.messages().filter(isRelease)).toHaveLength(1);
  });

  it.each(['is_archived', 'not_in_channel', 'channel_not_found'])(
    'ends for a channel that refuses it for good: %s',
    async (error) => {
      const { sandbox, you, calls, release, announcer, memory } = await startWatching({ door });
      await you.ask('/attack subscribe releases');
      sandbox.failNext('chat.postMessage', { kind: 'error', error });
      const asked = calls('chat.postMessage').length;
      await release();
      announcer.take(NEW);
      await announcer.stop();
      expect(calls('chat.postMessage')).toHaveLength(asked + 1);
      expect(announcer.lines).toContainEqual(expect.objectContaining({ level: 'warn', reason: error }));
      expect(await memory.subscriptions.of(HERE)).toHaveLength(1);
    },
  );
});

describe('a release, in a workspace that has pinned the one before', () => {
  it('is opened from itself, and so is what it changed of an object', async () => {
    const { you, release } = await startWatching();
    await you.ask('/attack pin v18.1');
    await you.ask('/attack watch T1562');
    await release();
    await you.press(await you.find(isRelease), 'Open T1685 · Disable or Modify Tools');
    const card = await you.find(({ ephemeral, text }) => ephemeral && text.includes('Defense Impairment'));
    expect(read(card)).toContain('ATT&amp;CK 19.0 · this workspace is pinned to 18.1');
    await you.press(await you.ask('/attack diff T1677'), 'Show T1677');
    await you.find(
      (message) => read(message).includes('T1677 · Poisoned Start') && read(message).includes('is pinned to'),
    );
  });
});

describe('a release, in a conversation with the bot', () => {
  it('stays as it was told, whatever is pressed beneath', async () => {
    const { you, release } = await startWatching();
    const place = { channel: DIRECT_MESSAGE };
    await you.ask('watch T1547', place);
    await release();
    const told = await you.find(isRelease, place);
    await you.press(told, 'Open T1547 · Autostart');
    await you.find(({ text }) => text.includes('It begins with the machine.'), place);
    expect(await you.find(({ ts }) => ts === told.ts, place)).toEqual(told);
  });
});

describe('a bot that died after it posted', () => {
  it.each([
    ['is found by its message to have told the channel', [], 1],
    ['tells the channel again where it may not look', ['channels:history'], 2],
  ])('%s', async (_, declined, count) => {
    const { you, app, memory, release } = await startWatching({ declined });
    await you.ask('/attack subscribe releases');
    // What it did before: a claim, and the post.
    await memory.announcements.claim({ ...HERE, release: '19.0' }, ['enterprise'], 'the dead');
    const message = { text: '*ATT&amp;CK 19.0 is here.*', blocks: [], instead: new Map() };
    await (await app.unasked()).courier.post(HERE, message, { release: '19.0', domains: ['enterprise'] });
    await release();
    expect(you.messages().filter(isRelease)).toHaveLength(count);
  });
});
