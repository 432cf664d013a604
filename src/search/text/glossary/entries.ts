/** The glossary as a question is looked up in it: by the stems of its words. */

import { lazy } from '../../../lazy.ts';
import { stemsOf } from '../words.ts';
import { GLOSSARY } from './all.ts';

export interface Entry {
  /** Stems. */
  readonly spelling: readonly string[];
  readonly meaning: readonly string[];
  /** The meaning as it is written. */
  readonly words: string;
}

/** Thousands of words are stemmed for it. */
const entries = lazy((): readonly Entry[] =>
  GLOSSARY.flatMap(([spellings, words]) => {
    const meaning = stemsOf(words);
    return spellings.split(', ').map((spelling) => ({ spelling: stemsOf(spelling), meaning, words }));
  }),
);

const entriesByFirst = lazy(() => Map.groupBy(entries(), ({ spelling }) => spelling[0] ?? ''));

/** All stems that a spelling has. */
export function spellingStems(): ReadonlySet<string> {
  return new Set(entries().flatMap(({ spelling }) => spelling));
}

/** The entries whose spelling stands in a text, in its order. */
export function findEntries(stems: readonly string[]): readonly Entry[] {
  const byFirst = entriesByFirst();
  return stems.flatMap((stem, at) =>
    (byFirst.get(stem) ?? []).filter(({ spelling }) => spelling.every((part, i) => stems[at + i] === part)),
  );
}

/** What a text means as a whole, in ATT&CK's words: "remote desktop protocol" for "RDP". */
export function meaningOf(text: string): string | undefined {
  const stems = stemsOf(text);
  return findEntries(stems).find(({ spelling }) => spelling.length === stems.length)?.words;
}
