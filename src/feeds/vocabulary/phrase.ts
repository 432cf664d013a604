/** What people call things, with the IDs they mean by it: cleaned, merged and counted, whichever format it comes in. */

import { normalizeId } from '../../attack/id.ts';

export interface Phrase {
  /** One line of 1 to MAX_TEXT characters with a letter or digit in it, free of control and format characters. */
  readonly text: string;
  /** In their normal form, such as `T1059.001` or `G0016`, each once, as the source has them: perhaps revoked, perhaps unknown. */
  readonly ids: readonly string[];
}

/**
 * Why something is no phrase: it does not parse, is too large to be looked at, is retired by its authors, has no words, has no ID,
 * or comes after the last that is allowed.
 */
export const SKIP_REASONS = ['malformed', 'tooLarge', 'retired', 'untitled', 'withoutId', 'beyondLimit'] as const;
type SkipReason = (typeof SKIP_REASONS)[number];
export type Skipped = Readonly<Record<SkipReason, number>>;

export interface Collected {
  readonly phrases: readonly Phrase[];
  readonly skipped: Skipped;
}

export interface Collector {
  /** @param ids in any form that `normalizeId` takes; what is none is passed over */
  add(text: string, ids: readonly string[]): void;
  skip(reason: SkipReason, count?: number): void;
  collect(): Collected;
}

/** Sigma allows titles of 256 characters; among 1,200 names from Sigma and Atomic Red Team the longest has 125. */
export const MAX_TEXT = 200;
/** Sigma and Atomic Red Team together have about 5,000 (their READMEs: more than 3,000 rules, 1,769 tests). */
export const MAX_PHRASES = 50_000;
/** A phrase that means more than this says nothing. */
const MAX_IDS = 20;

/** A text with the same words twice is one phrase with the IDs of both, where there is room for them. */
export function createCollector(): Collector {
  const found = new Map<string, string[]>();
  const counts: Record<SkipReason, number> = {
    malformed: 0,
    tooLarge: 0,
    retired: 0,
    untitled: 0,
    withoutId: 0,
    beyondLimit: 0,
  };
  return {
    add(raw, candidates) {
      const text = cleanText(raw);
      const ids = candidates.flatMap((candidate) => normalizeId(candidate) ?? []);
      if (!/[\p{L}\p{N}]/u.test(text)) counts.untitled += 1;
      else if (ids.length === 0) counts.withoutId += 1;
      else if (!found.has(text) && found.size >= MAX_PHRASES) counts.beyondLimit += 1;
      else found.set(text, [...new Set([...(found.get(text) ?? []), ...ids])].slice(0, MAX_IDS));
    },
    skip(reason, count = 1) {
      counts[reason] += count;
    },
    collect: () => ({ phrases: [...found].map(([text, ids]) => ({ text, ids })), skipped: { ...counts } }),
  };
}

/** Control characters, zero-width and bidirectional marks and lone surrogates go; gaps of any kind become one space. */
function cleanText(raw: string): string {
  // Cut first, so that a title of a megabyte costs no more than one of a line.
  const line = raw.slice(0, 4 * MAX_TEXT).replace(/[\s\p{Z}\p{Cc}]+/gu, ' ');
  const clean = line.replace(/\p{C}/gu, '').trim();
  return clean
    .slice(0, MAX_TEXT)
    .replace(/\p{Cs}$/u, '')
    .trim();
}
