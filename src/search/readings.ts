/**
 * The ways to read a question as a name: as it stands, without what frames it ("what is masquerading", "mimikatz.exe"), without the kind
 * that it names ("midnight blizzard group"), and without the domain ("mobile screen capture").
 */

import { DOMAINS, type Domain } from '../attack/domain.ts';
import type { AttackObject, Kind } from '../attack/object.ts';
import { foldName } from './names.ts';
import { readScopes, type ScopeWords } from './scope.ts';
import { nameKind } from './text/kind-words.ts';
import { stemOf } from './text/words.ts';

export interface Reading {
  readonly text: string;
  /** What may be meant by it: the kinds and domains that its words leave. */
  readonly isMeant: (object: AttackObject) => boolean;
  /** The most that was left out: a domain that still limits what is meant, or one that does not (`limits`). */
  readonly without: 'frame' | 'kind' | 'domain' | 'limits';
}

/** What stands around a name; before it grammar too ("what is"), but not behind it, where it may go on. */
const FRAME: ReadonlySet<string> = new Set(
  'info information detail details attack attacks technique techniques explain describe meaning definition please thanks'.split(
    ' ',
  ),
);
const PROGRAM = /\.exe\b/gi;

/** Least left out first; a text comes again only under other limits. */
export function readNames(scopeWords: ScopeWords, text: string): readonly Reading[] {
  const whole = { text: foldName(text), kind: undefined, domains: DOMAINS, without: 'frame' as const };
  const bare = { ...whole, text: trimFrame(foldName(text.replace(PROGRAM, ' '))) };
  const named = [whole, bare].flatMap((reading) => {
    const kind = nameKind(reading.text);
    return kind ? [{ ...reading, text: trimFrame(kind.bare), kind: kind.kind, without: 'kind' as const }] : [];
  });
  const framed = [whole, bare, ...named];
  const scoped = framed.flatMap((reading) =>
    readScopes(scopeWords, reading.text).map(({ domains, rest }) => ({
      ...reading,
      text: rest,
      domains: [...domains],
      without: 'domain' as const,
    })),
  );
  // What is in no such domain may have been meant after all.
  const unlimited = scoped.map((reading) => ({ ...reading, domains: DOMAINS, without: 'limits' as const }));
  const readings = [...framed, ...scoped, ...unlimited].filter(({ text: left }) => left !== '');
  return readings
    .filter((reading, at) => readings.findIndex((other) => isSame(reading, other)) === at)
    .map(({ text: left, kind, domains, without }) => ({
      text: left,
      isMeant: (object) =>
        (kind === undefined || object.kind === kind) && object.domains.some((domain) => domains.includes(domain)),
      without,
    }));
}

interface Limits {
  readonly text: string;
  readonly kind: Kind | undefined;
  readonly domains: readonly Domain[];
}

function isSame(a: Limits, b: Limits): boolean {
  return a.text === b.text && a.kind === b.kind && a.domains.join() === b.domains.join();
}

/** The whole where it is nothing but a frame. */
function trimFrame(folded: string): string {
  const words = folded.split(' ');
  const start = words.findIndex((word) => word.length > 1 && !FRAME.has(word) && stemOf(word) !== undefined);
  const end = words.findLastIndex((word) => !FRAME.has(word));
  return start === -1 ? folded : words.slice(start, end + 1).join(' ');
}
