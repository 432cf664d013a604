/** The domains that a question is limited to by its own words: "mobile screen capture", "keylogging on android". */

import { DOMAINS, type Domain, labelDomain } from '../attack/domain.ts';
import type { AttackObject } from '../attack/object.ts';
import { foldName } from './names.ts';

/** A domain's name, or a platform's that the techniques of some domains only have, folded → these domains. */
export type ScopeWords = ReadonlyMap<string, ReadonlySet<Domain>>;

export interface Scope {
  readonly domains: ReadonlySet<Domain>;
  /** The question without the words that limit it; empty where it has no others. */
  readonly rest: string;
}

/** Longest first: a platform's name has two words at most today. */
const LENGTHS = [3, 2, 1];
const LINKS: ReadonlySet<string> = new Set(['on', 'in', 'for', 'from', 'of', 'under']);
const LABELS: ReadonlySet<string> = new Set(DOMAINS.map((domain) => foldName(labelDomain(domain))));

export function buildScopeWords(objects: readonly AttackObject[]): ScopeWords {
  const words = new Map<string, ReadonlySet<Domain>>();
  for (const object of objects) {
    if (object.kind !== 'technique' || object.status !== 'active') continue;
    for (const platform of object.platforms) {
      const folded = foldName(platform);
      words.set(folded, new Set([...(words.get(folded) ?? []), ...object.domains]));
    }
  }
  for (const domain of DOMAINS) words.set(foldName(labelDomain(domain)), new Set([domain]));
  return new Map([...words].filter(([, domains]) => domains.size < DOMAINS.length));
}

/**
 * By all words that limit the question; a domain's own name outweighs platforms.
 *
 * @returns undefined where no word limits it, and where two contradict each other
 */
export function readScope(words: ScopeWords, text: string): Scope | undefined {
  const folded = foldName(text).split(' ');
  const all = findLimits(words, folded);
  const labels = all.filter(({ phrase }) => LABELS.has(phrase));
  const limits = labels.length > 0 ? labels : all;
  const [first, ...others] = limits.map(({ domains }) => domains);
  if (!first) return undefined;
  const domains = new Set([...first].filter((domain) => others.every((other) => other.has(domain))));
  return domains.size > 0 ? { domains, rest: leaveOut(folded, limits) } : undefined;
}

/** The same by each limiting word alone, for the others may be part of a name, then by all of them. */
export function readScopes(words: ScopeWords, text: string): readonly Scope[] {
  const folded = foldName(text).split(' ');
  const limits = findLimits(words, folded);
  const whole = limits.length > 1 ? readScope(words, text) : undefined;
  return [
    ...limits.map((limit) => ({ domains: limit.domains, rest: leaveOut(folded, [limit]) })),
    ...(whole ? [whole] : []),
  ];
}

interface Limit {
  readonly phrase: string;
  readonly domains: ReadonlySet<Domain>;
  /** Places of words; a preposition before the phrase goes with it. */
  readonly from: number;
  readonly to: number;
}

function findLimits(words: ScopeWords, folded: readonly string[]): readonly Limit[] {
  const limits: Limit[] = [];
  for (let at = 0; at < folded.length; at += 1) {
    const length = LENGTHS.find((some) => words.has(folded.slice(at, at + some).join(' ')));
    if (length === undefined) continue;
    const phrase = folded.slice(at, at + length).join(' ');
    const from = LINKS.has(folded[at - 1] ?? '') ? at - 1 : at;
    limits.push({ phrase, domains: words.get(phrase) ?? new Set(), from, to: at + length });
    at += length - 1;
  }
  return limits;
}

function leaveOut(folded: readonly string[], limits: readonly Limit[]): string {
  return folded.filter((_, at) => !limits.some(({ from, to }) => at >= from && at < to)).join(' ');
}
