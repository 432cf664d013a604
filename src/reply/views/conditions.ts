/** Filters said again in words, so that whoever asked sees what was understood. */

import type { Condition } from '../../search/filter/filter.ts';
import { FILTER_FIELDS, MOST_FILTERS } from '../../search/filter/words.ts';
import { list } from './facts.ts';

/**
 * Plain texts: "tactic Persistence", "platform Linux or Windows", "not domain ICS".
 *
 * @param said what stands before them, such as "12 groups": a type is not said twice
 */
export function describeConditions(conditions: readonly Condition[], said = ''): readonly string[] {
  return FILTER_FIELDS.flatMap((field) => {
    const own = conditions.filter(({ value }) => value.field === field);
    const labels = (isNot: boolean) => [
      ...new Set(own.filter(({ term }) => term.isNot === isNot).map(({ value }) => value.label)),
    ];
    const [all, unwanted] = [labels(false), labels(true)];
    const wanted =
      field === 'type' ? all.filter((label) => all.length > 1 || !said.includes(label.replace(/[xy]$/, ''))) : all;
    return [
      ...(wanted.length === 0 ? [] : [`${field} ${wanted.join(' or ')}`]),
      ...(unwanted.length === 0 ? [] : [`not ${field} ${list(unwanted, MOST_FILTERS)}`]),
    ];
  });
}
