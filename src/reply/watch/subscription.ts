/** What a channel is subscribed to: new releases, objects, and what filters leave; who asked for it, and how the list is changed. */

import type { FilterField } from '../../search/filter/words.ts';
import type { Mark } from '../settings/settings.ts';

/** A state is none: what changes it is told in any case. */
type WatchedField = Exclude<FilterField, 'status'>;

/** One condition of a filter, with what it meant when it was made: a tactic that is renamed meanwhile is still the one that was meant. */
export interface WatchedTerm {
  readonly field: WatchedField;
  /** As the data wrote it. */
  readonly label: string;
  /** See `FilterValue`. */
  readonly keys: readonly string[];
  readonly isNot: boolean;
}

export type Target =
  /** Every new release, with a summary. */
  | { readonly kind: 'releases' }
  /** `called`: its ID, or the name of what has none, for when no release has it any more. */
  | { readonly kind: 'object'; readonly stixId: string; readonly called: string }
  /** All that passes the conditions, which hold together as in a search. */
  | { readonly kind: 'filter'; readonly terms: readonly WatchedTerm[] };

export interface Entry {
  readonly target: Target;
  readonly mark: Mark;
  /** What was watched before it was revoked in favour of this. */
  readonly formerly?: string | undefined;
}

/** What became of a list: each entry that is new in it, and each that is gone. */
export interface ListChange {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

export interface ListEdit {
  readonly add: readonly Entry[];
  /** Keys, see `keyOfTarget`. */
  readonly remove: readonly string[];
}

/** Objects and filters of one channel; whoever wants more wants the release itself. */
export const MOST_WATCHED = 100;

/** Equal for what is the same thing to watch. */
export function keyOfTarget(target: Target): string {
  switch (target.kind) {
    case 'releases':
      return 'releases';
    case 'object':
      return target.stixId;
    case 'filter':
      return target.terms.map(writeTerm).toSorted().join(' ');
  }
}

/** As it is typed: `-tactic:"Initial Access"`. */
export function writeTerm({ field, label, isNot }: Pick<WatchedTerm, 'field' | 'label' | 'isNot'>): string {
  return `${isNot ? '-' : ''}${field}:${/\s/.test(label) ? `"${label}"` : label}`;
}

/** The watch list alone, without the subscription to releases. */
export function listWatched(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ target }) => target.kind !== 'releases');
}

export function isSubscribed(entries: readonly Entry[]): boolean {
  return entries.some(({ target }) => target.kind === 'releases');
}

/** What is there already stays as it is. `surplus`: what the list has no room for. */
export function editList(
  entries: readonly Entry[],
  { add, remove }: ListEdit,
): { readonly entries: readonly Entry[]; readonly change: ListChange; readonly surplus: readonly Entry[] } {
  const removed = entries.filter(({ target }) => remove.includes(keyOfTarget(target)));
  const next = entries.filter((entry) => !removed.includes(entry));
  const [added, surplus]: [Entry[], Entry[]] = [[], []];
  for (const entry of add) {
    const all = [...next, ...added];
    if (all.some(({ target }) => keyOfTarget(target) === keyOfTarget(entry.target))) continue;
    const hasRoom = entry.target.kind === 'releases' || listWatched(all).length < MOST_WATCHED;
    (hasRoom ? added : surplus).push(entry);
  }
  return { entries: [...next, ...added], change: { added, removed }, surplus };
}

/** The edit that undoes a change, as far as nobody has changed the same since. */
export function undoEdit(entries: readonly Entry[], { added, removed }: ListChange): ListEdit {
  const isStill = (entry: Entry) =>
    entries.some(({ target, mark }) => keyOfTarget(target) === keyOfTarget(entry.target) && mark.at === entry.mark.at);
  return { add: removed, remove: added.filter(isStill).map(({ target }) => keyOfTarget(target)) };
}

export function isNoChange({ added, removed }: ListChange): boolean {
  return added.length + removed.length === 0;
}
