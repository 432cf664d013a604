import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQuestion, encodeQuestion, parseQuestion, type Question } from '../../../src/reply/question.ts';

const all = (span = {}) => ({ kind: 'changes', ...span, page: 1 });
const of = (terms: readonly string[], span = {}) => ({ kind: 'diff', terms, ...span, page: 1 });

describe('a question about two releases', () => {
  it.each<[string, object]>([
    ['changes', all()],
    ['Changes', all()],
    ['changelog', all()],
    ["what's new", all()],
    ['whats new', all()],
    ['compare v17.1 v18.1', all({ from: '17.1', to: '18.1' })],
    ['changes v17.1', all({ from: '17.1' })],
    ['changes 17.1', all({ from: '17.1' })],
    ['changes v17', all({ from: '17' })],
    ['changes since v17', all({ from: '17' })],
    ['changes since 17', all({ from: '17' })],
    ['changes v18.1 v17.1', all({ from: '17.1', to: '18.1' })],
    ['changes v1.10 v1.9', all({ from: '1.9', to: '1.10' })],
    ['changes 17.1..18.1', all({ from: '17.1', to: '18.1' })],
    ['changes v17.1 → v18.1', all({ from: '17.1', to: '18.1' })],
    ['changes between v17 and v18', all({ from: '17', to: '18' })],
    ['changes from ATT&CK 17.1 to 18.1', all({ from: '17.1', to: '18.1' })],
    ['changes v11.0-beta', all({ from: '11.0-beta' })],
    ['changes in v18.1', all({ to: '18.1' })],
    ['what changed', all()],
    ['What changed?', all()],
    ['what has changed since v17.1?', all({ from: '17.1' })],
    ["what's new", all()],
    ['what’s new?', all()],
    ["what's new in v18", all({ to: '18' })],
    ['what is new in ATT&CK', all()],
    ['show me the changes since version 17.1', all({ from: '17.1' })],
    ['changes official', all({ list: 'official' })],
    ['changes all', all({ list: 'official' })],
    ['changes renamed', all({ list: 'renamed' })],
    ['changes moved v17.1', all({ from: '17.1', list: 'tactics' })],
    ['changes patches', all({ list: 'patch' })],
    ['changes mitigations', all({ only: 'type:mitigations' })],
    ['changes ICS techniques v17.1', all({ from: '17.1', only: 'domain:ics type:techniques' })],
    ['new changes in mobile', { kind: 'search', text: 'new changes in mobile', page: 1 }],
    ['what’s new in mobile', all({ only: 'domain:mobile' })],
    ['changes renamed techniques', all({ only: 'type:techniques', list: 'renamed' })],
    ['changes domain:ics', all({ only: 'domain:ics' })],
    [
      'changes v17.1 v18.1 domain:ics type:technique',
      all({ from: '17.1', to: '18.1', only: 'domain:ics type:technique' }),
    ],
    ['changes since v17 -platform:windows,linux', all({ from: '17', only: '-platform:windows -platform:linux' })],
    ['changes tactic:"command and control"', all({ only: 'tactic:"command and control"' })],
    ['changes tactic:command and control', all({ only: 'tactic:command control' })],
    ['diff T1055', of(['T1055'])],
    ['diff t1055.012', of(['T1055.012'])],
    ['diff T1055 v17.1', of(['T1055'], { from: '17.1' })],
    ['diff T1055 17.1', of(['T1055'], { from: '17.1' })],
    ['diff v17.1 T1055 v18.1', of(['T1055'], { from: '17.1', to: '18.1' })],
    ['diff T1055 G0016, S0154', of(['T1055', 'G0016', 'S0154'])],
    ['diff https://attack.mitre.org/techniques/T1055/012/', of(['T1055.012'])],
    ['diff 1055', of(['1055'])],
    ['diff process injection', of(['process injection'])],
    ['diff process injection v17.1', of(['process injection'], { from: '17.1' })],
    ['changes T1055', of(['T1055'])],
    ['what changed in T1055 since v17?', of(['T1055'], { from: '17' })],
    ['what changed in persistence', of(['persistence'])],
    ['T1055 changes', of(['T1055'])],
    ['T1055 history', of(['T1055'])],
    ['T1055 diff v17.1', of(['T1055'], { from: '17.1' })],
    ['diff', all()],
  ])('is read from %j', (typed, question) => {
    expect(parseQuestion(typed)).toEqual(question);
  });

  it.each(['T1055 v17.1 v18.1', 'T1055 in v18.1 and v17.1', 'compare T1055 17.1..18.1'])(
    'an ID beside two releases asks what changed of it: %s',
    (typed) => {
      expect(parseQuestion(typed)).toEqual({ kind: 'diff', terms: ['T1055'], from: '17.1', to: '18.1', page: 1 });
    },
  );

  it('a versioned link asks what changed since', () => {
    const question = parseQuestion('diff https://attack.mitre.org/versions/v17/techniques/T1055/');
    expect(question).toEqual({ kind: 'diff', terms: ['T1055'], from: '17', page: 1 });
  });

  it.each([
    'changes to the registry',
    'change default file association',
    'what is lsass',
    'difference between T1055 and T1059',
    'new group',
    'history',
    'bash history',
    'all changes to files',
    'compare T1055 T1059',
    'compare hashes',
    'T1055 v17.1',
  ])('is not read from %j', (typed) => {
    expect(['changes', 'diff']).not.toContain(parseQuestion(typed).kind);
  });

  it.each<Question>([
    { kind: 'changes', page: 1 },
    { kind: 'changes', from: '17.1', to: '18.1', only: 'domain:ics', list: 'detection strategies', page: 12 },
    { kind: 'changes', list: 'revocation', page: 1 },
    { kind: 'diff', terms: ['T1055', 'attack-pattern--1'], page: 1 },
    { kind: 'diff', terms: ['T1055'], from: '17', part: 'groups', page: 3 },
    { kind: 'share', of: { kind: 'diff', terms: ['T1055'], page: 1 } },
    { kind: 'markdown', of: { kind: 'changes', page: 1 } },
    { kind: 'report', of: { kind: 'changes', from: '17.1', to: '18.1', page: 1 } },
  ])('is a button’s value: %j', (question) => {
    expect(decodeQuestion(encodeQuestion(question))).toEqual(question);
  });

  it.each([
    { kind: 'changes' },
    { kind: 'changes', page: 0 },
    { kind: 'changes', page: 1, from: 17 },
    { kind: 'changes', page: 1, list: 'constructor' },
    { kind: 'changes', page: 1, only: ['domain:ics'] },
    { kind: 'diff', page: 1 },
    { kind: 'diff', terms: 'T1055', page: 1 },
    { kind: 'diff', terms: [1], page: 1 },
    { kind: 'diff', terms: ['T1055'], part: 'seen', page: 1 },
    { kind: 'report', of: { kind: 'diff', terms: ['T1055'], page: 1 } },
    { kind: 'report' },
  ])('is no value of a button of ours: %j', (value) => {
    expect(decodeQuestion(JSON.stringify(value))).toBeUndefined();
  });

  it('survives a button whatever is typed, and fits a menu’s id', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'v17.1',
        '18',
        'domain:ics',
        'tactic:"a b"',
        '-platform:x',
        'T1055',
        'renamed',
        'since',
        '"',
        '\\',
        '→',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('changes', 'diff', "what's new"),
        fc.array(word, { maxLength: 12 }),
        (verb, words) => {
          const question = parseQuestion([verb, ...words].join(' '));
          expect(decodeQuestion(encodeQuestion(question))).toEqual(JSON.parse(JSON.stringify(question)));
          if (question.kind === 'changes')
            expect(encodeQuestion({ ...question, from: '17.1', to: '18.1' }).length).toBeLessThan(240);
        },
      ),
      { numRuns: 500 },
    );
  });
});
