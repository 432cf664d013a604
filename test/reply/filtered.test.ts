import type { DataTableBlock, KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { type Message, withoutNewer } from '../../src/reply/blocks.ts';
import { reply } from '../../src/reply/reply.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, group, malware, mitigation, relationship, tactic, technique, tool } from '../fixtures/bundle.ts';
import { buttonsOf, read } from '../fixtures/person.ts';

const persistence = tactic({ id: 'TA0003', name: 'Persistence', shortname: 'persistence' });
const cron = technique({ id: 'T1053', name: 'Cron', tactics: ['persistence'], platforms: ['Linux', 'macOS'] });
const keys = technique({ id: 'T1547', name: 'Run <Keys>', tactics: ['persistence'], platforms: ['Windows'] });
const bear = group({ id: 'G0016', name: 'APT29', aliases: ['Cozy Bear'] });
const cat = tool({ id: 'S0002', name: 'Mimikatz', platforms: ['Windows'] });
const catalog = catalogOf({
  enterprise: [
    persistence,
    cron,
    keys,
    technique({ id: 'T1588.002', name: 'Tool', tactics: ['persistence'], platforms: ['PRE'] }),
    technique({ id: 'T1615', name: 'Group Policy Discovery', tactics: ['persistence'], platforms: ['PRE'] }),
    bear,
    group({ id: 'G0032', name: 'Lazarus Group' }),
    cat,
    malware({ id: 'S0154', name: 'Cobalt Strike', platforms: ['Windows'] }),
    mitigation({ id: 'M1032', name: 'Multi-factor Authentication' }),
    mitigation({ id: 'M1027', name: 'Password Policies' }),
    technique({
      id: 'T1064',
      name: 'Scripting',
      tactics: ['persistence'],
      platforms: ['Windows'],
      status: 'deprecated',
    }),
    relationship(bear, 'uses', cron),
    relationship(cat, 'uses', keys),
  ],
  mobile: [
    tactic({ id: 'TA0028', name: 'Persistence', shortname: 'persistence' }),
    technique({
      id: 'T1398',
      name: 'Boot Scripts',
      tactics: ['persistence'],
      platforms: ['Android'],
      chain: 'mitre-mobile-attack',
    }),
  ],
});
const ask = (typed: string, within = catalog) => reply(parseAnswerable(typed), within, { now: 0, isPrivate: true });
const press = (message: Message, label: string, within = catalog) => {
  const button = message.blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .find((element) => element.type === 'button' && element.text.text === label);
  if (button?.type !== 'button')
    throw new Error(`no button ${label} among ${buttonsOf({ blocks: [...message.blocks] })}`);
  return reply(JSON.parse(button.value ?? ''), within, { now: 0, isPrivate: true });
};
const tableOf = ({ blocks }: Message) => blocks.find((block): block is DataTableBlock => block.type === 'data_table');
const rowsOf = (message: Message) =>
  tableOf(message)?.rows.map((row) => row.map((cell) => (cell.type === 'raw_text' ? cell.text : '')).join(' | '));
const optionsOf = ({ blocks }: { readonly blocks: readonly KnownBlock[] }) =>
  blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .flatMap((element) => (element.type === 'static_select' ? (element.options ?? []) : []))
    .map(({ value }) => value);

describe('a list', () => {
  it('is a table that says what was asked, with the same rows as lines and as text', () => {
    const list = ask('tactic:persistence platform:linux,windows -platform:android');
    expect(tableOf(list)).toMatchObject({
      caption: '2 techniques',
      row_header_column_index: 0,
    });
    expect(rowsOf(list)).toEqual([
      'ID | Name | Type | Tactics | Platforms',
      'T1053 | Cron | Enterprise technique | Persistence | Linux, macOS',
      'T1547 | Run <Keys> | Enterprise technique | Persistence | Windows',
    ]);
    const heading = '*2 techniques* · tactic Persistence · platform Linux or Windows · not platform Android';
    const lines = [
      '• <https://attack.mitre.org/techniques/T1053|T1053 · Cron>: Enterprise technique · Persistence · Linux, macOS',
      '• <https://attack.mitre.org/techniques/T1547|T1547 · Run &lt;Keys&gt;>: Enterprise technique · Persistence · Windows',
    ];
    const plainer = withoutNewer(list, new Set(['data_table']));
    expect(tableOf(plainer)).toBeUndefined();
    expect(
      read({ blocks: [...plainer.blocks] })
        .split('\n')
        .slice(0, 3),
    ).toEqual([heading, ...lines]);
    expect(list.text.split('\n').slice(0, 3)).toEqual([heading, ...lines]);
    expect(optionsOf(list)).toEqual(['T1053', 'T1547']);
    expect(optionsOf(plainer)).toEqual(['T1053', 'T1547']);
  });

  it('says the words that were searched for in its heading, above the table', () => {
    const list = ask('type:sub-technique injecting', SMALL_CATALOG);
    expect(list.text).toMatch(/^\*\d+ sub-techniques\* · “injecting”/);
    expect(tableOf(list)?.caption).toMatch(/^1 to 15 of \d+ sub-techniques/);
  });

  it('of several kinds says of each what it is', () => {
    expect(rowsOf(ask('platform:windows status:any'))).toEqual([
      'ID | Name | Type | Details',
      'T1547 | Run <Keys> | Enterprise technique | Persistence · Windows',
      'S0002 | Mimikatz | Enterprise tool | Windows',
      'S0154 | Cobalt Strike | Enterprise malware | Windows',
      'T1064 | Scripting | Enterprise technique, deprecated | Persistence · Windows',
    ]);
  });

  it('cuts what is long between two items', () => {
    const platforms = ['Containers', 'Identity Provider', 'Network Devices', 'Windows'];
    const both = ['T1001', 'T1002'].map((id) => technique({ id, name: id, platforms }));
    const some = tactic({ id: 'TA0003', name: 'Persistence', shortname: 'persistence' });
    const wide = catalogOf({ enterprise: [some, ...both] });
    expect(rowsOf(ask('techniques', wide))?.[1]).toMatch(/ \| Containers, Identity Provider, …$/);
  });

  it('of one is that one', () => {
    expect(ask('platform:android').text).toMatch(/^\*<.*T1398 · Boot Scripts>/);
    expect(ask('platform:linux cron').text).toMatch(/^\*<.*T1053 · Cron>/);
    expect(ask('platform:linux crom').text).toMatch(/^Nearest to “crom”:\n\*<.*T1053 · Cron>/);
  });

  it.each([
    ['groups', '*2 groups*', ['G0016', 'G0032']],
    ['mitigation', '*2 mitigations*', ['M1027', 'M1032']],
    ['software', '*2 software*', ['S0002', 'S0154']],
    ['all tactics', '*2 tactics*', ['TA0003', 'TA0028']],
    [
      'techniques domain:mobile,enterprise platform:android,linux',
      '*2 techniques* · platform Android or Linux · domain Mobile or Enterprise',
      ['T1053', 'T1398'],
    ],
  ])('%j is all of a kind', (typed, heading, ids) => {
    const list = ask(typed);
    expect(list.text.split('\n')[0]).toBe(heading);
    expect(optionsOf(list)).toEqual(ids);
  });

  it('offers what is called as a kind is', () => {
    const tools = ask('software');
    expect(buttonsOf({ blocks: [...tools.blocks] })).toEqual(['Share to channel', 'Copy as Markdown']);
    expect(ask('tool').text).toMatch(/^\*<.*S0002 · Mimikatz>/);
    expect(buttonsOf({ blocks: [...ask('techniques').blocks] })).not.toContain('Show T1588.002 · Tool');
  });

  it('pages, and is its last page beyond it', () => {
    const first = ask('type:sub-technique', SMALL_CATALOG);
    expect(first.text).toMatch(/^\*18 sub-techniques\*, page 1 of 2/);
    expect(rowsOf(first)).toHaveLength(16);
    expect(tableOf(first)?.caption).toBe('1 to 15 of 18 sub-techniques');
    const question = {
      kind: 'search',
      text: '',
      filters: [{ field: 'type', value: 'subtechnique', isNot: false }],
      page: 99,
    } as const;
    const last = reply(question, SMALL_CATALOG, { now: 0, isPrivate: true });
    expect(last.text).toMatch(/^\*18 sub-techniques\*, page 2 of 2/);
    expect(rowsOf(last)).toHaveLength(4);
    expect(tableOf(last)?.caption).toBe('16 to 18 of 18 sub-techniques');
    expect(buttonsOf({ blocks: [...last.blocks] })).toContain('Previous page: sub-techniques');
  });
});

describe('filters beside an ID', () => {
  it.each(['T1053 platform:windows', 'platform:windows T1053 description'])(
    'do not count, and %j is told so',
    (typed) => {
      expect(ask(typed).text).toContain('beside an ID they do not count');
      expect(ask('T1053').text).not.toContain('Filters');
    },
  );
});

describe('a kind before a name', () => {
  it.each([
    ['tactic persistence', 'TA0003 · Persistence', 'Techniques'],
    ['group APT29', 'G0016 · APT29', 'Techniques'],
    ['group cozy bear', 'G0016 · APT29', 'Techniques'],
    ['software mimikatz', 'S0002 · Mimikatz', 'Techniques'],
    ['tool mimikatz', 'S0002 · Mimikatz', 'Techniques'],
    ['group G0016', 'G0016 · APT29', 'Techniques'],
    ['tactic TA0003', 'TA0003 · Persistence', 'Techniques'],
    ['mitigation multi-factor', 'M1032 · Multi-factor Authentication', ''],
  ])('%j opens the card with its techniques', (typed, title, opened) => {
    const { text } = ask(typed);
    expect(text).toContain(`${title}>*`);
    expect(text).toMatch(opened === '' ? /ATT&amp;CK lists no techniques/ : /\n\*Techniques \(\d+\)\*/);
  });

  it('offers what else is called so', () => {
    expect(buttonsOf({ blocks: [...ask('tactic persistence').blocks] })).toContain('Show TA0028 · Persistence');
  });

  it('is a part of the name where something is called so', () => {
    expect(ask('group policy discovery').text).toMatch(/^\*<.*T1615 · Group Policy Discovery>/);
    expect(ask('group policy').text).toContain('T1615 · Group Policy Discovery');
  });

  it('limits what is searched for to the kind', () => {
    expect(ask('mitigation pass').text).toMatch(/^Nearest to “mitigation pass”:\n\*<.*M1027 · Password Policies>/);
    expect(ask('group mimi').text).not.toContain('S0002');
  });
});

describe('filters that leave nothing', () => {
  it('name the nearest values there are, each a question put right', () => {
    const misread = ask('platform:linx cron');
    expect(misread.text).toMatch(/^No platform in ATT&amp;CK 18\.1 is called “linx”\. Did you mean platform Linux\?/);
    expect(press(misread, 'Platform Linux').text).toMatch(/^\*<.*T1053 · Cron>/);
  });

  it('name all values where none is near, or none was given', () => {
    expect(ask('domain:cloud').text).toContain('There are: Enterprise, Mobile.');
    expect(ask('platform:').text).toMatch(
      /^`platform:` needs a value\.\nThere are: Android, Linux, macOS, PRE, Windows\./,
    );
  });

  it('name all values of a field once, however many are none', () => {
    expect(ask('platform:cloud,mainframe domain:cloud').text.match(/There are: \w+/g)).toEqual([
      'There are: Android',
      'There are: Enterprise',
    ]);
  });

  it('name each tactic once, by its name', () => {
    expect(ask('tactic:').text).toContain('There are: Persistence.\n');
  });

  it('are put right with what belonged to the value left out of the words', () => {
    const misread = ask('tactic:defence evasion injecting', SMALL_CATALOG);
    expect(press(misread, 'Tactic Defense Evasion', SMALL_CATALOG).text).toMatch(
      /^\*\d+ sub-techniques\* · tactic Defense Evasion · “injecting”/,
    );
  });

  it('echo a hostile value as mere words', () => {
    expect(ask('tactic:<!channel>').text).toContain('is called “&lt;!channel&gt;”');
  });

  it('offer to drop each, and what ATT&CK gave up', () => {
    const empty = ask('type:group platform:linux');
    expect(empty.text).toMatch(/^Nothing in ATT&amp;CK 18\.1 is all of this: platform Linux · type group\./);
    expect(buttonsOf({ blocks: [...empty.blocks] })).toEqual(['Without type group: 1', 'Without platform Linux: 2']);
    expect(press(empty, 'Without platform Linux: 2').text).toMatch(/^\*2 groups\*/);
    const dead = ask('platform:windows scripting');
    expect(press(dead, 'Deprecated and revoked too: 1').text).toContain('T1064 · Scripting');
    expect(buttonsOf({ blocks: [...dead.blocks] })).toContain('Without the words: 3');
  });

  it('may contradict each other, or be asked of what has none', () => {
    const empty = ask('-type:group type:group');
    expect(buttonsOf({ blocks: [...empty.blocks] })).toEqual(['With type group too: 2', 'Without type group: 11']);
    expect(buttonsOf({ blocks: [...ask('type:group qqqqqq').blocks] })).toEqual(['Without the words: 2']);
  });

  it('are all said, and more than a button holds are not left out unsaid', () => {
    const platforms = ['Android', 'Linux', 'macOS', 'PRE', 'Windows'];
    expect(ask(`platform:${platforms.join(',')} -type:group,tool,malware`).text).toMatch(
      /^\*.*\* · platform Android or Linux or macOS or PRE or Windows · not type group, tool, malware/,
    );
    const surplus = ask(`platform:${platforms.join(',')} -type:group,tool,malware -domain:ics cron`);
    expect(surplus.text).toMatch(
      /^I take at most 8 filters at once: “-domain:ics” and what follows it would not count\./,
    );
    expect(press(surplus, 'Use the first 8').text).toMatch(/^\*<.*T1053 · Cron>/);
  });

  it('may be a slip of the filter’s word', () => {
    const slip = ask('tatic:persistence platform:linux');
    expect(slip.text).toMatch(/^“tatic:” is no filter\. Did you mean `tactic:`\?/);
    expect(press(slip, 'Filter by tactic').text).toMatch(/^\*<.*T1053 · Cron>/);
    expect(press(slip, 'Search for the words as they are').text).toMatch(
      /^Nothing in ATT&amp;CK 18\.1 is all of this: “tatic persistence”/,
    );
  });

  it('are words where the value is none that the field has either', () => {
    expect(ask('tape:linux').text).toMatch(/^Nothing in ATT&amp;CK 18\.1 is called “tape:linux”/);
    expect(ask('tyme:linux').text).toMatch(/^Nothing in ATT&amp;CK 18\.1 is called “tyme:linux”/);
  });
});

describe('a value of several words', () => {
  it('is read without quotes too', () => {
    const { text } = ask('tactic:defense evasion way 2 of injecting', SMALL_CATALOG);
    expect(text).toContain('T1055.002 · Process Injection: Way 2 of Injecting');
    expect(ask('type:data component', SMALL_CATALOG).text).toMatch(/^\*<.*DC0032 · Process Creation>/);
  });

  it('is said to be none where it is none', () => {
    expect(ask('tactic:initial access', SMALL_CATALOG).text).toMatch(
      /^No tactic in ATT&amp;CK 18\.1 is called “initial”/,
    );
  });
});
