/** How often the first answer is right, over 4,200 questions, and what gets none: floors against regressions. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/attack/object.ts';
import { type Finding, find, type Hit } from '../../src/search/find.ts';
import { GLOSSARY } from '../../src/search/text/glossary/all.ts';
import { isEveryday } from '../../src/search/text/small-talk.ts';
import { stemsOf } from '../../src/search/text/words.ts';
import { catalogOf, mitigation, tactic, technique } from '../fixtures/bundle.ts';
import { ofKinds } from '../fixtures/kinds.ts';
import { hasShared, realCatalogWithText, sharedPath } from '../fixtures/shared.ts';
import { QUESTIONS, STORIES, TALK } from '../fixtures/small-talk.ts';

/** Set of questions → the least share of right first answers, in percent. */
const FLOORS = {
  'names-exact': 100,
  'names-typo1': 99.5,
  'names-typo2': 99,
  'names-partial': 99.5,
  jargon: 92,
  sigma: 40,
  atomic: 55,
  tram: 63,
} as const;

interface Outcome {
  readonly text: string;
  readonly isRight: boolean;
  readonly isSure: boolean;
}

const outcomes = new Map<string, readonly Outcome[]>();

function firstOf(finding: Finding): Hit | undefined {
  switch (finding.kind) {
    case 'one':
      return finding.hit;
    case 'several':
      return finding.hits[0];
    case 'none':
      return undefined;
  }
}

function first(text: string, kinds: readonly Kind[] = []): string | undefined {
  return firstOf(find(realCatalogWithText(), text, ofKinds(...kinds)))?.object.id;
}

/** Asks for techniques, once a process. An equal name in another domain is right as well: the sets know Enterprise alone. */
function ask(set: string): readonly Outcome[] {
  const known = outcomes.get(set);
  if (known) return known;
  const catalog = realCatalogWithText();
  const rows = readFileSync(sharedPath(`search/${set}.tsv`), 'utf8')
    .trim()
    .split('\n');
  const asked = rows.map((row) => {
    const [text = '', list = ''] = row.split('\t');
    const names = list.split(',').map((id) => catalog.byId.get(id)?.[0]?.name);
    const finding = find(catalog, text, ofKinds('technique'));
    const object = firstOf(finding)?.object;
    const isRight = object !== undefined && (list.split(',').includes(object.id) || names.includes(object.name));
    return { text, isRight, isSure: finding.kind === 'one' };
  });
  outcomes.set(set, asked);
  return asked;
}

describe('objects of a kind', () => {
  const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
  const watch = mitigation({ id: 'M1000', name: 'System Watch' });

  function findMitigation(techniques: number) {
    const others = Array.from({ length: techniques }, (_, n) => technique({ id: `T${1000 + n}`, name: `System ${n}` }));
    return firstOf(find(catalogOf({ enterprise: [execution, watch, ...others] }), 'system', ofKinds('mitigation')))
      ?.object.id;
  }

  it('are found beside a few others of that name', () => {
    expect(findMitigation(20)).toBe('M1000');
  });

  it('are found beside many others of that name', () => {
    expect(findMitigation(50)).toBe('M1000');
  });
});

describe.skipIf(!hasShared)('over the development sets (needs ../shared)', () => {
  it.each(Object.entries(FLOORS))('%s has the right technique first in %d of 100', (set, floor) => {
    const asked = ask(set);
    const right = asked.filter(({ isRight }) => isRight).length;
    expect((100 * right) / asked.length).toBeGreaterThanOrEqual(floor);
  });

  it('one answer without a choice is right in 98 of 100', () => {
    const sure = Object.keys(FLOORS)
      .flatMap(ask)
      .filter(({ isSure }) => isSure);
    const wrong = sure.filter(({ isRight }) => !isRight).map(({ text }) => text);
    expect(sure.length).toBeGreaterThan(1000);
    expect(wrong.length / sure.length, wrong.join('; ')).toBeLessThanOrEqual(0.02);
  });
});

describe.skipIf(!hasShared)('small talk (needs ../shared)', () => {
  it('is answered in at most 7 of 100, and never with one object', () => {
    const findings = TALK.map((text) => ({ text, kind: find(realCatalogWithText(), text).kind }));
    const answered = findings.filter(({ kind }) => kind !== 'none').map(({ text }) => text);
    expect(answered.length / TALK.length, answered.join('; ')).toBeLessThanOrEqual(0.07);
    expect(findings.filter(({ kind }) => kind === 'one')).toEqual([]);
  });

  it('is not taken for what are short questions, in 99 of 100', () => {
    const unheard = QUESTIONS.filter((text) => find(realCatalogWithText(), text).kind === 'none');
    expect(unheard.length / QUESTIONS.length, unheard.join('; ')).toBeLessThanOrEqual(0.01);
  });

  it('is not taken for what was seen, told in everyday words, in 8 of 10', () => {
    const unheard = STORIES.filter((text) => find(realCatalogWithText(), text).kind === 'none');
    expect(unheard.length / STORIES.length, unheard.join('; ')).toBeLessThanOrEqual(0.2);
  });

  it('is not taken for a name, be it made of everyday words', () => {
    const everyday = realCatalogWithText().names.labels.filter(({ text }) => isEveryday(text));
    expect(everyday.map(({ text }) => text)).toContain('Play');
    expect(everyday.filter(({ text }) => find(realCatalogWithText(), text).kind === 'none')).toEqual([]);
  });

  it('is not taken for a word of the glossary that ATT&CK has', () => {
    const { text } = realCatalogWithText();
    const isKnown = (spelling: string) => stemsOf(spelling).every((stem) => text?.techniques.terms.stems.has(stem));
    const spellings = GLOSSARY.flatMap(([list]) => list.split(', ')).filter(isKnown);
    expect(spellings.filter((spelling) => find(realCatalogWithText(), spelling).kind === 'none')).toEqual([]);
  });
});

describe.skipIf(!hasShared)('in 18.1 (needs ../shared)', () => {
  it.each([
    ['lsass dump', 'T1003.001'],
    ['sql injection', 'T1190'],
    ['mfa fatigue', 'T1621'],
    ['log4j', 'T1190'],
    ['lolbins', 'T1218'],
    ['dump lsass memory with procdump', 'T1003.001'],
    ['LSASS DUMP?!', 'T1003.001'],
    ['how do they steal kerberos tickets by kerberoasting', 'T1558.003'],
  ])('%j finds %s first', (text, id) => {
    expect(first(text)).toBe(id);
    expect(first(text, ['technique'])).toBe(id);
  });

  it.each([
    'thanks!',
    'thank you',
    'lunch is at noon',
    'how are you',
    'happy birthday',
    'can you please tell me',
    '😀',
    'تفريغ',
    'hello',
    'see you tomorrow',
    'good morning everyone',
    'who wants coffee?',
    'the meeting is moved to 3 pm',
    'i am on vacation next week',
  ])('%j finds nothing', (text) => {
    expect(find(realCatalogWithText(), text)).toEqual({ kind: 'none' });
  });

  it('a long text is read within 100 ms', () => {
    const text = 'The actor ran procdump against lsass and sent the file by mail. '.repeat(156);
    expect(first(text)).toBeDefined();
  });

  it('the glossary says at least 95 of 100 words as ATT&CK does', () => {
    const { text } = realCatalogWithText();
    const stems = new Set(GLOSSARY.flatMap(([, meaning]) => stemsOf(meaning)));
    const unknown = [...stems].filter((stem) => !text?.techniques.terms.stems.has(stem));
    expect(unknown.length / stems.size, unknown.join(' ')).toBeLessThanOrEqual(0.05);
  });
});
