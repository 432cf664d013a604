/** What is watched, and what a release made of it, in words. */

import type { AttackObject } from '../../../attack/object.ts';
import type { Catalog } from '../../../search/catalog.ts';
import type { ChangeClass, ObjectChange, Seen } from '../../../search/changes/change.ts';
import { subjectOf } from '../../../search/changes/change.ts';
import { escapeMrkdwn, plain } from '../../text/mrkdwn.ts';
import { type Target, writeTerm } from '../../watch/subscription.ts';
import { countKind, list, typeOf } from '../facts.ts';
import { linkTo, shortNameOf } from '../title.ts';

const MOST_NAMED = 4;
const LONGEST_LABEL = 60;

/** Plain text: the short name of an entry, as it can be typed. */
export function nameTarget(target: Target): string {
  switch (target.kind) {
    case 'releases':
      return 'releases';
    case 'object':
      return target.called;
    case 'filter':
      return target.terms.map(writeTerm).join(' ');
  }
}

/** Mrkdwn: an object by its link, a filter as it is typed. */
export function describeTarget(target: Target, catalog: Catalog): string {
  switch (target.kind) {
    case 'releases':
      return 'new releases of ATT&amp;CK';
    case 'object': {
      const object = catalog.byStixId.get(target.stixId);
      return object
        ? linkTo(catalog, object) + describeState(object)
        : `${escapeMrkdwn(target.called)} (no longer in ATT&amp;CK)`;
    }
    case 'filter':
      return escapeMrkdwn(nameTarget(target));
  }
}

/** Mrkdwn: "<…|T1055 · Process Injection> (minor): text changed; 2 more groups: G0001, G0002". */
export function describeChange(change: ObjectChange, catalog: Catalog): string {
  const official = describeClass(change);
  return `${linkTo(catalog, subjectOf(change))}${official}: ${change.seen.map(describeSeen).join('; ')}`;
}

/** Mrkdwn: "T1, T2, T3 and 5 more", each a link. */
export function nameObjects(objects: readonly AttackObject[], catalog: Catalog): string {
  return list(
    objects.map((object) => linkTo(catalog, object, shortNameOf(object))),
    MOST_NAMED,
  );
}

function describeState({ status }: AttackObject): string {
  return status === 'active' ? '' : ` (${status})`;
}

/** The class of MITRE's changelog, where it tells more than what is said anyway. */
function describeClass({ classes }: ObjectChange): string {
  const told = [...new Set(classes.values())].filter((one) => VERSIONED.has(one));
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

const VERSIONED: ReadonlySet<ChangeClass> = new Set(['major', 'minor', 'other', 'patch']);

/** Mrkdwn. */
function describeSeen(seen: Seen): string {
  switch (seen.kind) {
    case 'added':
      return 'new';
    case 'removed':
      return 'no longer there';
    case 'revoked':
      return seen.by ? `revoked, now ${shorten(seen.by)}` : 'revoked';
    case 'deprecated':
      return 'deprecated';
    case 'revived':
      return 'back again';
    case 'redirected':
      return seen.to ? `now leads to ${shorten(seen.to)}` : 'leads nowhere any more';
    case 'renamed':
      return `renamed, was “${escapeMrkdwn(plain(seen.from, LONGEST_LABEL))}”`;
    case 'renumbered':
      return seen.from === '' ? 'got its ID' : `was ${escapeMrkdwn(plain(seen.from, LONGEST_LABEL))}`;
    case 'list':
      return `${seen.of}: ${describeSigns(seen.gained, seen.lost)}`;
    case 'tactics':
      return `tactics: ${describeSigns(
        seen.gained.map(({ name }) => name),
        seen.lost.map(({ name }) => name),
      )}`;
    case 'text':
      return 'text changed';
    case 'related':
      return [...describeNumber(seen.gained, 'more'), ...describeNumber(seen.lost, 'fewer')].join('; ');
  }
}

/** "+Linux, +macOS, −Windows" */
function describeSigns(gained: readonly string[], lost: readonly string[]): string {
  const cut = (text: string) => escapeMrkdwn(plain(text, LONGEST_LABEL));
  return [gained.map((one) => `+${cut(one)}`), lost.map((one) => `−${cut(one)}`)]
    .filter(({ length }) => length > 0)
    .map((signs) => list(signs, MOST_NAMED))
    .join(', ');
}

/** "2 more groups: G0001, G0002" */
function describeNumber(objects: readonly AttackObject[], which: 'more' | 'fewer'): readonly string[] {
  return [...Map.groupBy(objects, typeOf)].map(([type, same]) => {
    const counted = countKind(same.length, type).replace(' ', ` ${which} `);
    return `${counted}: ${list(same.map(shorten), MOST_NAMED)}`;
  });
}

function shorten(object: AttackObject): string {
  return escapeMrkdwn(plain(shortNameOf(object), LONGEST_LABEL));
}
