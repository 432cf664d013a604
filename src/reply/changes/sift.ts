/** Which of all changes a question is about: those that its filters leave. */

import type { AttackObject } from '../../attack/object.ts';
import type { ObjectChange } from '../../search/changes/change.ts';
import type { Comparison } from '../../search/comparisons.ts';
import { type Condition, passes, readConditions } from '../../search/filter/filter.ts';
import { type FilterValue, type FilterValues, findNearestValues, findValue } from '../../search/filter/values.ts';
import { type FilterTerm, readFilters } from '../../search/filter/words.ts';

export type Sifted =
  | {
      readonly kind: 'sifted';
      readonly objects: readonly ObjectChange[];
      readonly conditions: readonly Condition[];
    }
  /** A filter whose value neither release has, and what may have been meant. */
  | { readonly kind: 'misread'; readonly term: FilterTerm; readonly nearest: readonly FilterValue[] }
  /** Words that belong to no filter. */
  | { readonly kind: 'stray'; readonly words: string }
  /** They are cut, and would not be those that were typed. */
  | { readonly kind: 'too long' };

/** @param only filters as they are typed */
export function sift({ earlier, later, changes }: Comparison, only = ''): Sifted {
  const { filters, rest } = readFilters(only);
  if (filters.length === 0 && rest.trim() === '') return { kind: 'sifted', objects: changes.objects, conditions: [] };
  const now = readConditions(later.filterValues, filters, rest);
  // What a release gave up, such as a tactic, has its value in the one before.
  const before = readConditions(earlier.filterValues, now.unknown, now.text);
  const [unknown] = before.unknown;
  if (unknown) {
    return {
      kind: 'misread',
      term: unknown,
      nearest: findNearestValues(later.filterValues, unknown.field, unknown.value),
    };
  }
  if (before.text !== '') return { kind: 'stray', words: before.text };
  const conditions = [...now.known, ...before.known];
  const tested = [...conditions, ...aliveOrDead(conditions, later.filterValues)];
  const [passedBefore, passesNow] = [passes(earlier, tested), passes(later, tested)];
  const isLeft = (one: AttackObject | undefined, test: (object: AttackObject) => boolean) =>
    one !== undefined && test(one);
  return {
    kind: 'sifted',
    // What leaves a platform or a tactic is news of it too.
    objects: changes.objects.filter((one) => isLeft(one.later, passesNow) || isLeft(one.earlier, passedBefore)),
    conditions,
  };
}

/** What is revoked is told unless somebody filters by status. */
function aliveOrDead(conditions: readonly Condition[], values: FilterValues): readonly Condition[] {
  const value = findValue(values, 'status', 'any');
  if (!value || conditions.some(({ term }) => term.field === 'status')) return [];
  return [{ term: { field: 'status', value: value.label, isNot: false }, value }];
}
