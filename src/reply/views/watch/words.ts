/** What is watched, and what a release made of it, in words. */

import type { AttackObject } from '../../../attack/object.ts';
import type { Catalog } from '../../../search/catalog.ts';
import { type ChangeClass, type ObjectChange, subjectOf } from '../../../search/changes/change.ts';
import { cutMrkdwn, escapeMrkdwn, plain } from '../../text/mrkdwn.ts';
import { type Target, writeTerm } from '../../watch/subscription.ts';
import { MORE, tellShort } from '../changes/words.ts';
import { list } from '../facts.ts';
import { linkTo, shortNameOf } from '../title.ts';

const MOST_NAMED = 4;
const LONGEST_LABEL = 60;
/** In UTF-16 units of mrkdwn: the longest of ATT&CK's own names as a link has fewer. */
const LONGEST_NAME = 240;
const SHORT = 30;

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
        ? nameLinked(object, catalog) + describeState(object)
        : `${cutWord(target.called)} (no longer in ATT&amp;CK)`;
    }
    case 'filter':
      return cutMrkdwn(escapeMrkdwn(nameTarget(target)), LONGEST_NAME);
  }
}

/** Mrkdwn: "<…|T1055 · Process Injection> (minor): text reworded; groups +G0001 −G0002". */
export function describeChange(change: ObjectChange, catalog: Catalog): string {
  const official = describeClass(change);
  const news = escapeMrkdwn(plain(tellShort(change, MORE).join('; ')));
  return `${nameLinked(subjectOf(change), catalog)}${official}: ${news}`;
}

/** Mrkdwn: the title as a link, or the ID where the title is longer than anybody reads. */
export function nameLinked(object: AttackObject, catalog: Catalog): string {
  const link = linkTo(catalog, object);
  return link.length <= LONGEST_NAME ? link : linkTo(catalog, object, plain(shortNameOf(object), SHORT));
}

/** Mrkdwn: "T1055, T1059 and 5 more". */
export function nameObjects(objects: readonly AttackObject[]): string {
  return list(objects.map(shorten), MOST_NAMED);
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

function shorten(object: AttackObject): string {
  return cutWord(shortNameOf(object));
}

/** Mrkdwn: a name of the feed's as far as anybody reads it. */
export function cutWord(name: string): string {
  return cutMrkdwn(escapeMrkdwn(plain(name)), LONGEST_LABEL);
}
