/** What ATT&CK itself says in another way since a release: told once, not of each of hundreds of techniques. */

import type { AttackObject } from '../../../attack/object.ts';
import type { RelationType } from '../../../attack/relation.ts';
import type { Changes, ModelChange } from '../../../search/changes/change.ts';
import { pluralOf } from '../facts.ts';
import { formatNumber } from './words.ts';

/** What several of the source do to several of the target. */
const VERBS: Readonly<Record<RelationType, string>> = {
  uses: 'use',
  mitigates: 'mitigate',
  detects: 'detect',
  'subtechnique-of': 'are beneath',
  'revoked-by': 'are revoked by',
  targets: 'target',
  'attributed-to': 'are attributed to',
  'in-tactic': 'belong to',
  'has-tactic': 'hold',
  'has-analytic': 'consist of',
  reads: 'read',
  'part-of': 'are part of',
};

/**
 * Plain texts, such as "detection strategies now detect techniques (898 relations), which data components did before (2,522)".
 * What one kind does in place of another is one text.
 */
export function describeModel({ model }: Pick<Changes, 'model'>): readonly string[] {
  const [gained, lost] = [model.filter(({ kind }) => kind === 'gained'), model.filter(({ kind }) => kind === 'lost')];
  const replacing = (one: ModelChange, others: readonly ModelChange[]) =>
    others.find(({ by, target }) => by === one.by && target === one.target);
  return [
    ...gained.map((one) => {
      const before = replacing(one, lost);
      const now = `${plural(one.source)} now ${VERBS[one.by]} ${plural(one.target)} (${relations(one.count)})`;
      return before ? `${now}, which ${plural(before.source)} did before (${formatNumber(before.count)})` : now;
    }),
    ...lost
      .filter((one) => !replacing(one, gained))
      .map(
        (one) =>
          `${plural(one.source)} no longer ${VERBS[one.by]} ${plural(one.target)} (${relations(one.count)} before)`,
      ),
  ];
}

function plural(kind: AttackObject['kind']): string {
  return pluralOf(kind.replaceAll('-', ' '));
}

function relations(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'relation' : 'relations'}`;
}
