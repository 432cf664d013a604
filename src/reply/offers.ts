/** What a menu offers while something is typed into it: objects under headings, each with what tells it apart. */

import type { PlainTextOption } from '@slack/types';
import { DOMAINS, labelDomain } from '../attack/domain.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { foldName } from '../search/names.ts';
import { keyOf } from './answer.ts';
import { LIMITS } from './blocks.ts';
import { isWithin, type MenuTerm, placeOfType } from './modal/narrowing.ts';
import { plain } from './text/mrkdwn.ts';
import { findTyped } from './typed-objects.ts';
import { capitalize, labelKind, list, particularsOf, pluralOf, typeOf } from './views/facts.ts';
import { successionOf } from './views/succession.ts';
import { nameOf, shortNameOf, titleOf } from './views/title.ts';

/** Objects of one type, or those whose ID is typed out; never empty. */
export interface Offered {
  readonly label: string;
  readonly options: readonly PlainTextOption[];
}

/** What is quickly read: the best of each type come first, then its second best. */
const MOST_SHOWN = 25;
/** From how many they are chosen. */
const MOST_FOUND = 100;
const MOST_ALIASES = 3;
const EXACT = 'Exact ID';
/** Whoever types an ID out means that object, whatever the menus are set to. */
const OUTSIDE = 'Exact ID, outside the filters';

/** @returns nothing where nothing is found */
export function offerObjects(catalog: Catalog, typed: string, narrowed: readonly MenuTerm[]): readonly Offered[] {
  const isLeft = isWithin(catalog, narrowed);
  const { objects: found, ids } = findTyped(catalog, typed, MOST_FOUND, isLeft);
  const outside = [...ids].flatMap((id) => catalog.byId.get(id) ?? []).filter((object) => !isLeft(object));
  const groups = Map.groupBy(found, (object) => (ids.has(object.id) ? EXACT : typeOf(object)));
  const shown = pickShown(groups, found);
  const within = [...groups]
    .sort(([a], [b]) => placeOfGroup(a) - placeOfGroup(b))
    .map(([type, objects]) => ({
      label: type === EXACT ? EXACT : capitalize(pluralOf(type)),
      options: objects.filter((object) => shown.has(object)).flatMap((object) => optionOf(catalog, object, typed)),
    }));
  const beyond = { label: OUTSIDE, options: outside.flatMap((object) => optionOf(catalog, object, typed)) };
  return [...within, beyond].filter(({ options }) => options.length > 0);
}

/** By their place in their group, then by that among all that was found. */
function pickShown(
  groups: ReadonlyMap<string, readonly AttackObject[]>,
  found: readonly AttackObject[],
): ReadonlySet<AttackObject> {
  const places = new Map(found.map((object, place) => [object, place]));
  const ranked = [...groups.values()].flatMap((objects) =>
    objects.map((object, place) => ({ object, place, among: places.get(object) ?? 0 })),
  );
  ranked.sort((a, b) => a.place - b.place || a.among - b.among);
  return new Set(ranked.slice(0, MOST_SHOWN).map(({ object }) => object));
}

/**
 * No option for what Slack would refuse: an object whose key is too long.
 *
 * @param typed what the object was found by, if it was
 */
export function optionOf(catalog: Catalog, object: AttackObject, typed = ''): readonly PlainTextOption[] {
  const value = keyOf(object, catalog);
  if (value.length > LIMITS.optionText || value === '') return [];
  const description = plain(describe(catalog, object, typed), LIMITS.optionText);
  return [
    {
      text: { type: 'plain_text', text: labelOf(catalog, object) || value, emoji: false },
      value,
      ...(description === '' ? {} : { description: { type: 'plain_text', text: description, emoji: false } }),
    },
  ];
}

/** A long title is that of a sub-technique, whose own name stands behind its parent's. */
function labelOf(catalog: Catalog, object: AttackObject): string {
  const state = object.status === 'active' ? '' : ` (${object.status})`;
  const title = plain(titleOf(catalog, object));
  const fits = title.length + state.length <= LIMITS.optionText;
  return plain((fits || object.id === '' ? title : `${object.id} · ${object.name}`) + state, LIMITS.optionText);
}

function describe(catalog: Catalog, object: AttackObject, typed: string): string {
  const { successor } = successionOf(catalog, object) ?? {};
  const isShortened = !labelOf(catalog, object).includes(plain(nameOf(catalog, object)));
  const facts = particularsOf(catalog, object).filter(Boolean);
  const domains = object.domains.includes(DOMAINS[0]) ? [] : [object.domains.map(labelDomain).join(', ')];
  return [
    ...(successor ? [`now ${shortNameOf(successor)}`] : []),
    ...describeAliases(object, typed),
    ...(isShortened ? [nameOf(catalog, object)] : []),
    ...(facts.length > 0 ? [...domains, ...facts] : [labelKind(object)]),
  ].join(' · ');
}

/** The other names that were perhaps meant, or what a group is known as, for that tells more of it than anything else. */
function describeAliases({ kind, aliases }: AttackObject, typed: string): readonly string[] {
  const folded = foldName(typed);
  const meant = folded === '' ? [] : aliases.filter((alias) => foldName(alias).includes(folded));
  const told = meant.length > 0 || kind !== 'group' ? meant : aliases;
  return told.length === 0 ? [] : [`also ${list(told, MOST_ALIASES)}`];
}

function placeOfGroup(type: string): number {
  return type === EXACT ? -1 : placeOfType(type);
}
