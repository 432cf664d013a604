/** What may be meant while it is typed or pasted: IDs in all forms that a command takes, such as links, and else whatever goes on so. */

import { candidateIds } from '../attack/id.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { cutQuestion } from '../search/cut.ts';
import { complete } from '../search/typeahead.ts';
import { type Answer, answer } from './answer.ts';
import { parseQuestion } from './question.ts';

export interface TypedObjects {
  /** Best first. */
  readonly objects: readonly AttackObject[];
  /** The IDs that are typed out. */
  readonly ids: ReadonlySet<string>;
}

/** @param isWanted leaves out the objects of which it is false, before any are counted */
export function findTyped(
  catalog: Catalog,
  typed: string,
  most: number,
  isWanted: (object: AttackObject) => boolean,
): TypedObjects {
  const text = cutQuestion(typed.trim());
  const terms = readTerms(text);
  const [term = text, another] = terms;
  const ids = new Set([term.toUpperCase(), ...candidateIds(term), ...terms]);
  const begun = another === undefined ? complete(catalog, term, most, isWanted) : [];
  if (begun.length > 0 || terms.length === 0) return { objects: begun, ids };
  const named = objectsIn(answer({ kind: 'lookup', terms }, catalog));
  return { objects: named.filter(isWanted).slice(0, most), ids };
}

/** "https://attack.mitre.org/techniques/T1055/012/", "T1055/012", "T1055, T1059", "T1055 groups"; none where it is words. */
function readTerms(text: string): readonly string[] {
  const question = parseQuestion(text);
  if (question.kind === 'lookup') return question.terms;
  return question.kind === 'section' ? [question.key] : [];
}

/** Those that are so called, or what a wrong ID may have meant. */
function objectsIn(found: Answer): readonly AttackObject[] {
  switch (found.kind) {
    case 'cards':
      return found.objects;
    case 'nothing':
      return found.instead;
    default:
      return [];
  }
}
