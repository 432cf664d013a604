/** Counts by reason what a decoder leaves out, so that a refresh can log it. */

export interface Skipped {
  /** Adds `times` (1 unless told) to a reason. */
  count(reason: string, times?: number): void;
  /** Reason → how many. */
  total(): Readonly<Record<string, number>>;
}

/** Reasons quote the data (names of types and fields), so a hostile bundle could make them many and long. */
const MAX_REASONS = 50;
const MAX_LENGTH = 120;

export function createSkipped(): Skipped {
  const counts = new Map<string, number>();
  return {
    count(reason, times = 1) {
      const short = reason.slice(0, MAX_LENGTH);
      const key = counts.has(short) || counts.size < MAX_REASONS ? short : 'other reasons';
      counts.set(key, (counts.get(key) ?? 0) + times);
    },
    // fromEntries defines own properties, so a reason named `__proto__` is just another reason.
    total: () => Object.fromEntries(counts),
  };
}
