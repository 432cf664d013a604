/** What differs between two releases: of each object the class that MITRE's changelog gives it, and what a reader of its page sees. */

import type { Domain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { RelationType } from '../../attack/relation.ts';

/** The classes of MITRE's changelog, in its order (mitreattack-python, `diffStix/changelog_helper.py`). */
export const CHANGE_CLASSES = [
  'addition',
  'major',
  'minor',
  'other',
  'patch',
  'revocation',
  'deprecation',
  'deletion',
  'unchanged',
] as const;

export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** All that differs between two releases. */
export interface Changes {
  /** Such as `17.1`. */
  readonly from: string;
  readonly to: string;
  /** The domains that both releases have, in the order of `DOMAINS`: no others are compared. */
  readonly domains: readonly Domain[];
  /** Every object that either release has in these domains, by kind and ID. */
  readonly objects: readonly ObjectChange[];
  /** What ATT&CK itself says in another way; left out of each object's own changes. */
  readonly model: readonly ModelChange[];
}

/** One object in two releases; one of them at least has it. */
export interface Sides {
  readonly earlier: AttackObject | undefined;
  readonly later: AttackObject | undefined;
}

export interface ObjectChange extends Sides {
  /** Per domain, as the changelog counts. Without an entry where it is dead in both releases, or revoked in favour of nothing. */
  readonly classes: ReadonlyMap<Domain, ChangeClass>;
  /** What somebody who reads its page sees; empty where nothing. */
  readonly seen: readonly Seen[];
  /** New names among those who helped to write it; of an addition all. */
  readonly newContributors: readonly string[];
}

export type Seen =
  | { readonly kind: 'added' }
  | { readonly kind: 'removed' }
  /** `by`: where it leads now, at the end of the way; undefined where nowhere. */
  | { readonly kind: 'revoked'; readonly by: AttackObject | undefined }
  | { readonly kind: 'deprecated' }
  | { readonly kind: 'revived' }
  /** Dead before and now, and leads elsewhere. */
  | { readonly kind: 'redirected'; readonly from: AttackObject | undefined; readonly to: AttackObject | undefined }
  | { readonly kind: 'renamed' | 'renumbered'; readonly from: string; readonly to: string }
  /** One of its facts that is a list, whatever the order and whatever was repeated. */
  | {
      readonly kind: 'list';
      readonly of: ListFact;
      readonly gained: readonly string[];
      readonly lost: readonly string[];
    }
  /** Of a technique. */
  | { readonly kind: 'tactics'; readonly gained: readonly AttackObject[]; readonly lost: readonly AttackObject[] }
  /** Its description reads otherwise; see `compareTexts`. */
  | { readonly kind: 'text' }
  /** Relations of one type to objects of one kind. */
  | {
      readonly kind: 'related';
      readonly by: RelationType;
      readonly of: AttackObject['kind'];
      readonly gained: readonly AttackObject[];
      readonly lost: readonly AttackObject[];
    };

export type ListFact = 'platforms' | 'aliases' | 'sectors' | 'log sources' | 'tunables' | 'domains' | 'dates' | 'links';

/** A way to relate two kinds of objects that one of the releases has nowhere. */
export interface ModelChange {
  readonly kind: 'gained' | 'lost';
  readonly by: RelationType;
  readonly source: AttackObject['kind'];
  readonly target: AttackObject['kind'];
  /** How many such relations the one release has. */
  readonly count: number;
}

/** The object as it is now, or was last. */
export function subjectOf({ earlier, later }: Sides): AttackObject {
  const object = later ?? earlier;
  if (!object) throw new Error('neither release has the object');
  return object;
}
