/** Small worlds whose texts are indexed, and texts that are meant to break what reads them. */

import fc from 'fast-check';
import type { Domain } from '../../../src/attack/domain.ts';
import type { Technique } from '../../../src/attack/object.ts';
import { buildText } from '../../../src/search/build.ts';
import { type Catalog, type Phrase, withNews } from '../../../src/search/catalog.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { findByText } from '../../../src/search/text/find-text.ts';
import type { TextIndex } from '../../../src/search/text/text-index.ts';
import {
  analytic,
  catalogOf,
  group,
  objectOf,
  relationship,
  type Stix,
  strategy,
  tactic,
  technique,
} from '../../fixtures/bundle.ts';

export interface Searchable extends Catalog {
  readonly text: TextIndex;
}

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });

/** Of Enterprise, to which a tactic is added: no bundle is without one. */
export function searchable(objects: readonly Stix[], phrases: readonly Phrase[] = []): Searchable {
  return withText(catalogOf({ enterprise: [execution, ...objects] }), phrases);
}

export function searchableDomains(domains: Partial<Record<Domain, readonly Stix[]>>): Searchable {
  return withText(catalogOf(domains), []);
}

function withText(catalog: Catalog, phrases: readonly Phrase[]): Searchable {
  const text = runAtOnce(buildText(catalog, phrases));
  return { ...withNews(catalog, { text }), text };
}

/** The ATT&CK IDs that the texts find, best first. */
export function foundByText(catalog: Searchable, text: string, limit = 10): readonly (string | undefined)[] {
  return findByText(catalog.text, text, limit).map(({ stixId }) => catalog.byStixId.get(stixId)?.id);
}

/** The techniques of a world, as an index reads them. */
export function techniquesIn({ objects }: Catalog): readonly Technique[] {
  return objects
    .filter((object): object is Technique => object.kind === 'technique')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function techniqueOf(catalog: Catalog, stix: Stix): Technique {
  return objectOf(catalog, stix, 'technique');
}

/** Few words, so that they meet often; two have one stem, and one says nothing. */
const WORDS = ['dump', 'dumps', 'lsass', 'memory', 'registry', 'key', 'shell', 'mail', 'the'] as const;

const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => `${words.join(' ')}.`);

/** A world of one to five techniques, with procedure examples, texts on detection and a sub-technique. */
export const anyWorld: fc.Arbitrary<readonly Stix[]> = fc
  .array(
    fc.record({
      name: sentence,
      description: fc.array(sentence, { maxLength: 3 }).map((sentences) => sentences.join(' ')),
      procedures: fc.array(sentence, { maxLength: 3 }),
      detection: fc.option(sentence),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((specs) => {
    const users = [0, 1, 2].map((n) => group({ id: `G000${n}` }));
    const techniques = specs.map(({ name, description }, n) =>
      technique({ id: n === 1 ? 'T1000.001' : `T100${n}`, name, description }),
    );
    const [parent, part] = techniques;
    return [
      ...users,
      ...techniques,
      ...(parent && part ? [relationship(part, 'subtechnique-of', parent)] : []),
      ...specs.flatMap(({ procedures, detection }, n) => {
        const used = techniques[n];
        if (!used) return [];
        const rule = analytic({ id: `AN000${n}`, description: detection ?? '' });
        const plan = strategy({ id: `DET000${n}`, name: detection ?? '', analytics: [rule] });
        return [
          ...procedures.flatMap((text, by) => (users[by] ? relationship(users[by], 'uses', used, text) : [])),
          ...(detection === null ? [] : [rule, plan, relationship(plan, 'detects', used)]),
        ];
      }),
    ];
  });

/** Any code units in any order, halves of characters among them. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom(...WORDS, 'via', 'using', 'mfa', 'c c', '__proto__', '\u0000', '😀', 'e\u0301'))
    .map((words) => words.join(' ')),
);

export const HOSTILE_TEXTS: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['ten thousand letters', 'a'.repeat(10_000)],
  ['ten thousand blanks', ' '.repeat(10_000)],
  ['ten thousand accents', '\u0301'.repeat(10_000)],
  ['ten thousand characters of words', 'lsass dump '.repeat(910)],
  ['nothing but means', 'via '.repeat(2500)],
  ['a thousand of the glossary’s spellings', 'mfa fatigue '.repeat(1000)],
  ['open brackets', '([a]('.repeat(2000)],
  ['the first half of a character', 'lsass \ud83d dump'],
  ['the second half of a character', '\udd25lsass dump'],
  ['right-to-left text', '\u202eتفريغ ذاكرة lsass'],
  ['an emoji of several parts', '👩‍👩‍👧 lsass 🔥'],
  ['letters with marks of their own', 'l\u0301s\u0302a\u0303s\u0304s dump'],
  ['ligatures', 'ﬁle ﷺ ½ …'],
  ['NUL', 'lsass\u0000dump\u0000'],
  ['a letter that grows in lower case', 'İ'.repeat(3000)],
  ['the names of an object’s own parts', '__proto__ constructor hasOwnProperty toString'],
];
