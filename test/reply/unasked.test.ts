import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../../src/attack/decode.ts';
import type { Asking } from '../../src/reply/reply.ts';
import { reply } from '../../src/reply/reply.ts';
import { findUnasked, previewLink } from '../../src/reply/unasked.ts';
import { buildCatalog } from '../../src/search/build.ts';
import {
  analytic,
  bundle21,
  catalogOf,
  editionOf,
  group,
  malware,
  relationship,
  strategy,
  tactic,
  technique,
} from '../fixtures/bundle.ts';

const stealth = tactic({ id: 'TA0005', name: 'Stealth', shortname: 'stealth' });
const injection = technique({ id: 'T1055', name: 'Process Injection' });
const hollowing = technique({ id: 'T1055.012', name: 'Process Hollowing' });
const revoked = technique({ id: 'T1086', name: 'PowerShell', status: 'revoked' });
const bear = group({ id: 'G0016', name: 'APT29' });
const splat = malware({ id: 'S1234', name: 'SplatCloak' });
const rule = analytic({ id: 'AN0110', name: 'Analytic 0110' });
const detection = strategy({ id: 'DET0039', analytics: [rule] });
const objects = [
  stealth,
  injection,
  hollowing,
  revoked,
  bear,
  splat,
  rule,
  detection,
  relationship(hollowing, 'subtechnique-of', injection),
  relationship(revoked, 'revoked-by', injection),
];
const catalog = catalogOf({ enterprise: objects });
const asking: Asking = { now: 0, isPrivate: false };

describe('a message that asks for nothing', () => {
  it.each([
    ['we saw T1055.012, then T1055 and T1055 again', ['T1055.012', 'T1055']],
    ['old T1086 and tactic TA0005 by AN0110', ['T1086', 'TA0005', 'AN0110']],
    ['tags: attack.t1055', ['T1055']],
    ['_T1055_ (T1055.012)', ['T1055', 'T1055.012']],
    ['hxxps://attack[.]mitre[.]org/groups/G0016/', ['G0016']],
  ])('%j shows the IDs that mean ATT&CK beyond doubt', (text, ids) => {
    expect(findUnasked(text, catalog)).toEqual(ids);
  });

  it.each([
    ['unknown', 'T9999 and T1055.999'],
    ['of a family that may be anything', 'room S1234, group G0016'],
    ['in lower case', 't1055'],
    ['in code', '`T1055` and ```\nT1055\n```'],
    ['in a quote', '&gt; T1055'],
    ['in somebody’s name', '<@T1055> <#C0024|T1055> <!subteam^S0154|T1055>'],
    ['in a longer word', 'T1055-2 X-T1055 T10555 FOO_T1055'],
    ['on another site', '<https://jira.example/browse/T1055>'],
    ['linked, which has its own preview', '<https://attack.mitre.org/techniques/T1055> T1055'],
    ['none', ''],
  ])('stays unanswered where the ID is %s', (_, text) => {
    expect(findUnasked(text, catalog)).toEqual([]);
  });
});

describe('a link', () => {
  it.each([
    ['https://attack.mitre.org/techniques/T1055/012/', 'T1055.012', 'Process Injection: Process Hollowing'],
    ['https://attack.mitre.org/techniques/T1086', 'T1086', 'PowerShell'],
    ['https://attack.mitre.org/wiki/Technique/T1055', 'T1055', 'Process Injection'],
    ['https://attack.mitre.org/groups/G0016?x=1#y', 'G0016', 'APT29'],
    ['https://attack.mitre.org/detectionstrategies/DET0039#AN0110', 'AN0110', 'Analytic 0110'],
  ])('%s shows the card that its ID would, by its title', (url, id, name) => {
    const { shows: _, course: _course, ...card } = reply({ kind: 'lookup', terms: [id] }, catalog, asking);
    expect(previewLink(url, { catalog }, asking)).toMatchObject({ ...card, title: `${id} · ${name}` });
  });

  it.each([
    'https://attack.mitre.org/',
    'https://attack.mitre.org/techniques/enterprise/',
    'https://attack.mitre.org/matrices/enterprise/',
    'https://attack.mitre.org/techniques/T9999',
    'https://attack.mitre.org/mitigations/T1055',
    'https://attack.mitre.org.evil.example/techniques/T1055',
    'https://evil.example/attack.mitre.org/techniques/T1055',
    'javascript:T1055',
    '',
  ])('%j stays quiet', (url) => {
    expect(previewLink(url, { catalog }, asking)).toBeUndefined();
  });

  it('to another release says which one the card is of', () => {
    const card = reply({ kind: 'lookup', terms: ['G0016'] }, catalog, asking);
    const note = 'The link is to version 17; this is ATT&amp;CK 18.1.';
    expect(previewLink('https://attack.mitre.org/versions/v17/groups/G0016/', { catalog }, asking)).toMatchObject({
      title: 'G0016 · APT29',
      text: `${card.text}\n${note}`,
      instead: new Map(),
      blocks: [...card.blocks, { type: 'context', elements: [{ type: 'mrkdwn', text: note, verbatim: true }] }],
    });
  });

  it('mentions nobody, whatever a feed calls its release', () => {
    const bundle = decodeBundle(bundle21(objects, '<!channel>'), 'enterprise');
    const hostile = buildCatalog([editionOf(bundle)], { endedAt: 0, errors: [], nextAt: 0 });
    const preview = previewLink('https://attack.mitre.org/versions/v17/groups/G0016/', { catalog: hostile }, asking);
    expect(preview?.text).toContain('this is ATT&amp;CK &lt;!channel&gt;.');
  });
});
