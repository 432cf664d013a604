/** A change as the API shows it: its objects as references. */

import type { AttackObject } from '../attack/object.ts';
import { type ObjectChange, type Seen, subjectOf } from '../search/changes/change.ts';
import { presentReference } from './present.ts';
import type { ChangeView } from './schemas.ts';

export function presentChange(change: ObjectChange): ChangeView {
  return {
    object: presentReference(subjectOf(change)),
    classes: Object.fromEntries(change.classes),
    seen: change.seen.map(presentSeen),
    newContributors: [...change.newContributors],
  };
}

function presentSeen(seen: Seen): ChangeView['seen'][number] {
  switch (seen.kind) {
    case 'revoked':
      return { kind: seen.kind, by: refer(seen.by) };
    case 'redirected':
      return { kind: seen.kind, from: refer(seen.from), to: refer(seen.to) };
    case 'tactics':
    case 'related':
      return { ...seen, gained: seen.gained.map(presentReference), lost: seen.lost.map(presentReference) };
    default:
      return { ...seen };
  }
}

function refer(object: AttackObject | undefined) {
  return object ? presentReference(object) : null;
}
