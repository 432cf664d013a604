/** From a question about two releases, and what differs between them, to what is true about it. */

import { candidateIds, normalizeId } from '../../attack/id.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { type ObjectChange, subjectOf } from '../../search/changes/change.ts';
import type { Comparison } from '../../search/comparisons.ts';
import type { Condition } from '../../search/filter/filter.ts';
import { find, findById } from '../../search/find.ts';
import type { Compared } from './compared.ts';
import { type ChangesQuestion, type ComparisonQuestion, type DiffQuestion, isCut } from './question.ts';
import { type Sifted, sift } from './sift.ts';
import { isListed, type ListName } from './topic.ts';

/** Each with the question as it was understood, with both releases named: so that pages turned later are of the same two. */
export type ComparisonAnswer =
  | {
      readonly kind: 'changes';
      readonly asked: ChangesQuestion;
      readonly comparison: Comparison;
      readonly conditions: readonly Condition[];
      readonly objects: readonly ObjectChange[];
    }
  | {
      readonly kind: 'change list';
      readonly asked: ChangesQuestion & { readonly list: ListName };
      readonly comparison: Comparison;
      readonly conditions: readonly Condition[];
      readonly objects: readonly ObjectChange[];
    }
  | {
      readonly kind: 'unsifted';
      readonly asked: ChangesQuestion;
      readonly comparison: Comparison;
      readonly sifted: Exclude<Sifted, { kind: 'sifted' }>;
    }
  | {
      readonly kind: 'diff';
      readonly asked: DiffQuestion;
      readonly comparison: Comparison;
      readonly change: ObjectChange;
    }
  /** Several were asked for, or may be meant. */
  | {
      readonly kind: 'diffs';
      readonly asked: DiffQuestion;
      readonly comparison: Comparison;
      readonly changes: readonly ObjectChange[];
      readonly unknown: readonly string[];
      readonly isChoice: boolean;
    }
  /** `apart`: of a domain that only one of the releases has. */
  | {
      readonly kind: 'no diff';
      readonly asked: DiffQuestion;
      readonly comparison: Comparison;
      readonly apart: readonly AttackObject[];
    }
  | {
      readonly kind: 'uncompared';
      readonly asked: ComparisonQuestion;
      readonly why: Exclude<Compared, { kind: 'compared' }>;
    };

/** More than anybody reads of what a name may mean. */
const MOST_MEANT = 10;

export function answerComparison(question: ComparisonQuestion, compared: Compared): ComparisonAnswer {
  if (compared.kind !== 'compared') return { kind: 'uncompared', asked: question, why: compared };
  const { comparison } = compared;
  const { from, to } = comparison.changes;
  return question.kind === 'changes'
    ? answerChanges({ ...question, from, to }, comparison)
    : answerDiff({ ...question, from, to }, comparison);
}

function answerChanges(asked: ChangesQuestion, comparison: Comparison): ComparisonAnswer {
  const sifted: Sifted = isCut(asked) ? { kind: 'too long' } : sift(comparison, asked.only);
  if (sifted.kind !== 'sifted') return { kind: 'unsifted', asked, comparison, sifted };
  const { conditions, objects } = sifted;
  const { list } = asked;
  if (list === undefined) return { kind: 'changes', asked, comparison, conditions, objects };
  const listed = objects.filter((object) => isListed(object, list));
  return { kind: 'change list', asked: { ...asked, list }, comparison, conditions, objects: listed };
}

function answerDiff(asked: DiffQuestion, comparison: Comparison): ComparisonAnswer {
  const byStixId = new Map(comparison.changes.objects.map((change) => [subjectOf(change).stixId, change]));
  const found = asked.terms.map((term) => {
    const { objects, isChoice } = resolve(term, comparison);
    return { term, isChoice, objects, changes: objects.flatMap(({ stixId }) => byStixId.get(stixId) ?? []) };
  });
  const changes = [...new Set(found.flatMap((one) => (one.isChoice ? one.changes : one.changes.slice(0, 1))))];
  const unknown = found.flatMap((one) => (one.changes.length === 0 ? [one.term] : []));
  const [change, another] = changes;
  if (!change) return { kind: 'no diff', asked, comparison, apart: found.flatMap(({ objects }) => objects) };
  if (!another && unknown.length === 0) return { kind: 'diff', asked, comparison, change };
  return { kind: 'diffs', asked, comparison, changes, unknown, isChoice: found.some(({ isChoice }) => isChoice) };
}

interface Resolved {
  readonly objects: readonly AttackObject[];
  /** Whether any of them may be meant, rather than the first. */
  readonly isChoice: boolean;
}

/** By the later release, and by the earlier one what the later has no more. */
function resolve(term: string, { later, earlier }: Comparison): Resolved {
  const now = resolveIn(term, later);
  return now.objects.length > 0 ? now : resolveIn(term, earlier);
}

function resolveIn(term: string, catalog: Catalog): Resolved {
  const exact = catalog.byStixId.get(term);
  if (exact) return { objects: [exact], isChoice: false };
  const numbered = candidateIds(term);
  if (numbered.length > 0) {
    return { objects: numbered.flatMap((id) => catalog.byId.get(id)?.[0] ?? []), isChoice: true };
  }
  const identified = findById(catalog, term);
  if (identified.length > 0 || normalizeId(term) !== undefined) return { objects: identified, isChoice: false };
  const finding = find(catalog, term);
  switch (finding.kind) {
    case 'one':
      return { objects: [finding.hit.object], isChoice: false };
    case 'several':
      return { objects: finding.hits.slice(0, MOST_MEANT).map(({ object }) => object), isChoice: true };
    case 'none':
      return { objects: [], isChoice: false };
  }
}
