/** The words by which questions are limited: a field's values, and domains. */

import type { FilterValue, FilterValues } from '../search/filter/values.ts';
import type { FilterField } from '../search/filter/words.ts';
import type { ScopeWords } from '../search/scope.ts';
import { as, type Codec, list, number, oneOf, record, setOf, text } from './codec.ts';
import { domain } from './objects.ts';
import { pick } from './stream.ts';

export const scopeWords: Codec<ScopeWords> = as(
  list(record({ word: text, domains: setOf(domain) })),
  (words) => [...words].map(([word, domains]) => ({ word, domains })),
  (entries) => new Map(entries.map(({ word, domains }) => [word, domains])),
);

const value: Codec<FilterValue> = record({
  field: oneOf<FilterField>({ tactic: 0, platform: 1, domain: 2, type: 3, status: 4 }),
  label: text,
  keys: setOf(text),
});

interface Words {
  /** Each once: words for the same thing share its value. */
  readonly values: readonly FilterValue[];
  readonly words: readonly { readonly word: string; readonly place: number }[];
}

const words: Codec<ReadonlyMap<string, FilterValue>> = as(
  record<Words>({ values: list(value), words: list(record({ word: text, place: number })) }),
  (known) => {
    const values = [...new Set(known.values())];
    return { values, words: [...known].map(([word, meant]) => ({ word, place: values.indexOf(meant) })) };
  },
  ({ values, words }) => new Map(words.map(({ word, place }) => [word, pick(values, place)])),
);

export const filterValues: Codec<FilterValues> = record({
  tactic: words,
  platform: words,
  domain: words,
  type: words,
  status: words,
});
