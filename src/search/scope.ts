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

/** @returns undefined where no word limits the question, and where two contradict each other */
export function readScope(words: ScopeWords, text: string): Scope | undefined {
  const rest = foldName(text).split(' ');
  let domains: ReadonlySet<Domain> | undefined;
  for (let at = 0; at < rest.length; at += 1) {
    const phrase = LENGTHS.map((length) => rest.slice(at, at + length)).find((some) => words.has(some.join(' ')));
    if (!phrase) continue;
    const named = words.get(phrase.join(' ')) ?? new Set();
    domains = new Set([...named].filter((domain) => !domains || domains.has(domain)));
    const from = LINKS.has(rest[at - 1] ?? '') ? at - 1 : at;
    rest.splice(from, at + phrase.length - from);
    at = from - 1;
  }
  return domains && domains.size > 0 ? { domains, rest: rest.join(' ') } : undefined;
}

export function isWithin(scope: Scope, { domains }: AttackObject): boolean {
  return domains.some((domain) => scope.domains.has(domain));
}
