import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQuestion, encodeQuestion, isErrand, parseQuestion, type Question } from '../../src/reply/question.ts';
import { SECTION_NAMES } from '../../src/reply/section-name.ts';
import { FILTER_FIELDS } from '../../src/search/filter/words.ts';

const lookup = (...terms: string[]) => ({ kind: 'lookup', terms });
const search = (text: string) => ({ kind: 'search', text, page: 1 });
const section = (key: string, name: string) => ({ kind: 'section', key, section: name, page: 1 });

describe('what is typed', () => {
  it.each([
    ['T1055', lookup('T1055')],
    ['t1055.012', lookup('T1055.012')],
    ['t1055/012', lookup('T1055.012')],
    ['det0039 An0110 g0016', lookup('DET0039', 'AN0110', 'G0016')],
    ['T1055,T1059;S0154 ,, ta0002', lookup('T1055', 'T1059', 'S0154', 'TA0002')],
    ['T1055\u00a0T1059\nT1003', lookup('T1055', 'T1059', 'T1003')],
    ['T1055 t1055 T1055.', lookup('T1055')],
    ['T1055/T1059+t1003', lookup('T1055', 'T1059', 'T1003')],
    ['attack.t1055.012', lookup('T1055.012')],
    ['"T1055", (T1059) `T1003` *T1027* „T1005“', lookup('T1055', 'T1059', 'T1003', 'T1027', 'T1005')],
    ['what is T1055 please?', lookup('T1055')],
    ['T9999', lookup('T9999')],
  ])('%j asks for the IDs in it', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  it.each([
    ['https://attack.mitre.org/techniques/T1055/012/', lookup('T1055.012')],
    ['<https://attack.mitre.org/groups/G0016>', lookup('G0016')],
    ['<https://attack.mitre.org/groups/G0016|The Group>', lookup('G0016')],
    ['(attack.mitre.org/software/s0154).', lookup('S0154')],
    ['hxxps://attack[.]mitre[.]org/versions/v17/techniques/T1055', { ...lookup('T1055'), release: '17' }],
    ['https://attack.mitre.org/detectionstrategies/DET0039#AN0110', lookup('AN0110')],
    ['https://attack.mitre.org/techniques/T1055 T1059', lookup('T1055', 'T1059')],
    ['https://elsewhere.example/techniques/T1055', search('https://elsewhere.example/techniques/T1055')],
    ['https://attack.mitre.org/matrices/enterprise', search('https://attack.mitre.org/matrices/enterprise')],
    ['https://attack.mitre.org/versions/v17.1/groups/G0016/', { ...lookup('G0016'), release: '17.1' }],
    ['https://attack.mitre.org/versions/v7-beta/groups/G0016', { ...lookup('G0016'), release: '7-beta' }],
    ['https://attack.mitre.org/versions/v17_x/groups/G0016', lookup('G0016')],
  ])('the link %j asks for what it leads to', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  const of = (release: string, question: object) => ({ ...question, release });

  it.each<[string, object]>([
    ['T1055 v17.1', of('17.1', lookup('T1055'))],
    ['t1055 V17', of('17', lookup('T1055'))],
    ['v17.1 T1055', of('17.1', lookup('T1055'))],
    ['T1055 @17.1', of('17.1', lookup('T1055'))],
    ['T1055 @v17.1', of('17.1', lookup('T1055'))],
    ['T1055 version 17.1', of('17.1', lookup('T1055'))],
    ['T1055 release: 17.1', of('17.1', lookup('T1055'))],
    ['T1055 in ATT&CK v17.1?', of('17.1', lookup('T1055'))],
    ['T1055 in att&ck 17.1', of('17.1', lookup('T1055'))],
    ['T1055, G0016 v17.1', of('17.1', lookup('T1055', 'G0016'))],
    ['T1055 v9', of('9', lookup('T1055'))],
    ['T1055 v11.0-BETA', of('11.0-beta', lookup('T1055'))],
    ['T1055 groups v17.1', of('17.1', { kind: 'section', key: 'T1055', section: 'groups', page: 1 })],
    ['proces injecton v17.1', of('17.1', search('proces injecton'))],
    ['process injection in version 17', of('17', search('process injection'))],
    ['powershell @9', of('9', search('powershell'))],
    [
      'tactic:persistence v17.1',
      of('17.1', {
        kind: 'search',
        text: '',
        filters: [{ field: 'tactic', value: 'persistence', isNot: false }],
        page: 1,
      }),
    ],
    ['v17.1', { kind: 'status', release: '17.1' }],
    ['status v17.1', { kind: 'status', release: '17.1' }],
    ['layer v17.1', { kind: 'layer', release: '17.1' }],
    ['pin v17.1', { kind: 'pin', release: '17.1' }],
    ['pin 17.1', { kind: 'pin', release: '17.1' }],
    ['pin', { kind: 'pin' }],
    ['unpin', { kind: 'unpin' }],
    ['pin newest', { kind: 'unpin' }],
    ['settings v17.1', { kind: 'settings' }],
  ])('%j is asked of that release', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  it.each([
    'powershell v2',
    'smb version 1',
    'tls v1.2 downgrade',
    'windows 17.1',
    'revil17.1',
    'v17.1beta',
    'v2016',
    'pin the tail',
    'user@10',
  ])('%j names no release', (typed) => {
    expect(parseQuestion(typed)).toEqual(search(typed));
  });

  it.each([
    ['1055', lookup('1055')],
    ['1055/012 1059', lookup('1055.012', '1059')],
    ['1055.12', lookup('1055.12')],
    ['T1O55', lookup('T1O55')],
    ['tl055 T1059', lookup('TL055', 'T1059')],
    ['T1059.1', lookup('T1059.1')],
    ['T105', lookup('T105')],
    ['T10555', lookup('T10555')],
    ['T1055.012.003', lookup('T1055.012.003')],
    ['TA505', search('TA505')],
    ['2016 Ukraine attack', search('2016 Ukraine attack')],
    ['SOIL', search('SOIL')],
    ['10555', search('10555')],
  ])('%j is taken for IDs among their like only', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  it.each([
    ['group 0016', lookup('G0016')],
    ['Analytic 0001', lookup('AN0001')],
    ['sub-technique 1055/012', lookup('T1055.012')],
    ['data component 0032', lookup('DC0032')],
    ['groups 1055', section('1055', 'groups')],
  ])('%j takes a kind before digits for the letters of an ID', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  it.each([
    ['T1055 groups', section('T1055', 'groups')],
    ['groups T1055', section('T1055', 'groups')],
    ['t1055 Mitigation', section('T1055', 'mitigations')],
    ['T1055 sub-techniques', section('T1055', 'sub-techniques')],
    ['T1055, log sources', section('T1055', 'log sources')],
    ['T1055 procedure examples', section('T1055', 'procedures')],
    ['G0016 malware', section('G0016', 'software')],
    ['https://attack.mitre.org/techniques/T1055 detection', section('T1055', 'detection')],
    ['1055 groups', section('1055', 'groups')],
    ['T1O55 groups', section('T1O55', 'groups')],
    ['Groups that use T1055', section('T1055', 'groups')],
    ['software using T1055', section('T1055', 'software')],
    ['mitigations for T1059', section('T1059', 'mitigations')],
    ['who uses T1055?', section('T1055', 'groups')],
    ['how do I detect 1055', section('1055', 'detection')],
    ['what uses T1055', lookup('T1055')],
    ['T1055 constructor', lookup('T1055')],
    ['T1072 Software Deployment Tools', lookup('T1072')],
    ['T1055 T1059 groups', lookup('T1055', 'T1059')],
  ])('%j opens a section only where it names one of one object', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  it.each(['', '  \n ', ',;,', 'help', 'HELP', '?', '-h', '--help'])('%j asks for help', (typed) => {
    expect(parseQuestion(typed)).toEqual({ kind: 'help' });
  });

  it('asks for the status with that word alone', () => {
    expect(parseQuestion(' Status ')).toEqual({ kind: 'status' });
    expect(parseQuestion('releases')).toEqual({ kind: 'status' });
    expect(parseQuestion('status quo')).toEqual(search('status quo'));
  });

  it.each([
    ['proces  injecton', 'proces injecton'],
    ['__proto__', '__proto__'],
    ['\u202egnp.exe', '\u202egnp.exe'],
    ['🔥 👩‍👩‍👧', '🔥 👩‍👩‍👧'],
    ['<!channel> & *bold*', '<!channel> & *bold*'],
  ])('%j is searched for as it is', (typed, text) => {
    expect(parseQuestion(typed)).toEqual(search(text));
  });

  it.each([
    ['tactic:persistence', '', [{ field: 'tactic', value: 'persistence', isNot: false }]],
    ['registry -os:windows run', 'registry run', [{ field: 'platform', value: 'windows', isNot: true }]],
    ['tactic:TA0005', '', [{ field: 'tactic', value: 'TA0005', isNot: false }]],
    ['status type:group', 'status', [{ field: 'type', value: 'group', isNot: false }]],
  ])('%j is filtered', (typed, text, filters) => {
    expect(parseQuestion(typed)).toEqual({ kind: 'search', text, filters, page: 1 });
  });

  it('names objects by their IDs, whatever filters stand beside', () => {
    const idle = { hasFilters: true };
    expect(parseQuestion('T1055 platform:linux')).toEqual({ ...lookup('T1055'), ...idle });
    expect(parseQuestion('platform:linux T1055 groups')).toEqual({ ...section('T1055', 'groups'), ...idle });
  });

  it('is cut where nobody types that much', () => {
    expect(parseQuestion('x'.repeat(8000))).toEqual(search('x'.repeat(300)));
    expect(parseQuestion('T1055 '.repeat(1333))).toEqual(lookup('T1055'));
    const ids = Array.from({ length: 1000 }, (_, n) => `T${1000 + n}`);
    expect(parseQuestion(ids.join(' '))).toEqual(lookup(...ids.slice(0, 100)));
  });

  it('always makes a question that a button can hold', () => {
    const filters = ['tactic:', 'platform:"', '-type:', 'domain:x,'];
    const character = fc.constantFrom(
      ...['\u0000', '\ud83d', '"', '\\', '\u202e', '1', 'T1055 ', '9999 ', ' ', '👾', 'é', ...filters],
    );
    const typed = fc.array(character, { maxLength: 3000 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(fc.oneof(typed, fc.constant('\u0000'.repeat(8000))), (text) => {
        const question = parseQuestion(text);
        const shared =
          question.kind === 'share' || isErrand(question) ? question : ({ kind: 'share', of: question } as const);
        expect(encodeQuestion(shared).length).toBeLessThanOrEqual(2000);
        expect(decodeQuestion(encodeQuestion(shared))).toEqual(shared);
      }),
    );
  });
});

describe('the value of a button', () => {
  const page = fc.integer({ min: 1, max: 1000 });
  const shareable = fc.oneof(
    fc.constant({ kind: 'help' } as const),
    fc.constant({ kind: 'status' } as const),
    fc.record({ kind: fc.constant('lookup' as const), terms: fc.array(fc.string(), { maxLength: 100 }) }),
    fc.record({ kind: fc.constant('search' as const), text: fc.string({ unit: 'binary' }), page }),
    fc.record({
      kind: fc.constant('search' as const),
      text: fc.string({ unit: 'binary' }),
      filters: fc.array(
        fc.record({
          field: fc.constantFrom(...FILTER_FIELDS),
          value: fc.string({ unit: 'binary', maxLength: 20 }),
          isNot: fc.boolean(),
        }),
        { maxLength: 8 },
      ),
      page,
    }),
    fc.record({
      kind: fc.constant('section' as const),
      key: fc.string(),
      section: fc.constantFrom(...SECTION_NAMES),
      page,
    }),
  );
  const question: fc.Arbitrary<Question> = fc.oneof(
    shareable,
    shareable.map((of) => ({ kind: 'share' as const, of })),
  );

  it('is read as the question that it was made from', () => {
    fc.assert(
      fc.property(question, (asked) => {
        expect(decodeQuestion(encodeQuestion(asked))).toEqual(asked);
      }),
    );
  });

  it.each([
    '',
    'T1055',
    'null',
    '[]',
    '{}',
    '42',
    '{"kind":"toString"}',
    '{"kind":"__proto__"}',
    '{"__proto__":{"kind":"help"}}',
    '{"kind":"lookup"}',
    '{"kind":"lookup","id":"T1055"}',
    '{"kind":"lookup","terms":"T1055"}',
    '{"kind":"lookup","terms":["T1055",7]}',
    `{"kind":"lookup","terms":[${Array(101).fill('"T1055"').join()}]}`,
    '{"kind":"section","key":"T1055","section":"constructor","page":1}',
    '{"kind":"section","key":"T1055","section":"groups"}',
    '{"kind":"section","key":"T1055","section":"groups","page":0}',
    '{"kind":"section","key":"T1055","section":"groups","page":1.5}',
    '{"kind":"section","key":["T1055"],"section":"groups","page":1}',
    '{"kind":"search","text":"x","page":"1"}',
    '{"kind":"search","text":"x","page":1e99}',
    '{"kind":"search","text":"x","filters":{},"page":1}',
    '{"kind":"search","text":"x","filters":[{"field":"constructor","value":"x","isNot":false}],"page":1}',
    '{"kind":"search","text":"x","filters":[{"field":"type","value":7,"isNot":false}],"page":1}',
    '{"kind":"search","text":"x","filters":[{"field":"type","value":"x"}],"page":1}',
    '{"kind":"search","text":"x","filters":[null],"page":1}',
    '{"kind":"share"}',
    '{"kind":"share","of":{"kind":"share","of":{"kind":"help"}}}',
    '{"kind":"share","of":'.repeat(20_000),
    '[{"kind":"help"}]',
  ])('is no question when it is %.60s', (value) => {
    expect(decodeQuestion(value)).toBeUndefined();
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        decodeQuestion(value);
      }),
    );
  });

  it('carries nothing along that is not of the question', () => {
    expect(decodeQuestion('{"kind":"help","text":"x","__proto__":{"page":1}}')).toEqual({ kind: 'help' });
  });
});
