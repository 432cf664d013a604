import { describe, expect, it } from 'vitest';
import { withoutNewer } from '../../../src/reply/blocks.ts';
import type { Compared } from '../../../src/reply/changes/compared.ts';
import { reply } from '../../../src/reply/reply.ts';
import { parseAnswerable } from '../../fixtures/answerable.ts';
import { findFaults } from '../../fixtures/message-faults.ts';
import { buttonsOf, read } from '../../fixtures/person.ts';
import { LATER_CATALOG, TWO_COMPARED } from '../../fixtures/two-releases.ts';

const SITE = 'https://attack.mitre.org';
const both: Compared = { kind: 'compared', comparison: TWO_COMPARED };

function ask(typed: string, compared: Compared = both) {
  const message = reply(parseAnswerable(typed), LATER_CATALOG, { now: Date.now(), isPrivate: false, compared });
  expect(findFaults(message)).toEqual([]);
  return message;
}

/** As it is where Slack takes no newer blocks. */
function plainly(typed: string): string {
  const message = ask(typed);
  return read(withoutNewer(message, new Set(['data_table', 'container'])));
}

describe('the summary of two releases', () => {
  it('says what a reader sees, what MITRE counts, and what is left out', () => {
    expect(plainly('changes')).toBe(
      [
        '*ATT&amp;CK 17.1 → 18.1* · Enterprise, ICS · what a reader sees',
        '• *New:* 14 groups, 3 techniques, 1 tactic, 1 detection strategy',
        '• *Revived:* T1012 Revived',
        '• *Renamed:* T1003 Shell History (was “Bash History”); TA0005 Stealth (was “Defense Evasion”)',
        '• *New IDs:* DC0032 Process Creation (has an ID now)',
        '• *Revoked:* T1562 Impair Defenses (now T1685); T1562.001 Disable Tools (now T1685.001)',
        '• *Now lead elsewhere:* T1054 Old Impairment (now leads to T1685.001)',
        '• *Deprecated:* T1010 Fading',
        '• *Removed:* T1011 Gone',
        '• *Moved to other tactics:* T1005 Movable (+Stealth)',
        '• *Other platforms:* T1006 Portable (+macOS −Windows)',
        '• *Text reworded:* T1004 Reworded',
        '• *Aliases gained or lost:* G0016 APT29 (+Cozy Bear)',
        '• *Domains gained or lost:* G0016 APT29 (+ICS)',
        '• *Gained or lost:* sub-techniques by 1 technique; techniques by 3 tactics, 1 group, 1 mitigation; mitigations by 1 technique; groups by 1 technique',
        '• *Tactics:* TA0005 Stealth (was “Defense Evasion”); TA0112 Defense Impairment (new)',
        '• *ATT&amp;CK’s model:* detection strategies now detect techniques (1 relation), which data components did before (1)',
        '• *New contributors:* 1',
        '*As MITRE’s changelog counts, and tactics beside*',
        '• Enterprise techniques: 2 new, 1 major, 2 minor, 1 other, 2 patched, 2 revoked, 1 deprecated, 1 deleted',
        '• Enterprise tactics: 1 new, 1 minor',
        '• Enterprise groups: 14 new, 1 patched',
        '• Enterprise detection strategies: 1 new',
        '• Enterprise data components: 1 major',
        '• ICS techniques: 1 new',
        '• ICS groups: 1 new',
        '1 object that MITRE’s changelog lists is left out above: nothing that a reader sees changed.',
        'Not compared: Mobile, which 17.1 does not have.',
        '[Upload all as Markdown]',
      ].join('\n'),
    );
  });

  it('has the figures as a table where Slack takes one', () => {
    const table = ask('changes').blocks.find(({ type }) => type === 'data_table');
    expect(table).toMatchObject({
      caption: 'As MITRE’s changelog counts, and tactics beside',
      row_header_column_index: 0,
    });
    const rows = (table as unknown as { rows: { text: string }[][] }).rows.map((row) => row.map(({ text }) => text));
    expect(rows.slice(0, 3)).toEqual([
      ['Type', 'New', 'Major', 'Minor', 'Other', 'Patched', 'Revoked', 'Deprecated', 'Deleted'],
      ['Enterprise techniques', '2', '1', '2', '1', '2', '2', '1', '1'],
      ['Enterprise tactics', '1', '–', '1', '–', '–', '–', '–', '–'],
    ]);
  });

  it('tells of what filters leave, and nothing that is of no object', () => {
    const text = plainly('changes type:tactic');
    expect(text).toContain('*ATT&amp;CK 17.1 → 18.1* · Enterprise, ICS · type tactic · what a reader sees');
    expect(text).toContain('• *New:* TA0112 Defense Impairment\n• *Renamed:* TA0005 Stealth (was “Defense Evasion”)');
    expect(text).not.toMatch(/model|\*Tactics:|Revoked/);
  });

  it('tells what left a tactic or a platform as well as what came', () => {
    expect(plainly('changes tactic:stealth')).toContain('*Moved to other tactics:* T1005 Movable (+Stealth)');
    // By the name that the tactic had: TA0005 is the same one.
    expect(plainly('changes tactic:"defense evasion"')).toContain('*Revoked:* T1562 Impair Defenses (now T1685)');
    expect(plainly('changes platform:windows')).toContain('*Other platforms:* T1006 Portable (+macOS −Windows)');
  });

  it('says so where nothing changed', () => {
    expect(plainly('changes type:asset')).toMatch(/^.*what a reader sees\nNothing\.\n/);
  });
});

describe('a list of changes', () => {
  it('says of each object what changed, and opens it', () => {
    expect(plainly('changes renamed')).toBe(
      [
        '*Renamed:* 2 objects · *ATT&amp;CK 17.1 → 18.1* · Enterprise, ICS',
        `• <${SITE}/techniques/T1003|T1003 · Shell History> (Enterprise technique): was “Bash History”`,
        `• <${SITE}/tactics/TA0005|TA0005 · Stealth> (Enterprise tactic): was “Defense Evasion”; 1 technique gained, 2 lost`,
        '[Back to the summary]',
      ].join('\n'),
    );
  });

  it('in MITRE’s view says what the changelog calls it, and where a reader sees nothing of it', () => {
    const text = plainly('changes official');
    expect(text).toMatch(/^\*All that MITRE’s changelog mentions:\* 32 objects, page 1 of 3 /);
    expect(text).toContain('T1002 · Patched> (Enterprise technique): patch; nothing that a reader sees');
    expect(text).toContain('T1005 · Movable> (Enterprise technique): minor version change; tactics +Stealth');
  });

  it('turns its pages, and says so where it is empty', () => {
    expect(buttonsOf(ask('changes official'))).toContain('Next page: changelog');
    expect(plainly('changes sectors')).toBe(
      '*Sectors gained or lost:* 0 objects · *ATT&amp;CK 17.1 → 18.1* · Enterprise, ICS\nThere is none. The summary says what there is.\n[Back to the summary]',
    );
  });
});

describe('what changed of one object', () => {
  it('is its versions, its lists and its text', () => {
    const crew = (n: number) => `<${SITE}/groups/G010${n}|G010${n} · Crew ${n}>`;
    expect(plainly('diff T1004')).toBe(
      [
        `*<${SITE}/techniques/T1004|T1004 · Reworded>*`,
        'Enterprise technique · Execution',
        'ATT&amp;CK 17.1 → 18.1 · version 1.0 → 1.1 · in MITRE’s changelog: minor version change',
        '• *Text* reworded',
        `• *Groups:* 14 gained: ${crew(0)}, ${crew(1)}, ${crew(2)}, ${crew(3)} and 10 more; 1 lost: <${SITE}/groups/G0020|G0020 · Crew>`,
        `• *Mitigations:* 1 lost: <${SITE}/mitigations/M1017|M1017 · Train>; 1 kept`,
        `• *Detections:* 1 gained: <${SITE}/detectionstrategies/DET0001|DET0001 · Spotting>; 1 lost: <${SITE}/datacomponents/DC0032|DC0032 · Process Creation>`,
        '',
        '*Text*',
        '• _Reworded_: Intruders turn to a ~tool~ → *~\u200btool~* that is there anyway. They seldom bring',
        '• _Reworded_: that is there anyway. They seldom bring ~their own one with them.~ → *one of their own along.*',
        'Words that are new stand in *bold*, words that are gone are ~struck through~.',
        '[All 15 groups] [Show T1004]',
      ].join('\n'),
    );
  });

  it('opens a long list, page by page', () => {
    const question = { kind: 'diff', terms: ['T1004'], part: 'groups', page: 2 } as const;
    const message = reply(question, LATER_CATALOG, { now: Date.now(), isPrivate: false, compared: both });
    const text = read(message);
    expect(text).toContain('Groups, page 2 of 2\n• gained: ');
    expect(text).toContain(`• lost: <${SITE}/groups/G0020|G0020 · Crew>`);
    expect(buttonsOf(message)).toEqual(['Previous page: groups', 'Close groups', 'All 15 groups, open', 'Show T1004']);
  });

  it.each([
    [
      'T1562',
      'Enterprise technique · Defense Evasion\n',
      `• *Revoked:* it is now <${SITE}/techniques/T1685|T1685 · Disrupt Defenses>`,
    ],
    [
      'T1562.001',
      'in MITRE’s changelog: revocation',
      `it is now <${SITE}/techniques/T1685/001|T1685.001 · Disrupt Defenses: Disrupt Tools>`,
    ],
    ['T1054', 'not in MITRE’s changelog', `before, to <${SITE}/techniques/T1685/001|`],
    ['T1010', 'deprecation', '• *Deprecated* in 18.1'],
    ['T1012', 'patch', '• *Revived:* dead in 17.1, active in 18.1'],
    ['T1685', 'addition', '• *New* in 18.1'],
    [
      'T1003',
      'version 1.0 → 2.0 · in MITRE’s changelog: major version change',
      '• *Renamed* from “Bash History” to “Shell History”',
    ],
    [
      'T1005',
      'version 1.9 → 1.10 · in MITRE’s changelog: minor version change',
      `• *Tactics:* 1 gained: <${SITE}/tactics/TA0005|TA0005 · Stealth>`,
    ],
    [
      'T1006',
      'version 2.0 → 1.0 · in MITRE’s changelog: other version change',
      '• *Platforms:* 1 gained: macOS; 1 lost: Windows',
    ],
    ['DC0032', 'major version change', '• *ID:* DC0032, it had none before'],
    ['G0016', 'in MITRE’s changelog: patch (Enterprise), addition (ICS)', '• *Domains:* 1 gained: ICS'],
    [
      'T0800',
      'not in MITRE’s changelog',
      `• *Sub-techniques:* 1 gained: <${SITE}/techniques/T0800/001|T0800.001 · Level: Levelled>`,
    ],
    ['T1002', 'in MITRE’s changelog: patch', '*Nothing that a reader sees* changed in 18.1.'],
    ['T1001', 'not in MITRE’s changelog', '*Nothing that a reader sees* changed in 18.1.'],
    ['TA0005', 'minor version change', '• *Renamed* from “Defense Evasion” to “Stealth”'],
    ['defense evasion', 'TA0005 · Stealth', '• *Techniques:* 1 gained'],
    ['bash history', 'T1003 · Shell History', '• *Renamed*'],
  ])('of %s is told', (term, ...told) => {
    const text = plainly(`diff ${term}`);
    for (const one of told) expect(text).toContain(one);
  });

  it('is told of what only the earlier release has, with nothing to open', () => {
    const message = ask('diff T1011');
    expect(read(message)).toContain('• *Removed:* 18.1 has it no more, not even as revoked');
    expect(buttonsOf(message)).toEqual([]);
  });

  it('is a line each of several objects', () => {
    expect(plainly('diff T1003 T1011 T9999')).toBe(
      [
        '*ATT&amp;CK 17.1 → 18.1*',
        `• <${SITE}/techniques/T1003|T1003 · Shell History>: was “Bash History”`,
        `• <${SITE}/techniques/T1011|T1011 · Gone>: removed`,
        'In neither release: “T9999”',
        '',
      ].join('\n'),
    );
  });
});

describe('where there is nothing to tell', () => {
  it.each<[string, Compared, RegExp]>([
    ['diff T9999', both, /^“T9999” is neither in ATT&amp;CK 17\.1 nor in 18\.1\./],
    [
      'diff T1400',
      both,
      /^“T1400” cannot be compared: ATT&amp;CK 17\.1 and 18\.1 have in common only Enterprise, ICS\./,
    ],
    [
      'changes tactic:stelth',
      both,
      /^No tactic is called “stelth”, neither in ATT&amp;CK 17\.1 nor in 18\.1\.\nDid you mean\n\[tactic Stealth\] \[All changes\]/,
    ],
    ['changes domain:ics foo', both, /^I do not know what “foo” filters\./],
    [
      `changes ${Array.from({ length: 8 }, (_, n) => `platform:abcdefghijkl${n}`).join(' ')}`,
      both,
      /^\*So many filters I cannot keep/,
    ],
    [
      'changes',
      { kind: 'alone', release: '18.1' },
      /^\*Nothing to compare:\* I know of no release of ATT&amp;CK before 18\.1\./,
    ],
    ['changes', { kind: 'alone', release: undefined }, /does not say which release/],
    [
      'changes v18.1 v18.1',
      { kind: 'same', release: '18.1' },
      /^\*Nothing to compare:\* that is ATT&amp;CK 18\.1 twice\./,
    ],
    ['changes', { kind: 'apart', from: '1.0', to: '18.1' }, /have no domain in common/],
    [
      'changes v99',
      { kind: 'unlisted', release: '99', listed: ['18.1', '17.1'] },
      /^There is no ATT&amp;CK “99”\. There are 18\.1, 17\.1\./,
    ],
    [
      'changes v17',
      { kind: 'unreachable', release: '17', problem: 'no <network>' },
      /^ATT&amp;CK 17 is not on this bot’s disk, and cannot be had just now: no &lt;network&gt;\..*\n\[Try again\]/,
    ],
    ['changes', { kind: 'ungathered' }, /^Two releases are compared in a message/],
  ])('an answer to %s says so, and what to do', (typed, compared, told) => {
    expect(read(ask(typed, compared))).toMatch(told);
  });
});
