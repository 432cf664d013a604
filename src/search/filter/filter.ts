/** What filters mean in the loaded release: which objects they leave, and which of their values it does not have. */

import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../catalog.ts';
import { findAll } from '../find.ts';
import type { Graph } from '../graph.ts';
import { foldName } from '../names.ts';
import { compareLikely } from '../rank.ts';
import { type FilterValue, type FilterValues, findValue, hasField, hasValue } from './values.ts';
import { FILTER_FIELDS, type FilterTerm } from './words.ts';

/** A condition whose value the release has. */
export interface Condition {
  readonly term: FilterTerm;
  readonly value: FilterValue;
}

export interface Conditions {
  readonly known: readonly Condition[];
  /** Terms whose value nothing is called. */
  readonly unknown: readonly FilterTerm[];
  /** The words that are no part of a value. */
  readonly text: string;
}

/** `tactic:command and control`: so many words more may belong to a value that has no quotes. */
const MOST_WORDS = 3;

/** @param text the words beside the filters, of which a value without quotes takes its own */
export function readConditions(values: FilterValues, terms: readonly FilterTerm[], text: string): Conditions {
  const known: Condition[] = [];
  const unknown: FilterTerm[] = [];
  let words = text.split(/\s+/).filter((word) => foldName(word) !== '');
  for (const term of terms) {
    const long = findLongValue(values, term, words);
    const value = long?.value ?? findValue(values, term.field, term.value);
    if (long) words = words.toSpliced(long.at, long.length);
    if (value) known.push({ term: long ? { ...term, value: value.label } : term, value });
    else unknown.push(term);
  }
  return { known, unknown, text: words.join(' ') };
}

/**
 * Values of one field are alternatives, fields are conditions that all hold, and a negated value holds nowhere. A field leaves only what it
 * says anything of: `-platform:windows` has no groups. Without a status only what is active is left.
 */
export function passes(graph: Graph, conditions: readonly Condition[]): (object: AttackObject) => boolean {
  const tests = FILTER_FIELDS.flatMap((field) => {
    const own = conditions.filter(({ value }) => value.field === field);
    const [wanted, unwanted] = [own.filter(({ term }) => !term.isNot), own.filter(({ term }) => term.isNot)];
    if (own.length === 0) return field === 'status' ? [({ status }: AttackObject) => status === 'active'] : [];
    return [
      (object: AttackObject) =>
        hasField(object, field) &&
        (wanted.length === 0 || wanted.some(({ value }) => hasValue(graph, value, object))) &&
        !unwanted.some(({ value }) => hasValue(graph, value, object)),
    ];
  });
  return (object) => tests.every((test) => test(object));
}

/** All that passes, in the order of kinds, domains and IDs; with a text, what is so called or described, best first. */
export function findPassing(catalog: Catalog, conditions: readonly Condition[], text: string): readonly AttackObject[] {
  const isPassing = passes(catalog, conditions);
  if (text === '') return catalog.objects.filter(isPassing).toSorted(compareLikely);
  const called = foldName(text);
  // The search knows what is active: of the rest, what is called so.
  const dead = catalog.objects.filter(
    (object) => object.status !== 'active' && isPassing(object) && foldName(object.name).includes(called),
  );
  return [...findAll(catalog, text, isPassing), ...dead.toSorted(compareLikely)];
}

/** Such as "type technique" for "all techniques"; the words behind it are `rest`. */
export function readLeadingType(
  values: FilterValues,
  text: string,
): { readonly value: FilterValue; readonly rest: string } | undefined {
  const words = text.trim().split(/\s+/);
  const start = words.findIndex((word) => !FILLERS.has(foldName(word)));
  for (const length of [2, 1]) {
    if (start === -1 || words.length < start + length) continue;
    const value = findValue(values, 'type', words.slice(start, start + length).join(' '));
    if (value) return { value, rest: words.slice(start + length).join(' ') };
  }
  return undefined;
}

const FILLERS: ReadonlySet<string> = new Set(['all', 'every', 'the', 'list', 'show', 'me']);

function findLongValue(values: FilterValues, term: FilterTerm, words: readonly string[]) {
  if (term.value === '') return undefined;
  for (let length = Math.min(MOST_WORDS, words.length); length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const value = findValue(values, term.field, [term.value, ...words.slice(at, at + length)].join(' '));
      if (value) return { value, at, length };
    }
  }
  return undefined;
}
