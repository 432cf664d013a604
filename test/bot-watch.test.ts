import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { DOORS, startBot } from './fixtures/bot.ts';
import { buttonsOf, createSomeone, read } from './fixtures/person.ts';

const HERE = { team: TEAM.id, channel: INCIDENT_CHANNEL };
const isTold = ({ ephemeral, text }: PageMessage) => !ephemeral && / watches | no longer watches /.test(text);

describe.each(DOORS)('watching, through the %s door', (door) => {
  it('is told to the channel, with what undoes it', async () => {
    const { sandbox, you, memory } = await startBot({ door });
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    await you.ask('/attack watch T1055, apt29 Cobalt Strike tactic:execution');
    const told = await colleague.find(isTold);
    expect(read(told)).toBe(
      [
        `<@${you.who.id}> watches in this channel:`,
        '• <https://attack.mitre.org/techniques/T1055|T1055 · Process Injection>',
        '• <https://attack.mitre.org/groups/G0016|G0016 · APT29>',
        '• <https://attack.mitre.org/software/S0154|S0154 · Cobalt Strike>',
        '• tactic:Execution [Undo this change]',
        'What a new release of ATT&amp;CK changes of that is told here, in one message. `/attack watching` shows the list.',
      ].join('\n'),
    );
    expect(await memory.subscriptions.of(HERE)).toHaveLength(4);
    await colleague.press(told, 'Undo this change');
    const undone = await you.find(({ ts, text }) => ts === told.ts && text.includes('Undone'));
    expect(read(undone)).toContain(`Undone by <@${colleague.who.id}>.`);
    expect(buttonsOf(undone)).toEqual([]);
    expect(await memory.subscriptions.of(HERE)).toEqual([]);
  });

  it('of what was revoked is watching what replaced it, and says so', async () => {
    const { you, memory } = await startBot({ door });
    expect(read(await you.ask('/attack watch T1086'))).toContain('PowerShell>, which replaces T1086');
    expect(await memory.subscriptions.of(HERE)).toMatchObject([{ target: { called: 'T1059.001' }, formerly: 'T1086' }]);
    expect(read(await you.ask('/attack watching'))).toContain(', in place of T1086');
    expect(read(await you.ask('/attack unwatch T1086'))).toContain('no longer watches in this channel');
    expect(await memory.subscriptions.of(HERE)).toEqual([]);
  });

  it('names what it does not understand to who asked alone, and what may have been meant', async () => {
    const { you, memory } = await startBot({ door });
    await you.ask('/attack watch T1055 T9999 tactic:exekution status:revoked');
    const note = await you.find(({ ephemeral, text }) => ephemeral && text.includes('Not watched'));
    expect(read(note)).toContain('nothing in ATT&amp;CK 18.1 is called “T9999”');
    expect(read(note)).toContain('there is no tactic “exekution”. Did you mean `tactic:Execution`?');
    expect(read(note)).toContain('`status:` is no part of a watch list');
    await you.find(isTold);
    expect(await memory.subscriptions.of(HERE)).toMatchObject([{ target: { called: 'T1055' } }]);
  });

  it('of what several objects are called asks which', async () => {
    const { you, memory } = await startBot({ door });
    await you.ask('/attack watch procss injecton');
    const note = await you.find(({ ephemeral }) => ephemeral);
    expect(buttonsOf(note)).toContain('Watch T1055 · Process Injection');
    await you.press(note, 'Watch T1055 · Process Injection');
    await you.find(isTold);
    expect(await memory.subscriptions.of(HERE)).toMatchObject([{ target: { called: 'T1055' } }]);
  });

  it('twice changes nothing, and nobody is told', async () => {
    const { you } = await startBot({ door });
    await you.ask('/attack watch T1055');
    const again = await you.ask('/attack watch t1055');
    expect(again.ephemeral).toBe(true);
    expect(read(again)).toContain('That is watched here already');
    expect(you.messages().filter(isTold)).toHaveLength(1);
  });

  it('is refused at once where the bot could not tell of a release', async () => {
    const { you, memory } = await startBot({ door });
    const note = await you.ask('/attack watch T1055', { channel: OTHER_CHANNEL });
    expect(note.ephemeral).toBe(true);
    expect(read(note)).toContain('Nothing was changed: I could not announce anything in this channel');
    expect(read(note)).toContain('`/invite`');
    expect(await memory.subscriptions.of({ team: TEAM.id, channel: OTHER_CHANNEL })).toEqual([]);
  });

  it('works in a direct message, for that person', async () => {
    const { you, memory } = await startBot({ door });
    const place = { channel: DIRECT_MESSAGE };
    expect(read(await you.ask('watch T1055', place))).toContain('watches for themselves');
    const list = await you.ask('watching', place);
    expect(read(list)).toContain('*What is watched for you*');
    const shorter = await you.turn(list, 'Remove T1055');
    expect(read(shorter)).toContain('Nothing is watched for you');
    expect(await memory.subscriptions.of({ team: TEAM.id, channel: DIRECT_MESSAGE })).toEqual([]);
  });

  it('is asked for in a thread too, and answered there', async () => {
    const { sandbox, you } = await startBot({ door });
    const parent = await you.say('an incident');
    const told = await you.ask(`<@${sandbox.workspace.bot.id}> watch T1055`, { threadTs: parent.ts });
    expect(told.threadTs).toBe(parent.ts);
    expect(read(told)).toContain('watches in this channel');
  });
});

describe.each(DOORS)('the watch list, through the %s door', (door) => {
  it('is shown to who asks, with who added what, and shrinks where it is pressed', async () => {
    const { sandbox, you, memory } = await startBot({ door });
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    await colleague.ask('/attack watch T1055 G0016');
    await colleague.ask('/attack subscribe releases');
    const list = await you.ask('/attack watch');
    expect(list.ephemeral).toBe(true);
    expect(read(list)).toContain('*What is watched in this channel*, 2 of at most 100');
    expect(read(list)).toContain(
      `Process Injection>\nadded by <@${colleague.who.id}>, less than a minute ago [Remove T1055]`,
    );
    const shorter = await you.turn(list, 'Remove T1055');
    expect(read(shorter)).not.toContain('Process Injection');
    expect(read(await colleague.find(({ text }) => text.includes('no longer watches')))).toContain('Process Injection');
    const unsubscribed = await you.turn(shorter, 'Unsubscribe');
    expect(read(unsubscribed)).toContain('*New releases* are not announced as such.');
    const subscribed = await you.turn(unsubscribed, 'Subscribe');
    expect(read(subscribed)).toContain(`each with a summary\nadded by <@${you.who.id}>`);
    expect(await memory.subscriptions.of(HERE)).toHaveLength(2);
  });

  it('loses nothing to words that name nothing in it', async () => {
    const { you, memory } = await startBot({ door });
    await you.ask('/attack watch T1055 platform:windows');
    for (const typed of ['---', 'T1059', 'platform:linux', 'nonsense', 'all of it']) {
      const before = you.messages().length;
      await you.ask(`/attack unwatch ${typed}`);
      expect(read(you.messages()[before] ?? {})).toContain('Nothing of that is watched here');
    }
    expect(await memory.subscriptions.of(HERE)).toHaveLength(2);
  });

  it('is emptied at once, and brought back by an undo', async () => {
    const { you, memory } = await startBot({ door });
    await you.ask('/attack watch T1055 G0016 platform:windows');
    const told = await you.ask('/attack unwatch all');
    expect(await memory.subscriptions.of(HERE)).toEqual([]);
    await you.turn(told, 'Undo this change');
    expect(await memory.subscriptions.of(HERE)).toHaveLength(3);
  });

  it('holds a hundred entries, and says what it has no room for', async () => {
    const { you, memory } = await startBot({ door });
    const mark = { by: 'U9', at: 1 };
    const add = Array.from({ length: 99 }, (_, n) => ({
      target: { kind: 'object', stixId: `attack-pattern--${n}`, called: `T${9000 + n}` } as const,
      mark,
    }));
    await memory.subscriptions.change(HERE, () => ({ add, remove: [] }));
    await you.ask('/attack watch T1055 G0016');
    const note = await you.find(({ ephemeral, text }) => ephemeral && text.includes('Not watched'));
    expect(read(note)).toContain('APT29>. A list holds 100 entries, and this one is full');
    expect(await memory.subscriptions.of(HERE)).toHaveLength(100);
    const list = await you.ask('/attack watching');
    expect(read(list)).toContain('100 of at most 100, page 1 of 12');
    expect(read(await you.turn(list, 'Next page'))).toContain('page 2 of 12');
  });
});

describe('a change of the watch list', () => {
  it('can be undone for a day, in its channel', async () => {
    let late = 0;
    const { you, memory } = await startBot({ now: () => Date.now() + late });
    const told = await you.ask('/attack watch T1055');
    late = 25 * 3_600_000;
    await you.press(told, 'Undo this change');
    await you.find(({ text }) => text.startsWith('This can no longer be undone'));
    expect(await memory.subscriptions.of(HERE)).toHaveLength(1);
  });

  it('that was changed since is not undone', async () => {
    const { you } = await startBot();
    const told = await you.ask('/attack watch T1055');
    await you.ask('/attack unwatch T1055');
    await you.press(told, 'Undo this change');
    await you.find(({ text }) => text.startsWith('Not undone: somebody has changed it since'));
  });
});
