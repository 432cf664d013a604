import type { Button, ContainerBlock, KnownBlock, SectionBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../../src/attack/decode.ts';
import { fold, withoutNewer } from '../../src/reply/blocks.ts';
import type { Question } from '../../src/reply/question.ts';
import { type Asking, reply } from '../../src/reply/reply.ts';
import type { SectionName } from '../../src/reply/section-name.ts';
import { apologize, type Cause } from '../../src/reply/views/apology.ts';
import { describeQuestion } from '../../src/reply/views/asked.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Copy, RefreshReport } from '../../src/search/catalog.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import {
  analytic,
  asset,
  bundle21,
  campaign,
  catalogOf,
  dataComponent,
  dataSource,
  editionOf,
  group,
  malware,
  matrix,
  mitigation,
  relationship,
  strategy,
  tactic,
  technique,
  tool,
} from '../fixtures/bundle.ts';

const HOUR = 3_600_000;

const stealth = tactic({ id: 'TA0005', name: 'Stealth', shortname: 'stealth', description: 'Not being seen.' });
const injection = technique({
  id: 'T1055',
  name: 'Process Injection',
  description:
    'Code runs in the process of *another* program & hides there. See [Thread](https://attack.mitre.org/techniques/T1055/003).',
  tactics: ['stealth'],
  platforms: ['Linux', 'Windows'],
  version: '1.10',
});
const hollowing = technique({
  id: 'T1055.012',
  name: 'Process Hollowing',
  tactics: ['stealth'],
  platforms: ['Windows'],
});
const bear = group({
  id: 'G0016',
  name: 'APT29',
  aliases: ['Cozy Bear', 'The <Dukes>'],
  description: 'A patient group.',
});
const beacon = malware({ id: 'S0154', name: 'Cobalt Strike', aliases: ['Beacon'], platforms: ['Windows'] });
const compromise = campaign({
  id: 'C0024',
  name: 'SolarWinds Compromise',
  fields: { first_seen: '2019-08-01T05:00:00.000Z', last_seen: '2021-01-01T06:00:00.000Z' },
});
const prevention = mitigation({ id: 'M1040', name: 'Behavior Prevention' });
const processes = dataSource({ id: 'DS0009', name: 'Process', platforms: ['Windows'] });
const creation = dataComponent({
  id: 'DC0032',
  name: 'Process Creation',
  partOf: processes,
  fields: {
    x_mitre_log_sources: [
      { name: 'WinEventLog:Sysmon', channel: 'EventCode=1' },
      { name: 'Process', channel: 'None' },
    ],
  },
});
const rule = analytic({
  id: 'AN0110',
  name: 'Analytic 0110',
  description: 'A process starts with odd memory.',
  platforms: ['Windows'],
  fields: {
    x_mitre_log_source_references: [
      { name: 'WinEventLog:Sysmon', channel: 'EventCode=1', x_mitre_data_component_ref: creation.id },
      { name: 'auditd', channel: 'None' },
    ],
    x_mitre_mutable_elements: [{ field: 'TimeWindow', description: 'How far apart the two events may be.' }],
  },
});
const detection = strategy({ id: 'DET0100', name: 'Detection of Injection', analytics: [rule] });
const grid = matrix({
  id: 'enterprise-attack',
  name: 'Enterprise ATT&CK',
  tactics: [stealth],
  url: 'https://attack.mitre.org/matrices/enterprise',
});
const oldMitigation = mitigation({ id: 'T1055', name: 'Process Injection Mitigation', status: 'deprecated' });
const biscuit = malware({ id: 'S0017', name: 'BISCUIT' });
const oldEkans = malware({ id: 'S0017', name: 'EKANS', stixId: 'malware--old', status: 'revoked' });
const ekans = malware({ id: 'S0605', name: 'EKANS' });

// What is no more.
const sideLoading = technique({ id: 'T1574.002', name: 'DLL Side-Loading', status: 'revoked' });
const hijack = technique({ id: 'T1574', name: 'Hijack Execution Flow', tactics: ['stealth'] });
const dll = technique({ id: 'T1574.001', name: 'DLL', tactics: ['stealth'] });
const oldest = technique({ id: 'T1073', name: 'DLL Side-Loading', status: 'revoked' });
const scripting = technique({
  id: 'T1064',
  name: 'Scripting',
  status: 'deprecated',
  description: 'Please use T1055 or T1064 or [that](https://attack.mitre.org/techniques/T1574).',
});
const graphical = technique({ id: 'T1061', name: 'Graphical User Interface', status: 'deprecated' });
const intoDeprecated = technique({ id: 'T1434', name: 'Mail Delivery', status: 'revoked' });
const lost = technique({ id: 'T1454', name: 'Malicious SMS', status: 'revoked' });
const oldNgrok = malware({ id: 'S9000', name: 'Ngrok', status: 'revoked' });
const ngrok = tool({ id: 'S0508', name: 'ngrok' });
const manifesto = mitigation({ id: 'M0001', name: 'Good Manners', status: 'revoked' });

const firmware = technique({
  id: 'T0800',
  name: 'Firmware Mode',
  tactics: ['inhibit'],
  chain: 'mitre-ics-attack',
  platforms: ['None'],
});
const inhibit = tactic({ id: 'TA0107', name: 'Inhibit Response', shortname: 'inhibit' });
const controller = asset({
  id: 'A0003',
  name: 'Controller',
  relatedNames: ['PLC'],
  platforms: ['Embedded'],
  fields: { x_mitre_sectors: ['Water'] },
});

const catalog = catalogOf({
  enterprise: [
    stealth,
    injection,
    hollowing,
    bear,
    beacon,
    compromise,
    prevention,
    processes,
    creation,
    rule,
    detection,
    grid,
    oldMitigation,
    sideLoading,
    hijack,
    dll,
    oldest,
    scripting,
    graphical,
    intoDeprecated,
    lost,
    oldNgrok,
    ngrok,
    manifesto,
    biscuit,
    relationship(hollowing, 'subtechnique-of', injection),
    relationship(dll, 'subtechnique-of', hijack),
    relationship(
      bear,
      'uses',
      injection,
      '[APT29](https://attack.mitre.org/groups/G0016) injected code.(Citation: Them)',
    ),
    relationship(bear, 'uses', beacon),
    relationship(compromise, 'attributed-to', bear),
    relationship(compromise, 'uses', injection, 'A loader was injected.'),
    relationship(compromise, 'uses', hollowing),
    relationship(beacon, 'uses', injection),
    relationship(prevention, 'mitigates', injection, 'Stop what injects.'),
    relationship(detection, 'detects', injection),
    relationship(oldest, 'revoked-by', sideLoading),
    relationship(sideLoading, 'revoked-by', dll),
    relationship(intoDeprecated, 'revoked-by', graphical),
    relationship(oldNgrok, 'revoked-by', ngrok),
    relationship(manifesto, 'revoked-by', prevention),
  ],
  ics: [
    firmware,
    inhibit,
    controller,
    oldEkans,
    ekans,
    relationship(oldEkans, 'revoked-by', ekans),
    relationship(firmware, 'targets', controller),
  ],
});

/** More groups than two pages hold. */
const crowd = catalogOf({
  enterprise: [
    stealth,
    injection,
    ...Array.from({ length: 31 }, (_, n) => group({ id: `G${1000 + n}` })).flatMap((one) => [
      one,
      relationship(one, 'uses', injection),
    ]),
  ],
});

const asking: Asking = { now: HOUR, isPrivate: false };

const SOURCE = 'ATT&amp;CK 18.1 · object version 1.0 · changed 2025-01-01';
const TRY =
  'Try an ID (`/attack T1055`), part of a name (`/attack process inj`), a group or software (`/attack APT29`), or `/attack help`.';

describe('a card', () => {
  it.each([
    [
      'T1055',
      [
        says(
          '*<https://attack.mitre.org/techniques/T1055|T1055 · Process Injection>*\nEnterprise technique · Stealth · Linux, Windows\nCode runs in the process of _another_ program &amp; hides there. See <https://attack.mitre.org/techniques/T1055/003|Thread>.',
        ),
        small('ATT&amp;CK 18.1 · object version 1.10 · changed 2025-01-01'),
        opens(
          'T1055',
          'Description',
          'Sub-techniques (1)',
          'Detection (1)',
          'Mitigations (1)',
          'Groups (1)',
          'Software (1)',
          'Campaigns (1)',
          'Procedures (2)',
          'Tactics (1)',
        ),
      ],
    ],
    [
      'T1055.012',
      [
        says(
          '*<https://attack.mitre.org/techniques/T1055/012|T1055.012 · Process Injection: Process Hollowing>*\nEnterprise sub-technique · Stealth · Windows',
        ),
        small(SOURCE),
        opens('T1055.012', 'Groups (1)', 'Campaigns (1)', 'Tactics (1)', ['Parent T1055', 'T1055']),
      ],
    ],
    [
      'G0016',
      [
        says(
          '*<https://attack.mitre.org/groups/G0016|G0016 · APT29>*\nEnterprise group\nAlso known as Cozy Bear, The &lt;Dukes&gt;\nA patient group.',
        ),
        small(SOURCE),
        opens('G0016', 'Description', 'Techniques (1)', 'Software (1)', 'Campaigns (1)'),
      ],
    ],
    [
      'S0154',
      [
        says(
          '*<https://attack.mitre.org/software/S0154|S0154 · Cobalt Strike>*\nEnterprise malware · Windows\nAlso known as Beacon',
        ),
        small(SOURCE),
        opens('S0154', 'Techniques (1)', 'Groups (1)'),
      ],
    ],
    [
      'C0024',
      [
        says(
          '*<https://attack.mitre.org/campaigns/C0024|C0024 · SolarWinds Compromise>*\nEnterprise campaign · 2019-08 to 2021-01',
        ),
        small(SOURCE),
        opens('C0024', 'Techniques (2)', 'Groups (1)'),
      ],
    ],
    [
      'M1040',
      [
        says('*<https://attack.mitre.org/mitigations/M1040|M1040 · Behavior Prevention>*\nEnterprise mitigation'),
        small(SOURCE),
        opens('M1040', 'Techniques (1)'),
      ],
    ],
    [
      'TA0005',
      [
        says(
          '*<https://attack.mitre.org/tactics/TA0005|TA0005 · Stealth>*\nEnterprise tactic · 4 techniques\nNot being seen.',
        ),
        small(SOURCE),
        opens('TA0005', 'Description', 'Techniques (4)', ['Matrix Enterprise ATT&CK', 'enterprise-attack']),
      ],
    ],
    [
      'DS0009',
      [
        says('*<https://attack.mitre.org/datasources/DS0009|DS0009 · Process>*\nEnterprise data source · Windows'),
        small(SOURCE),
        opens('DS0009', 'Techniques (1)', 'Data components (1)'),
      ],
    ],
    [
      'DC0032',
      [
        says(
          '*<https://attack.mitre.org/datacomponents/DC0032|DC0032 · Process Creation>*\nEnterprise data component · of data source Process',
        ),
        small(SOURCE),
        opens('DC0032', 'Techniques (1)', 'Analytics (1)', 'Log sources (2)', ['Data source DS0009', 'DS0009']),
      ],
    ],
    [
      'DET0100',
      [
        says(
          '*<https://attack.mitre.org/detectionstrategies/DET0100|DET0100 · Detection of Injection>*\nEnterprise detection strategy · detects T1055 · Process Injection',
        ),
        small(SOURCE),
        opens('DET0100', 'Techniques (1)', 'Analytics (1)'),
      ],
    ],
    [
      'AN0110',
      [
        says(
          '*<https://attack.mitre.org/detectionstrategies/DET0100#AN0110|AN0110 · Analytic 0110>*\nEnterprise analytic · Windows · detects T1055 · Process Injection\nA process starts with odd memory.',
        ),
        small(SOURCE),
        opens('AN0110', 'Description', 'Techniques (1)', 'Log sources (2)', 'Tunables (1)', [
          'Detection strategy DET0100',
          'DET0100',
        ]),
      ],
    ],
    [
      'A0003',
      [
        says(
          '*<https://attack.mitre.org/assets/A0003|A0003 · Controller>*\nICS asset · Water · Embedded\nAlso known as PLC',
        ),
        small(SOURCE),
        opens('A0003', 'Techniques (1)'),
      ],
    ],
    [
      'T0800',
      [
        says('*<https://attack.mitre.org/techniques/T0800|T0800 · Firmware Mode>*\nICS technique · Inhibit Response'),
        small(SOURCE),
        opens('T0800', 'Assets (1)', 'Tactics (1)'),
      ],
    ],
    [
      'enterprise att&ck',
      [
        says('*<https://attack.mitre.org/matrices/enterprise|Enterprise ATT&amp;CK>*\nEnterprise matrix'),
        small(SOURCE),
        opens({ key: 'enterprise-attack', name: 'Enterprise ATT&CK' }, 'Techniques (4)', 'Tactics (1)'),
      ],
    ],
  ])('of %s says what it is and opens what there is', (typed, blocks) => {
    expect(ask(typed).blocks).toEqual(blocks);
  });

  it('says the same as text, its buttons included', () => {
    expect(ask('T1055.012')).toMatchObject({
      text: `*<https://attack.mitre.org/techniques/T1055/012|T1055.012 · Process Injection: Process Hollowing>*\nEnterprise sub-technique · Stealth · Windows\n${SOURCE}\n[Groups (1)] [Campaigns (1)] [Tactics (1)] [Parent T1055]`,
    });
  });

  it('names another object of its kind that has the same ID, and does not mention an old mitigation', () => {
    expect(ask('S0017').blocks).toEqual([
      says('*<https://attack.mitre.org/software/S0017|S0017 · BISCUIT>*\nEnterprise malware'),
      small(`${SOURCE} · S0017 is also the ID of EKANS (ICS malware, revoked, now S0605)`),
    ]);
  });

  it('takes a matrix’s address from the data only where it is a page of ATT&CK', () => {
    const evil = matrix({ id: 'evil', name: 'Grid', tactics: [stealth], url: '!channel' });
    const hostile = catalogOf({ enterprise: [stealth, injection, evil] });
    expect(reply({ kind: 'lookup', terms: [evil.id] }, hostile, asking).blocks[0]).toEqual(
      says('*Grid*\nEnterprise matrix'),
    );
  });
});

describe('a card of what is no more', () => {
  const DLL = '<https://attack.mitre.org/techniques/T1574/001|T1574.001 · Hijack Execution Flow: DLL>';

  it.each([
    [
      'was revoked twice',
      'T1073',
      [
        says(`*Revoked:* T1073 · DLL Side-Loading is now *${DLL}*, via T1574.002.`),
        says(`*${DLL}*\nEnterprise sub-technique · Stealth`),
        small(SOURCE),
        opens('T1574.001', 'Tactics (1)', ['Parent T1574', 'T1574']),
      ],
    ],
    [
      'was revoked into what is deprecated',
      'T1434',
      [
        says(
          '*Revoked:* T1434 · Mail Delivery is now *<https://attack.mitre.org/techniques/T1061|T1061 · Graphical User Interface>*, which is itself deprecated.',
        ),
        says('*<https://attack.mitre.org/techniques/T1434|T1434 · Mail Delivery>*\nEnterprise technique · execution'),
        small(SOURCE),
      ],
    ],
    [
      'was revoked without a successor',
      'T1454',
      [
        says('*Revoked:* T1454 · Malicious SMS was withdrawn, and ATT&amp;CK names no successor.'),
        says('*<https://attack.mitre.org/techniques/T1454|T1454 · Malicious SMS>*\nEnterprise technique · execution'),
        small(SOURCE),
      ],
    ],
    [
      'was revoked into another type',
      'S9000',
      [
        says('*Revoked:* S9000 · Ngrok is now *<https://attack.mitre.org/software/S0508|S0508 · ngrok>* (tool).'),
        says('*<https://attack.mitre.org/software/S0508|S0508 · ngrok>*\nEnterprise tool'),
        small(SOURCE),
      ],
    ],
    [
      'was revoked, with the successor’s buttons',
      'M0001',
      [
        says(
          '*Revoked:* M0001 · Good Manners is now *<https://attack.mitre.org/mitigations/M1040|M1040 · Behavior Prevention>*.',
        ),
        says('*<https://attack.mitre.org/mitigations/M1040|M1040 · Behavior Prevention>*\nEnterprise mitigation'),
        small(SOURCE),
        opens('M1040', 'Techniques (1)'),
      ],
    ],
    [
      'is deprecated, with a hint in its text',
      'T1064',
      [
        says(
          '*Deprecated:* ATT&amp;CK no longer maintains T1064 · Scripting. Its text points to <https://attack.mitre.org/techniques/T1055|T1055 · Process Injection>, <https://attack.mitre.org/techniques/T1574|T1574 · Hijack Execution Flow>.',
        ),
        says(
          '*<https://attack.mitre.org/techniques/T1064|T1064 · Scripting>*\nEnterprise technique · execution\nPlease use T1055 or T1064 or <https://attack.mitre.org/techniques/T1574|that>.',
        ),
        small(SOURCE),
        opens('T1064', 'Description'),
      ],
    ],
    [
      'is deprecated without a hint',
      'T1061',
      [
        says('*Deprecated:* ATT&amp;CK no longer maintains T1061 · Graphical User Interface and names no replacement.'),
        says(
          '*<https://attack.mitre.org/techniques/T1061|T1061 · Graphical User Interface>*\nEnterprise technique · execution',
        ),
        small(SOURCE),
      ],
    ],
  ])('that %s says so first', (_, typed, blocks) => {
    expect(ask(typed).blocks).toEqual(blocks);
  });
});

describe('an opened section', () => {
  const T1055 = '<https://attack.mitre.org/techniques/T1055|T1055 · Process Injection>';
  const G0016 = '<https://attack.mitre.org/groups/G0016|G0016 · APT29>';
  const C0024 = '<https://attack.mitre.org/campaigns/C0024|C0024 · SolarWinds Compromise>';
  const DET0100 = '<https://attack.mitre.org/detectionstrategies/DET0100|DET0100 · Detection of Injection>';
  const AN0110 =
    '• <https://attack.mitre.org/detectionstrategies/DET0100#AN0110|AN0110 · Analytic 0110> for Windows\nA process starts with odd memory.\nLog sources: WinEventLog:Sysmon (EventCode=1), auditd';

  it.each<[string, SectionName, string, string, ...string[]]>([
    [
      'T1055',
      'description',
      '*Description*',
      'Code runs in the process of _another_ program &amp; hides there. See <https://attack.mitre.org/techniques/T1055/003|Thread>.',
    ],
    [
      'T1055',
      'sub-techniques',
      '*Sub-techniques (1)*',
      '• <https://attack.mitre.org/techniques/T1055/012|T1055.012 · Process Injection: Process Hollowing>',
      'T1055.012 · Process Injection: Process Hollowing',
    ],
    [
      'T1055',
      'detection',
      '*Detection (1)*',
      `*${DET0100}*\n${AN0110}`,
      'DET0100 · Detection of Injection',
      'AN0110 · Analytic 0110',
    ],
    [
      'T1055',
      'mitigations',
      '*Mitigations (1)*',
      '• *<https://attack.mitre.org/mitigations/M1040|M1040 · Behavior Prevention>*\nStop what injects.',
      'M1040 · Behavior Prevention',
    ],
    ['T1055', 'groups', '*Groups (1)*', `• ${G0016}`, 'G0016 · APT29'],
    ['T1055.012', 'groups', '*Groups (1)*', `• ${G0016} (via ${C0024})`, 'G0016 · APT29'],
    [
      'T1055',
      'procedures',
      '*Procedures (2)*',
      `• *${G0016}*\n<https://attack.mitre.org/groups/G0016|APT29> injected code.\n• *${C0024}*\nA loader was injected.`,
      'G0016 · APT29',
      'C0024 · SolarWinds Compromise',
    ],
    ['AN0110', 'techniques', '*Techniques (1)*', `• *${T1055} (via ${DET0100})*`, 'T1055 · Process Injection'],
    [
      'AN0110',
      'log sources',
      '*Log sources (2)*',
      '• WinEventLog:Sysmon (EventCode=1): <https://attack.mitre.org/datacomponents/DC0032|DC0032 · Process Creation>\n• auditd',
      'DC0032 · Process Creation',
    ],
    ['AN0110', 'tunables', '*Tunables (1)*', '• *TimeWindow*\nHow far apart the two events may be.'],
    ['DC0032', 'analytics', '*Analytics (1)*', AN0110, 'AN0110 · Analytic 0110'],
    ['DC0032', 'log sources', '*Log sources (2)*', '• WinEventLog:Sysmon (EventCode=1)\n• Process'],
    [
      'T0800',
      'assets',
      '*Assets (1)*',
      '• <https://attack.mitre.org/assets/A0003|A0003 · Controller>',
      'A0003 · Controller',
    ],
    ['C0024', 'groups', '*Groups (1)*', `• ${G0016}`, 'G0016 · APT29'],
    [
      'G0016',
      'software',
      '*Software (1)*',
      '• <https://attack.mitre.org/software/S0154|S0154 · Cobalt Strike>',
      'S0154 · Cobalt Strike',
    ],
    ['TA0005', 'assets', '', ''],
  ])('of %s shows its %s beneath the card', (key, section, heading, text, ...named) => {
    const card = ask(key).blocks;
    const { blocks } = reply({ kind: 'section', key, section, page: 1 }, catalog, asking);
    const marked = card.map((block) => markOpen(block, section));
    expect(blocks).toEqual(
      heading === ''
        ? [...card, small(`ATT&amp;CK lists no ${section} for ${key}.`)]
        : [
            ...marked,
            folds(
              heading.replaceAll('*', ''),
              says(text),
              ...(named.length > 0 ? [choosing(section, ...named)] : []),
              row(press(`Close ${section}`, { kind: 'lookup', terms: [key] }, `Close ${section} of ${key}`)),
            ),
          ],
    );
  });

  it.each([
    [1, [...names(0, 14)], [2]],
    [2, [...names(15, 29)], [1, 3]],
    [3, [...names(30, 30)], [2]],
    [9, [...names(30, 30)], [2]],
  ])('turns its pages: page %i', (asked, lines, turns) => {
    const { blocks } = reply({ kind: 'section', key: 'T1055', section: 'groups', page: asked }, crowd, asking);
    const page = Math.min(asked, 3);
    const turn = (to: number) => {
      const label = `${to > page ? 'Next' : 'Previous'} page: groups`;
      return press(label, groupsPage(to), `${label} of T1055, ${to} of 3`);
    };
    expect(blocks.slice(3)).toEqual([
      folds(
        `Groups (31), page ${page} of 3`,
        says(lines.join('\n')),
        choosing('groups', ...lines.map((line) => /\|(.*)>/.exec(line)?.[1] ?? '')),
        row(...turns.map(turn), press('Close groups', { kind: 'lookup', terms: ['T1055'] }, 'Close groups of T1055')),
      ),
    ]);
  });

  it.each<[string, SectionName, string]>([
    ['T1055', 'log sources', '*Detection (1)*'],
    ['T1055', 'techniques', '*Sub-techniques (1)*'],
    ['DET0100', 'log sources', '*Analytics (1)*'],
    ['G0016', 'procedures', '*Techniques (1)*'],
  ])('of %s for its %s is the one that holds them', (key, section, heading) => {
    const { instead } = reply({ kind: 'section', key, section, page: 1 }, catalog, asking);
    expect([...instead.values()].flat()).toContainEqual(says(heading));
  });

  it('stands beneath a line where Slack takes no container, and says the same', () => {
    const message = reply({ kind: 'section', key: 'T1055.012', section: 'groups', page: 1 }, catalog, asking);
    const container = message.blocks.at(-1) as ContainerBlock;
    const plainer = withoutNewer(message, new Set(['container']));
    expect(plainer.blocks).toEqual([
      ...message.blocks.slice(0, -1),
      { type: 'divider' },
      says('*Groups (1)*'),
      ...container.child_blocks,
    ]);
    expect(plainer.text).toBe(message.text);
    expect(message.text).toMatch(/\n\*Groups \(1\)\*\n• .*APT29.*\n.*\n\[Close groups\]$/);
  });

  it('that Slack’s containers cannot hold stands beneath a line, and loses nothing', () => {
    const children = Array.from({ length: 11 }, (_, n) => says(`${n}`) as SectionBlock);
    expect(fold('Many', children)).toEqual([{ type: 'divider' }, says('*Many*'), ...children]);
  });

  it('names a strategy once over the analytics of a page', () => {
    const second = analytic({ id: 'AN0111', name: 'Analytic 0111' });
    const strategy2 = strategy({ id: 'DET0101', name: 'Two Ways', analytics: [rule, second] });
    const both = catalogOf({
      enterprise: [stealth, injection, rule, second, strategy2, relationship(strategy2, 'detects', injection)],
    });
    const { text } = reply({ kind: 'section', key: 'T1055', section: 'detection', page: 1 }, both, asking);
    expect(text.split('DET0101 · Two Ways')).toHaveLength(2);
    expect(text).toContain('AN0111');
  });

  it('of what was revoked is that of its successor', () => {
    const { blocks } = reply({ kind: 'section', key: 'M0001', section: 'techniques', page: 1 }, catalog, asking);
    expect(blocks.at(-1)).toMatchObject({ child_blocks: [says(`• *${T1055}*\nStop what injects.`), {}, {}] });
  });
});

describe('data components without an ID, as up to release 17', () => {
  const nameless = dataComponent({
    id: '',
    name: 'Process Creation',
    partOf: processes,
    stixId: 'x-mitre-data-component--1',
  });
  const older = catalogOf({
    enterprise: [
      stealth,
      injection,
      processes,
      nameless,
      relationship(nameless, 'detects', injection, 'Look for <it>.'),
    ],
  });
  const key = 'x-mitre-data-component--1';

  it('are called by their name, and found by it', () => {
    expect(reply(parseAnswerable('process creation'), older, asking).blocks.slice(0, 3)).toEqual([
      says('*Process Creation*\nEnterprise data component · of data source Process'),
      small(SOURCE),
      row(
        press(
          'Techniques (1)',
          { kind: 'section', key, section: 'techniques', page: 1 },
          'Techniques (1) of Process Creation',
        ),
        press('Data source DS0009', { kind: 'open', key: 'DS0009' }, 'Data source DS0009 of Process Creation'),
      ),
    ]);
    expect(reply({ kind: 'section', key, section: 'groups', page: 1 }, older, asking).blocks.at(-1)).toEqual(
      small('ATT&amp;CK lists no groups for Process Creation.'),
    );
  });

  it('stand in the detection of a technique', () => {
    const { blocks } = reply({ kind: 'section', key: 'T1055', section: 'detection', page: 1 }, older, asking);
    expect(blocks.at(-1)).toMatchObject({ child_blocks: [says('• *Process Creation*\nLook for &lt;it&gt;.'), {}, {}] });
  });

  it('are a choice with a button that finds them', () => {
    const cards = reply({ kind: 'lookup', terms: ['DS0009', key] }, older, asking);
    expect(cards.blocks.at(-1)).toEqual(
      says(
        '*Process Creation*\nEnterprise data component · of data source Process',
        press('Open Process Creation', { kind: 'open', key: key }, 'Open Process Creation'),
      ),
    );
  });
});

describe('an answer of several objects', () => {
  it('shows each with a button, and names what is unknown', () => {
    expect(ask('G0016 T9999 T1073').blocks).toEqual([
      says(
        '*<https://attack.mitre.org/groups/G0016|G0016 · APT29>*\nEnterprise group\nAlso known as Cozy Bear, The &lt;Dukes&gt;',
        press('Open G0016', { kind: 'open', key: 'G0016' }, 'Open G0016 · APT29'),
      ),
      says(
        '*<https://attack.mitre.org/techniques/T1073|T1073 · DLL Side-Loading>*\n*Revoked:* T1073 · DLL Side-Loading is now *<https://attack.mitre.org/techniques/T1574/001|T1574.001 · Hijack Execution Flow: DLL>*, via T1574.002.',
        press('Open T1073', { kind: 'open', key: 'T1073' }, 'Open T1073 · DLL Side-Loading'),
      ),
      small('Not in ATT&amp;CK 18.1: T9999'),
    ]);
  });

  it('shows ten and names the rest', () => {
    const terms = Array.from({ length: 12 }, (_, n) => `G10${String(n).padStart(2, '0')}`);
    const { blocks } = reply({ kind: 'lookup', terms }, crowd, asking);
    expect(blocks).toHaveLength(11);
    expect(blocks.at(-1)).toEqual(
      small(
        `And <https://attack.mitre.org/groups/G1010|G1010 · Name of G1010>, <https://attack.mitre.org/groups/G1011|G1011 · Name of G1011>. \`/attack\` with their IDs shows more of them.`,
      ),
    );
  });

  it('is a choice where digits or words mean several', () => {
    const choice = (id: string, title: string, folder: string, facts: string) =>
      says(
        `*<https://attack.mitre.org/${folder}/${id}|${id} · ${title}>*\n${facts}`,
        press(`Open ${id}`, { kind: 'open', key: id }, `Open ${id} · ${title}`),
      );
    const twins = catalogOf({
      enterprise: [stealth, injection, group({ id: 'G1024', name: 'Akira' }), malware({ id: 'S1024', name: 'Akira' })],
    });
    const both = [
      choice('S1024', 'Akira', 'software', 'Enterprise malware'),
      choice('G1024', 'Akira', 'groups', 'Enterprise group'),
    ];
    expect(reply(parseAnswerable('1024'), twins, asking).blocks).toEqual([
      says('*Which one?* 2 objects may be meant by “1024”:'),
      ...both,
    ]);
    expect(reply(parseAnswerable('akira'), twins, asking).blocks).toEqual([
      says('*Which one?* 2 objects may be meant by “akira”:'),
      ...both.reverse(),
    ]);
  });

  it('turns the pages of what digits may mean', () => {
    const ids = ['S1000', 'G1000', 'C1000', 'M1000', 'A1000', 'DC1000', 'AN1000'];
    const [s, g, c, m, a, dc, an] = ids as [string, string, string, string, string, string, string];
    const seven = catalogOf({
      enterprise: [
        stealth,
        injection,
        malware({ id: s }),
        group({ id: g }),
        campaign({ id: c }),
        mitigation({ id: m }),
        asset({ id: a }),
        dataComponent({ id: dc }),
        analytic({ id: an }),
      ],
    });
    const first = reply(parseAnswerable('1000'), seven, asking).blocks;
    expect(first).toHaveLength(8);
    expect(first.at(-1)).toEqual(
      row(
        press('Next page: results', { kind: 'search', text: '1000', page: 2 }, 'Next page: results for 1000, 2 of 2'),
      ),
    );
    expect(reply({ kind: 'search', text: '1000', page: 2 }, seven, asking).blocks).toEqual([
      says('*Which one?* 7 objects may be meant by “1000”, page 2 of 2:'),
      says(
        '*<https://attack.mitre.org/assets/A1000|A1000 · Name of A1000>*\nEnterprise asset',
        press('Open A1000', { kind: 'open', key: 'A1000' }, 'Open A1000 · Name of A1000'),
      ),
      row(
        press(
          'Previous page: results',
          { kind: 'search', text: '1000', page: 1 },
          'Previous page: results for 1000, 1 of 2',
        ),
      ),
    ]);
  });
});

describe('an answer without an object', () => {
  it('offers what a wrong ID may have meant', () => {
    expect(ask('T1O55.12').blocks).toEqual([
      says('“T1O55.12” is not in ATT&amp;CK 18.1. It may be newer than that, or mistyped.'),
      small('Did you mean'),
      row(
        press('Show T1055.012 · Process Injection: Process Hollowing', { kind: 'open', key: 'T1055.012' }),
        press('Show T1055 · Process Injection', { kind: 'open', key: 'T1055' }),
      ),
      small(TRY),
    ]);
    expect(ask('T1O55').text).toContain('Did you mean\n[Show T1055 · Process Injection]');
  });

  it('says that nothing is called so, and echoes the words as mere words', () => {
    expect(ask('<!here> *qqqq* `x`').blocks).toEqual([
      says('Nothing in ATT&amp;CK 18.1 is called “&lt;!here&gt; *\u200bqqqq* ˋxˋ”.'),
      small(TRY),
    ]);
  });

  it('is help when nothing was asked', () => {
    expect(ask('')).toEqual(ask('help'));
    expect(ask('help').blocks.slice(1)).toEqual([
      row(press('Show T1055', { kind: 'lookup', terms: ['T1055'] }), press('Show status', { kind: 'status' })),
      small('Answers come from ATT&amp;CK 18.1. © The MITRE Corporation; ATT&amp;CK is its registered trademark.'),
    ]);
    expect(ask('help').text).toContain('`/attack T1055 mitigations`');
  });

  it.each<[Cause, string]>([
    [
      { kind: 'refused', reason: 'is_archived' },
      'Slack refused the answer (`is_archived`). Please ask in another place, or tell whoever runs this bot.',
    ],
    [
      { kind: 'refused', reason: 'No <!here> for you' },
      'Slack refused the answer. Please ask in another place, or tell whoever runs this bot.',
    ],
    [{ kind: 'unreachable' }, 'Slack could not be reached. Please try again in a minute.'],
    [{ kind: 'too many calls' }, 'Slack takes no more calls just now. Please try again in a minute.'],
    [{ kind: 'loading' }, 'ATT&amp;CK is still being loaded. Please try again in a minute.'],
    [{ kind: 'fault' }, 'The fault is mine. Please try again; if it fails again, tell whoever runs this bot.'],
  ])('is an apology when the bot failed, which says what, why and what to do: %j', (cause, why) => {
    const asked = describeQuestion(parseAnswerable('T1055 <!here>'));
    expect(apologize({ asked, cause, reference: '1a2b3c4d' }).blocks).toEqual([
      says(`*Sorry, that failed:* the card of “T1055”. ${why} To have it looked up, quote reference \`1a2b3c4d\`.`),
    ]);
  });

  it.each<[Question, string]>([
    [{ kind: 'search', text: '<!here> *x*', page: 2 }, 'the search for “&lt;!here&gt; *\u200bx*”'],
    [{ kind: 'section', key: 'T1055', section: 'groups', page: 1 }, 'the groups of “T1055”'],
    [{ kind: 'open', key: 'G0016' }, 'the card of “G0016”'],
    [{ kind: 'share', of: { kind: 'status' } }, 'sharing the status'],
    [{ kind: 'markdown', of: { kind: 'help' } }, 'copying the help'],
    [{ kind: 'settings' }, 'the settings'],
    [{ kind: 'layer' }, 'the Navigator layer'],
  ])('names the question %j', (question, words) => {
    expect(describeQuestion(question)).toBe(words);
  });
});

describe('the status', () => {
  const EPOCH = '<!date^0^{date_short_pretty} {time}|1970-01-01 00:00 UTC>';
  const stateOf = (copy: Partial<Copy>, refresh: RefreshReport) => {
    const bundle = decodeBundle(bundle21([stealth, injection, ngrok], '18.1'), 'enterprise');
    return reply({ kind: 'status' }, buildCatalog([editionOf(bundle, copy)], refresh), asking).blocks;
  };

  it('tells where a fresh copy comes from and how the last refresh went', () => {
    expect(stateOf({}, { endedAt: 0, errors: [], nextAt: 25 * HOUR })).toEqual([
      says('*What I know of ATT&amp;CK*'),
      says(
        `*Enterprise*: release 18.1\nfrom https://feed.example, confirmed as the newest ${EPOCH} (60 minutes ago)\n1 technique, 1 tactic, 1 software`,
      ),
      says(
        `*Refresh*: last ${EPOCH} (60 minutes ago), next <!date^90000^{date_short_pretty} {time}|1970-01-02 01:00 UTC> (in 24 hours)\nNo errors.`,
      ),
    ]);
  });

  it.each(['feed', 'disk'] as const)('says of a folder only that it is one (%s)', (origin) => {
    const blocks = JSON.stringify(
      stateOf({ origin, address: '/srv/secret/attack' }, { endedAt: 0, errors: [], nextAt: 0 }),
    );
    expect(blocks).toContain('a folder, confirmed as the newest');
    expect(blocks).not.toContain('/srv');
  });

  it('warns of an old disk copy, and tells why there is nothing newer', () => {
    expect(
      stateOf(
        { origin: 'disk', address: 'https://feed.example/?a&b', freshFor: 1000 },
        { endedAt: 0, errors: [{ domain: 'enterprise', message: '<feed> answered 503' }], nextAt: 0 },
      ).slice(1),
    ).toEqual([
      says(
        `*Enterprise*: release 18.1\nfrom the disk copy of https://feed.example/?a&amp;b, confirmed as the newest ${EPOCH} (60 minutes ago)\n1 technique, 1 tactic, 1 software\n*Warning:* this may be old: ATT&amp;CK 18.1 was last known to be the newest 60 minutes ago`,
      ),
      says(
        `*Refresh*: last ${EPOCH} (60 minutes ago), next due now\n*Warning:* Enterprise failed: &lt;feed&gt; answered 503`,
      ),
    ]);
  });

  it('says so when there is nothing but the embedded facts', () => {
    expect(
      stateOf({ origin: 'embedded', address: 'embedded' }, { endedAt: undefined, errors: [], nextAt: undefined }).slice(
        1,
      ),
    ).toEqual([
      says(
        `*Enterprise*: release 18.1\nfrom the facts that come with this bot; published ${EPOCH} (60 minutes ago)\n1 technique, 1 tactic, 1 software\n*Warning:* only the facts that come with this bot, of ATT&amp;CK 18.1, published 60 minutes ago, without MITRE's texts`,
      ),
      says('*Refresh*: last not ended yet, next under way'),
    ]);
  });

  it('is there even before anything is known', () => {
    const empty = buildCatalog([], { endedAt: undefined, errors: [], nextAt: undefined });
    expect(reply({ kind: 'status' }, empty, asking).blocks).toEqual([
      says('*What I know of ATT&amp;CK*'),
      says('*Refresh*: last not ended yet, next under way'),
    ]);
    expect(reply(parseAnswerable('T1055'), empty, asking).text).toContain(
      '“T1055” is not in ATT&amp;CK (nothing loaded).',
    );
  });
});

describe('an answer from worn data', () => {
  const bundle = decodeBundle(bundle21([stealth, injection, ngrok], '18.1'), 'enterprise');
  const refresh: RefreshReport = { endedAt: 0, errors: [], nextAt: 0 };
  const worn = (copy: Partial<Copy>, typed: string, now: number) =>
    reply(parseAnswerable(typed), buildCatalog([editionOf(bundle, copy)], refresh), { ...asking, now }).blocks;

  it.each([
    ['S0508', 2],
    ['S0508 T1055', 2],
    ['T9999', 2],
    ['help', 3],
  ])('says how old it is, whatever is asked: %s', (typed, place) => {
    const note = small(
      '*Warning:* Enterprise: this may be old: ATT&amp;CK 18.1 was last known to be the newest 3 days ago',
    );
    expect(worn({}, typed, 72 * HOUR)[place]).toEqual(note);
    expect(worn({}, typed, 24 * HOUR)).not.toContainEqual(note);
  });

  it('says when it is only the embedded facts, however new', () => {
    expect(worn({ origin: 'embedded' }, 'S0508', 0).at(-1)).toEqual(
      small(
        "*Warning:* Enterprise: only the facts that come with this bot, of ATT&amp;CK 18.1, published less than a minute ago, without MITRE's texts",
      ),
    );
  });
});

describe('sharing', () => {
  it('is offered for what only the asker sees, and for what helps others', () => {
    const isPrivate = { ...asking, isPrivate: true };
    const lookup = { kind: 'lookup', terms: ['T1055.012'] } as const;
    const offer = row(
      press('Share to channel', { kind: 'share', of: lookup }),
      press('Copy as Markdown', { kind: 'markdown', of: lookup }),
    );
    expect(reply(parseAnswerable('T1055.012'), catalog, isPrivate).blocks).toEqual([...ask('T1055.012').blocks, offer]);
    for (const typed of ['help', 'T9999', 'qqqqqq']) {
      expect(reply(parseAnswerable(typed), catalog, isPrivate)).toEqual(ask(typed));
    }
  });

  it('shows the answer to all, with who shared it', () => {
    const shared = reply({ kind: 'share', of: { kind: 'lookup', terms: ['T1055.012'] } }, catalog, {
      ...asking,
      sharedBy: 'U123',
    });
    expect(shared.blocks).toEqual([...ask('T1055.012').blocks, small('Shared by <@U123>')]);
  });
});

function ask(typed: string) {
  return reply(parseAnswerable(typed), catalog, asking);
}

function says(text: string, accessory?: Button): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
    expand: true,
    ...(accessory && { accessory }),
  };
}

/** What is opened beneath a card, where Slack takes containers. */
function folds(title: string, ...children: readonly KnownBlock[]) {
  return {
    type: 'container',
    title: { type: 'plain_text', text: title, emoji: false },
    child_blocks: children,
    is_collapsible: true,
    default_collapsed: false,
  };
}

function small(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

function row(...buttons: readonly Button[]): KnownBlock {
  return { type: 'actions', elements: buttons.map((button, at) => ({ ...button, action_id: `ask.${at}` })) };
}

function press(label: string, question: Question, spoken?: string): Button {
  return {
    type: 'button',
    action_id: 'ask',
    text: { type: 'plain_text', text: label, emoji: false },
    value: JSON.stringify(question),
    ...(spoken === undefined ? {} : { accessibility_label: spoken }),
  };
}

/** The row that opens sections, by the labels of its buttons, and what the object is a part of, by label and key. */
function opens(
  object: string | { readonly key: string; readonly name: string },
  ...labels: readonly (string | readonly [string, string])[]
) {
  const { key, name } = typeof object === 'string' ? { key: object, name: object } : object;
  return row(
    ...labels.map((label) => {
      if (typeof label !== 'string') return press(label[0], { kind: 'open', key: label[1] }, `${label[0]} of ${name}`);
      const section = label.replace(/ \(.*/, '').toLowerCase() as SectionName;
      return press(label, { kind: 'section', key, section, page: 1 }, `${label} of ${name}`);
    }),
  );
}

/** The menu that opens one of these, each by its title. */
function choosing(section: SectionName, ...titles: readonly string[]): KnownBlock {
  const placeholder = { type: 'plain_text', text: `Open one of these (${section})`, emoji: false } as const;
  const options = titles.map((text) => ({
    text: { type: 'plain_text', text, emoji: false } as const,
    value: text.split(' ')[0] ?? '',
  }));
  return { type: 'actions', elements: [{ type: 'static_select', action_id: 'open', placeholder, options }] };
}

function markOpen(block: KnownBlock, section: SectionName): KnownBlock {
  if (block.type !== 'actions') return block;
  const elements = (block.elements as readonly Button[]).map((button) => {
    if (!button.value?.includes(`"section":"${section}"`)) return button;
    const label = button.text.text;
    const spoken = button.accessibility_label?.replace(label, `${label}, open`) ?? '';
    return {
      ...button,
      text: { ...button.text, text: `${label}, open` },
      accessibility_label: spoken,
      style: 'primary',
    } as const;
  });
  return { ...block, elements };
}

function names(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => {
    const id = `G${1000 + from + at}`;
    return `• <https://attack.mitre.org/groups/${id}|${id} · Name of ${id}>`;
  });
}

function groupsPage(page: number): Question {
  return { kind: 'section', key: 'T1055', section: 'groups', page };
}
