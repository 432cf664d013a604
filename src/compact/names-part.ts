/** What objects are called, in all its orders: labels once, everything else as their places. */

import type { AttackObject } from '../attack/object.ts';
import type { FuzzyIndex } from '../search/fuzzy.ts';
import type { Label, NameIndex } from '../search/names.ts';
import { readLists, writeLists } from './lists.ts';
import { type In, type Out, pick } from './stream.ts';

const BY: Readonly<Record<Label['by'], number>> = {
  name: 0,
  alias: 1,
  'full name': 2,
  'former name': 3,
  acronym: 4,
  half: 5,
};

/** Labels between two chances to pause: about a ms. */
const STEP = 2000;

interface Called {
  readonly names: NameIndex;
  readonly fuzzy: FuzzyIndex;
}

export function writeNames(out: Out, { names, fuzzy }: Called, objects: readonly AttackObject[]): void {
  const { labels, byLetters } = names;
  const { prefixes, pairs } = fuzzy;
  const [objectPlaces, places] = [placesOf(objects), placesOf(labels)];
  const writeLabels = (some: readonly Label[]) => out.column(Uint32Array.from(some, (label) => places.get(label) ?? 0));
  out.column(Uint8Array.from(labels, ({ by }) => BY[by]));
  out.column(Uint32Array.from(labels, ({ object }) => objectPlaces.get(object) ?? 0));
  out.texts(labels.map(({ text }) => text));
  out.texts(labels.map(({ folded }) => folded));
  out.texts(labels.map(({ letters }) => letters));
  writeLabels(byLetters);
  writeLabels(prefixes.labels);
  out.texts(prefixes.words);
  writeLists(out, prefixes.postings);
  writeLabels(pairs.labels);
  out.texts(pairs.pairs);
  writeLists(out, pairs.postings);
  out.column(pairs.sizes);
}

export function* readNames(from: In, objects: readonly AttackObject[]): Generator<void, Called> {
  const labels = yield* readAllLabels(from, objects);
  const readLabels = () => Array.from(from.column('u32'), (place) => pick(labels, place));
  const byLetters = readLabels();
  yield;
  const prefixes = { labels: readLabels(), words: from.textColumn(), postings: readLists(from) };
  yield;
  const pairs = {
    labels: readLabels(),
    pairs: from.textColumn(),
    postings: readLists(from),
    sizes: from.column('u32'),
  };
  return { names: { labels, byLetters }, fuzzy: { prefixes, pairs } };
}

function* readAllLabels(from: In, objects: readonly AttackObject[]): Generator<void, readonly Label[]> {
  const { texts } = from;
  const ways = Object.keys(BY) as Label['by'][];
  const by = from.column('u8');
  const [owners, names, folded, letters] = [
    from.column('u32'),
    from.column('u32'),
    from.column('u32'),
    from.column('u32'),
  ];
  const labels = new Array<Label>(by.length);
  for (let at = 0; at < labels.length; at += 1) {
    labels[at] = {
      object: pick(objects, owners[at]),
      text: texts.at(names[at]),
      folded: texts.at(folded[at]),
      letters: texts.at(letters[at]),
      by: pick(ways, by[at]),
    };
    if (at % STEP === 0) yield;
  }
  return labels;
}

function placesOf<T>(all: readonly T[]): ReadonlyMap<T, number> {
  return new Map(all.map((one, place) => [one, place]));
}
