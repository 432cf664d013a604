/** The full text: columns as they are, and what little else there is. */

import { Dictionary } from '../search/text/dictionary.ts';
import type { Learnt } from '../search/text/learn.ts';
import type { Sayings } from '../search/text/sayings.ts';
import type { Spelling } from '../search/text/spelling.ts';
import type { Shelf, Subject, TextIndex } from '../search/text/text-index.ts';
import { as, type Codec, flag, list, record, setOf, text } from './codec.ts';
import { readLists, writeLists } from './lists.ts';
import { domains, kinds } from './objects.ts';
import type { In, Out } from './stream.ts';

/** Spelling and platforms are the same for both shelves. */
type OwnPart = Omit<Shelf, 'spelling' | 'platforms'>;

const subjects = list(record<Subject>({ stixId: text, kind: kinds, domains }));

const platforms = setOf(text);

const sayings: Codec<Sayings> = as(
  list(record({ letters: text, text, stixIds: list(text) })),
  (known) => [...known].map(([letters, saying]) => ({ letters, ...saying })),
  (entries) => new Map(entries.map(({ letters, text, stixIds }) => [letters, { text, stixIds }])),
);

export function writeText(out: Out, index: TextIndex | undefined): void {
  flag.write(out, index !== undefined);
  if (!index) return;
  const { techniques, others } = index;
  sayings.write(out, index.sayings);
  platforms.write(out, techniques.platforms);
  writeSpelling(out, techniques.spelling);
  for (const shelf of [techniques, others]) writeShelf(out, shelf);
}

export function* readText(from: In): Generator<void, TextIndex | undefined> {
  if (!flag.read(from)) return undefined;
  const known = sayings.read(from);
  yield;
  const both = { platforms: platforms.read(from), spelling: readSpelling(from) };
  yield;
  const techniques = { ...(yield* readShelf(from)), ...both };
  const others = { ...(yield* readShelf(from)), ...both };
  return { techniques, others, sayings: known };
}

function writeShelf(out: Out, { subjects: all, terms, postings, learnt, standings }: OwnPart): void {
  subjects.write(out, all);
  writeDictionary(out, terms.stems);
  out.column(terms.pairs.starts);
  out.column(terms.pairs.seconds);
  out.column(postings.starts);
  out.column(postings.owners);
  out.column(postings.counted);
  out.column(postings.likely);
  out.column(postings.lengthOdds);
  out.column(postings.rarity);
  flag.write(out, learnt !== undefined);
  if (learnt) writeLearnt(out, learnt);
  out.column(standings);
}

function* readShelf(from: In): Generator<void, OwnPart> {
  const all = subjects.read(from);
  yield;
  const stems = readDictionary(from);
  const pairs = { starts: from.column('u32'), seconds: from.column('u32') };
  yield;
  const postings = {
    starts: from.column('u32'),
    owners: from.column('u16'),
    counted: from.column('f32'),
    likely: from.column('f32'),
    lengthOdds: from.column('f32'),
    rarity: from.column('f32'),
  };
  yield;
  return {
    subjects: all,
    terms: { count: stems.size + pairs.seconds.length, stems, pairs },
    postings,
    learnt: flag.read(from) ? readLearnt(from) : undefined,
    standings: from.column('f32'),
  };
}

function writeLearnt(out: Out, { weights, biases, rarity }: Learnt): void {
  out.column(weights);
  out.column(biases);
  out.column(rarity);
}

function readLearnt(from: In): Learnt {
  return { weights: from.column('f32'), biases: from.column('f32'), rarity: from.column('f32') };
}

function writeSpelling(out: Out, { known, initials, byInitial }: Spelling): void {
  writeDictionary(out, known);
  out.text(initials);
  writeLists(out, byInitial);
}

function readSpelling(from: In): Spelling {
  return { known: readDictionary(from), initials: from.text(), byInitial: readLists(from) };
}

function writeDictionary(out: Out, { units, starts, places }: Dictionary): void {
  out.column(units);
  out.column(starts);
  out.column(places);
}

function readDictionary(from: In): Dictionary {
  return new Dictionary({ units: from.column('u16'), starts: from.column('u32'), places: from.column('u32') });
}
