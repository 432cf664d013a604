import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/reply/blocks.ts';
import { decodeSettingsPress, settingsBlockId } from '../../../src/reply/settings/press.ts';
import {
  applyPatch,
  type ChannelSettings,
  findChange,
  findSuperseded,
  type Layers,
  type Level,
  originOf,
  settle,
} from '../../../src/reply/settings/settings.ts';
import { announceChange, announceUndone, tellSuperseded } from '../../../src/reply/views/settings/change.ts';
import {
  channelRows,
  personRows,
  type Role,
  settingsMessage,
  undoButton,
  workspaceRows,
} from '../../../src/reply/views/settings/settings.ts';
import { lintBlocks } from '../../../src/sandbox/lint/lint.ts';

const NOW = Date.UTC(2026, 10, 24);
const defaults: ChannelSettings = { noise: 'links and IDs', answersBots: false, coolDown: 30 };
const mark = { by: 'U1', at: NOW - 3 * 3_600_000 };
const workspace: Level = { own: { noise: 'links' }, marks: { noise: mark }, undo: 'token-1' };
const channel: Level = { own: { coolDown: 480 }, marks: { coolDown: mark }, undo: 'token-2' };
const layers: Layers = { defaults, workspace, channel };
const ROLES: readonly Role[] = ['admin', 'member', 'unknown'];

describe('settings', () => {
  it('come from the channel, else its workspace, else the bot', () => {
    expect(settle(defaults, workspace.own, channel.own)).toEqual({ noise: 'links', answersBots: false, coolDown: 480 });
    expect(originOf('coolDown', layers)).toBe('channel');
    expect(originOf('noise', layers)).toBe('workspace');
    expect(originOf('answersBots', layers)).toBe('default');
  });

  it('are patched one by one, and null leaves one to the defaults', () => {
    expect(applyPatch({ noise: 'off', coolDown: 5 }, { noise: null, answersBots: false })).toEqual({
      answersBots: false,
      coolDown: 5,
    });
  });

  it('differ in what was changed alone', () => {
    expect(findChange({ noise: 'off', coolDown: 5 }, { answersBots: false, coolDown: 5 })).toEqual({
      before: { noise: 'off', answersBots: null },
      after: { noise: null, answersBots: false },
    });
    expect(findChange({ coolDown: 5 }, { coolDown: 5 })).toBeUndefined();
  });

  it('that are no longer what a change made of them supersede it, and others do not', () => {
    const change = { before: { noise: null }, after: { noise: 'off' } } as const;
    expect(findSuperseded({ noise: 'off', coolDown: 5 }, change)).toBeUndefined();
    expect(findSuperseded({ noise: 'links' }, change)).toBe('noise');
    expect(findSuperseded({}, change)).toBe('noise');
    expect(findSuperseded({}, { before: { coolDown: 5 }, after: { coolDown: null } })).toBeUndefined();
  });
});

describe('a press among the settings', () => {
  const blockId = settingsBlockId({ kind: 'channel', channel: 'C1' }, 'row', NOW);
  const ofWorkspace = settingsBlockId({ kind: 'workspace' }, 'row', NOW);
  const place = { kind: 'channel', channel: 'C1' };

  it.each([
    ['settings.noise', blockId, 'links', { kind: 'set', place, patch: { noise: 'links' } }],
    ['settings.answersBots', blockId, 'yes', { kind: 'set', place, patch: { answersBots: true } }],
    ['settings.coolDown', ofWorkspace, '5', { kind: 'set', place: { kind: 'workspace' }, patch: { coolDown: 5 } }],
    [
      'settings.reset',
      blockId,
      'all',
      { kind: 'set', place, patch: { noise: null, answersBots: null, coolDown: null } },
    ],
    ['settings.person', 'any', 'quiet', { kind: 'person', isQuiet: true }],
    ['settings.undo', 'any', 'token', { kind: 'undo', token: 'token' }],
    ['settings.release', ofWorkspace, '17.1', { kind: 'pin', release: '17.1' }],
    ['settings.release', ofWorkspace, 'newest', { kind: 'pin', release: undefined }],
  ])('%s in "%s" says "%s"', (actionId, block, value, press) => {
    expect(decodeSettingsPress({ actionId, blockId: block, value })).toEqual(press);
  });

  it.each([
    ['settings.noise', blockId, 'deafening'],
    ['settings.coolDown', blockId, '1e9'],
    ['settings.coolDown', blockId, '-5'],
    ['settings.coolDown', blockId, ''],
    ['settings.noise', 'settings channel ../T2/C1 row 1', 'off'],
    ['settings.noise', 'another block', 'off'],
    ['settings.future', blockId, 'x'],
    ['settings.release', ofWorkspace, '../17'],
  ])('%s in "%s" says nothing by "%s"', (actionId, block, value) => {
    expect(decodeSettingsPress({ actionId, blockId: block, value })).toBeUndefined();
  });
});

const release = {
  pin: { release: '17.1', by: 'U1', at: NOW - 3 * 3_600_000, told: '18.1' },
  newest: '18.1',
  listed: ['18.1', '17.1', '9.0'],
};

describe('the settings as a message', () => {
  it('say all that can be set, where it comes from, and who set it', () => {
    const { text } = settingsMessage({ channel: 'C1', layers, release, isQuiet: true, role: 'admin' }, NOW);
    expect(text.split('\n')).toEqual([
      '*What I say unasked in this channel.* Anyone here may change it, and everyone here is told. Commands and mentions are always answered.',
      '*Unasked answers: links* (the workspace’s default)',
      expect.stringContaining('*off*: neither'),
      '*Other bots: not answered* (the bot’s default)',
      expect.stringContaining('alerts'),
      '*Cool-down: 8 hours* (set in this channel)',
      expect.stringContaining('How long'),
      'Last changed by <@U1>, 3 hours ago.',
      '[Use the workspace’s defaults]',
      expect.stringContaining('no previews or cards, in no channel'),
      '[Previews and cards for what I write]',
      '*Workspace defaults*, for channels that set nothing else',
      '*Unasked answers: links* (the workspace’s default)',
      '*Other bots: not answered* (the bot’s default)',
      '*Cool-down: 30 minutes* (the bot’s default)',
      'Last changed by <@U1>, 3 hours ago.',
      '[Use the bot’s defaults] [Undo the last change]',
      '*ATT&amp;CK release*: pinned to 17.1, 3 hours ago. The newest is 18.1.',
      'To be asked for by number (`T1055 v17.1`): 18.1, 17.1, 9.0.',
      'Pinned by <@U1>, 3 hours ago.',
    ]);
  });

  it('have no channel in a direct message', () => {
    const { text } = settingsMessage({ channel: undefined, layers, release, isQuiet: false, role: 'member' }, NOW);
    expect(text).not.toContain('in this channel');
    expect(text).toContain('Admins of this workspace can change them.');
  });

  it('offer no undo of what a day has passed over', () => {
    const { text } = settingsMessage(
      { channel: 'C1', layers, release, isQuiet: false, role: 'admin' },
      NOW + 22 * 3_600_000,
    );
    expect(text).not.toContain('Undo');
  });

  it('offer a cool-down that is none of the usual ones as well', () => {
    const odd = { ...layers, channel: { ...channel, own: { coolDown: 45 } } };
    const [, row] = channelRows('C1', odd, NOW);
    expect(JSON.stringify(row)).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"Cool-down: 45 minutes"',
    );
  });

  it('keep to Slack’s limits, in every state', () => {
    const states = ROLES.flatMap((role) => [true, false].map((isQuiet) => ({ role, isQuiet })));
    const messages = states.flatMap((state) =>
      ['C1', undefined].map((id) => settingsMessage({ channel: id, layers, release, ...state, note: 'A note.' }, NOW)),
    );
    for (const message of messages) expect(faultsOf(message)).toEqual([]);
    const home = [...channelRows('C1', layers, NOW), ...personRows(false, NOW), ...workspaceRows(layers, 'admin', NOW)];
    expect(lintBlocks(home, 'home')).toEqual([]);
  });

  it('are drawn with other ids each time, each once', () => {
    const idsAt = (now: number) =>
      settingsMessage({ channel: 'C1', layers, release, isQuiet: false, role: 'admin' }, now).blocks.flatMap(
        ({ block_id: id }) => id ?? [],
      );
    const all = [...idsAt(NOW), ...idsAt(NOW + 1)];
    expect(all.length).toBeGreaterThan(10);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('what a channel is told', () => {
  const changed = {
    change: { before: { noise: 'off', coolDown: 5 }, after: { noise: null, coolDown: 480 } },
    beneath: defaults,
    by: 'U1',
  } as const;

  it('is who changed what, from what to what', () => {
    const message = announceChange(changed, 'token');
    expect(message.text).toBe(
      '<@U1> changed what I say unasked in this channel:\n• *Unasked answers*: off → links and IDs (the workspace’s default)\n• *Cool-down*: 5 minutes → 8 hours',
    );
    expect(message.blocks).toMatchObject([
      { accessory: undoButton('token', 'Undo', 'Undo this change of the settings') },
    ]);
    expect(faultsOf(message)).toEqual([]);
  });

  it('is who undid it, without a button', () => {
    const message = announceUndone(changed, 'U2');
    expect(message.text).toMatch(/Undone by <@U2>\.$/);
    expect(JSON.stringify(message.blocks)).not.toContain('"button"');
    expect(faultsOf(message)).toEqual([]);
  });

  it('is why a change is not undone', () => {
    expect(tellSuperseded('coolDown', mark, { ...defaults, coolDown: 5 })).toBe(
      'Not undone: <@U1> has changed it since; *Cool-down* is now *5 minutes*.',
    );
  });
});

function faultsOf({ blocks }: Message) {
  return lintBlocks(blocks, 'message');
}
