import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL } from '../src/sandbox/workspace.ts';
import { DOORS, startBot } from './fixtures/bot.ts';
import { buttonsOf, createSomeone, read } from './fixtures/person.ts';

describe.each(DOORS)('/attack through the %s door', (door) => {
  it('shows a card to the asker alone', async () => {
    const { sandbox, you } = await startBot({ door });
    const card = await you.ask('/attack T1055');
    expect(card.ephemeral).toBe(true);
    expect(read(card)).toContain('T1055 · Process Injection');
    expect(read(card)).toContain('Enterprise technique · Defense Evasion · Linux, Windows');
    expect(read(card)).toContain('Code runs inside the process of somebody else.');
    expect(createSomeone(sandbox, sandbox.workspace.colleague).messages()).toEqual([]);
  });

  it.each([
    ['t1059.001', 'T1059.001 · Command and Scripting Interpreter: PowerShell'],
    ['ta0005', 'TA0005 · Defense Evasion'],
    ['g0016', 'G0016 · APT29'],
    ['s0154', 'S0154 · Cobalt Strike'],
    ['c0024', 'C0024 · SolarWinds Compromise'],
    ['m1040', 'M1040 · Behavior Prevention on Endpoint'],
    ['det0100', 'DET0100 · Odd Threads in Other Processes'],
    ['an0001', 'AN0001 · Analytic 0001'],
    ['dc0032', 'DC0032 · Process Creation'],
    ['a0001', 'A0001 · Workstation'],
    ['https://attack.mitre.org/groups/G0016/', 'G0016 · APT29'],
    ['cozy bear', 'G0016 · APT29'],
  ])('reads %s as %s', async (typed, title) => {
    const { you } = await startBot({ door });
    expect(read(await you.ask(`/attack ${typed}`))).toContain(title);
  });

  it('shows several objects at once, and names what it does not know', async () => {
    const { you } = await startBot({ door });
    const cards = await you.ask('/attack T1055, g0016 T9999');
    expect(read(cards)).toMatch(/T1055 · Process Injection[\s\S]+G0016 · APT29[\s\S]+Not in ATT&amp;CK 18\.1: T9999/);
    expect(read(await you.turn(cards, 'Open G0016'))).toContain('Patient people.');
  });

  it('shows a clear winner for words with typos, and what else they may mean', async () => {
    const { you } = await startBot({ door });
    const card = await you.ask('/attack proces injecton');
    expect(read(card)).toMatch(/^Nearest to “proces injecton”:\n\*.*T1055 · Process Injection/);
    expect(read(card)).toContain('Did you mean');
    const other = await you.turn(card, 'Show T1055.012 · Process Injection: Process Hollowing');
    expect(read(other)).toMatch(/^\*.*T1055\.012 · Process Injection: Process Hollowing/);
  });

  it('shows a choice where several are as likely, and opens the chosen one in place', async () => {
    const { you } = await startBot({ door });
    const choice = await you.ask('/attack way of injecting');
    expect(read(choice)).toContain('Which one?');
    const next = await you.turn(choice, 'Next page');
    expect(read(next)).toContain('page 2 of');
    const chosen = await you.turn(next, 'Open ');
    expect(read(chosen)).not.toContain('Which one?');
    expect(chosen.ephemeral).toBe(true);
  });

  it.each(['help', 'HELP', '?'])('answers "%s" with help', async (typed) => {
    const { you } = await startBot({ door });
    const help = await you.ask(`/attack ${typed}`);
    expect(read(help)).toContain('`/attack status`');
    expect(buttonsOf(help)).toEqual(['Show T1055', 'Show status']);
  });

  it('tells what is loaded, from where, how old and how the last refresh went', async () => {
    const { you } = await startBot({ door });
    const status = read(await you.ask('/attack status'));
    expect(status).toContain('*Enterprise*: release 18.1');
    expect(status).toContain('https://feed.example');
    expect(status).toContain('20 groups');
    expect(status).toMatch(/\*Refresh\*: last .*, next [\s\S]*No errors\./);
  });

  it.each([
    ['T9999', '“T9999” is not in ATT&amp;CK 18.1'],
    ['xyzzy plugh', 'Nothing in ATT&amp;CK 18.1 is called “xyzzy plugh”'],
    ['<!channel> & co', 'Nothing in ATT&amp;CK 18.1 is called “&lt;!channel&gt; &amp; co”'],
  ])('says of %s what it understood, and what to try', async (typed, said) => {
    const { you } = await startBot({ door });
    const nothing = read(await you.ask(`/attack ${typed}`));
    expect(nothing).toContain(said);
    expect(nothing).toContain('/attack help');
  });

  it('offers what a misread ID may have meant', async () => {
    const { you } = await startBot({ door });
    expect(buttonsOf(await you.ask('/attack T1O55'))).toContain('Show T1055 · Process Injection');
  });

  it('says of a revoked technique first what it is now, and shows that', async () => {
    const { you } = await startBot({ door });
    const card = await you.ask('/attack T1086');
    expect(read(card)).toMatch(/^\*Revoked:\* T1086 · PowerShell is now \*<.*T1059\.001 .*PowerShell/);
    expect(read(card)).toContain('A shell that is everywhere.');
  });

  it('says of a deprecated technique first that it is', async () => {
    const { you } = await startBot({ door });
    const card = read(await you.ask('/attack T1064'));
    expect(card).toMatch(/^\*Deprecated:\*.*T1064 · Scripting.*Its text points to .*T1059/);
  });

  it('is answered where the bot is no member, and in a direct message', async () => {
    const { you, calls } = await startBot({ door });
    for (const channel of [OTHER_CHANNEL, DIRECT_MESSAGE]) {
      expect(read(await you.ask('/attack T1055', { channel }))).toContain('T1055 · Process Injection');
    }
    expect(calls('chat.postMessage')).toEqual([]);
  });
});

describe.each(DOORS)('a button through the %s door', (door) => {
  it.each([
    ['Description', 'borrows rights &lt;of its host&gt;'],
    ['Sub-techniques (17)', 'T1055.012'],
    ['Detection (1)', 'DET0100 · Odd Threads in Other Processes'],
    ['Mitigations (1)', 'M1040 · Behavior Prevention on Endpoint'],
    ['Groups (20)', 'G0016 · APT29'],
    ['Software (1)', 'S0154 · Cobalt Strike'],
    ['Campaigns (1)', 'C0024 · SolarWinds Compromise'],
    ['Procedures (22)', 'Seen doing so.'],
  ])('%s opens beneath the card, in the same message', async (label, content) => {
    const { you } = await startBot({ door });
    const card = await you.ask('/attack T1055');
    const opened = await you.turn(card, label);
    expect(you.messages()).toEqual([opened]);
    expect(opened.ephemeral).toBe(true);
    expect(buttonsOf(opened)).toContain(`${label}, open`);
    expect(read(opened).slice(read(card).indexOf('[Share'))).toContain(content);
  });

  it('turns pages, and closes what is open', async () => {
    const { you } = await startBot({ door });
    const card = await you.ask('/attack T1055');
    const first = await you.turn(card, 'Groups (20)');
    expect(read(first)).toContain('page 1 of 2');
    expect(buttonsOf(first).join()).not.toContain('Previous page');
    const second = await you.turn(first, 'Next page');
    expect(read(second)).toContain('page 2 of 2');
    expect(buttonsOf(second).join()).not.toContain('Next page');
    const back = await you.turn(second, 'Previous page');
    expect(read(back)).toBe(read(first));
    expect(read(await you.turn(back, 'Close'))).toBe(read(card));
    expect(you.messages()).toHaveLength(1);
  });

  it('shares the answer with the channel under the name of who pressed it, and leaves the private one as it is', async () => {
    const { sandbox, you } = await startBot({ door });
    const opened = await you.turn(await you.ask('/attack T1055'), 'Mitigations (1)');
    await you.press(opened, 'Share to channel');
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const shared = await colleague.find(({ blocks }) => blocks !== undefined);
    expect(read(shared)).toContain('M1040 · Behavior Prevention on Endpoint');
    expect(read(shared)).toContain(`Shared by <@${you.who.id}>`);
    expect(buttonsOf(shared)).not.toContain('Share to channel');
    expect(you.messages()).toEqual([opened, shared]);
  });

  it('of a shared answer changes it for all, whoever presses it', async () => {
    const { sandbox, you } = await startBot({ door });
    await you.press(await you.ask('/attack T1055'), 'Share to channel');
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const shared = await colleague.find(({ blocks }) => blocks !== undefined);
    const turned = await colleague.turn(shared, 'Groups (20)');
    expect(read(turned)).toContain('G0016 · APT29');
    expect(buttonsOf(turned)).not.toContain('Share to channel');
    expect(you.messages().filter(({ ephemeral }) => !ephemeral)).toEqual([turned]);
  });

  it('of a direct message works without the bot being asked again', async () => {
    const { you } = await startBot({ door });
    const card = await you.ask('T1055', { channel: DIRECT_MESSAGE });
    expect(read(await you.turn(card, 'Software (1)'))).toContain('S0154 · Cobalt Strike');
  });

  it('with a value that no version of the bot made is answered with help', async () => {
    const { sandbox, you } = await startBot({ door });
    const old = {
      type: 'button',
      action_id: 'ask.0',
      text: { type: 'plain_text', text: 'Old' },
      value: '{"kind":"?"}',
    } as const;
    const message = sandbox.workspace.post({
      channel: INCIDENT_CHANNEL,
      author: sandbox.workspace.bot.id,
      text: 'An old card',
      blocks: [{ type: 'actions', elements: [old] }],
    });
    const shown = await you.find(({ ts }) => ts === message.ts);
    expect(read(await you.turn(shown, 'Old'))).toContain('`/attack status`');
  });
});
