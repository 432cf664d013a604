/** What changed in the field's words: in short for a row of a list, and at length for one object. */

import { DOMAINS, type Domain, labelDomain } from '../../../attack/domain.ts';
import type { AttackObject } from '../../../attack/object.ts';
import { lazy } from '../../../lazy.ts';
import type { Catalog } from '../../../search/catalog.ts';
import type { ChangeClass, ObjectChange, Seen } from '../../../search/changes/change.ts';
import type { Comparison } from '../../../search/comparisons.ts';
import { type Topic, topicOf } from '../../changes/topic.ts';
import { plain } from '../../text/mrkdwn.ts';
import { capitalize, pluralOf } from '../facts.ts';
import { linkTo, shortNameOf, titleOf } from '../title.ts';

const CLASS_WORDS: Readonly<Record<ChangeClass, string>> = {
  addition: 'addition',
  major: 'major version change',
  minor: 'minor version change',
  other: 'other version change',
  patch: 'patch',
  revocation: 'revocation',
  deprecation: 'deprecation',
  deletion: 'deletion',
  unchanged: 'unchanged',
};
const ONES: Readonly<Partial<Record<Topic, string>>> = {
  'log sources': 'log source',
  'data components': 'data component',
  'data sources': 'data source',
  'detection strategies': 'detection strategy',
  aliases: 'alias',
  matrices: 'matrix',
  software: 'software',
};
/** How many of what was gained or lost are named, within how many UTF-16 units together; more are counted. */
interface Naming {
  readonly most: number;
  readonly longest: number;
  /** Whether objects that it is related to are named too. */
  readonly isOfRelated: boolean;
}

const FEW: Naming = { most: 2, longest: 40, isOfRelated: false };
/** For whoever reads of an object that they have chosen. */
export const MORE: Naming = { most: 6, longest: 160, isOfRelated: true };
const numbers = lazy(() => new Intl.NumberFormat('en-US'));
/** In UTF-16 units. */
const LONGEST_NAME = 40;
const LONGEST_TITLE = 200;

/** "2,032" */
export function formatNumber(number: number): string {
  return numbers().format(number);
}

/** "2,032 analytics", of a word for a type. */
export function countType(number: number, type: string): string {
  return `${formatNumber(number)} ${number === 1 ? type : pluralOf(type)}`;
}

/** "2 groups", of a list that objects have. */
function countTopic(number: number, topic: Topic): string {
  return `${formatNumber(number)} ${number === 1 ? (ONES[topic] ?? topic.replace(/s$/, '')) : topic}`;
}

/** The catalog in which an object of either release is named as it was last. */
export function homeOf({ stixId }: AttackObject, { earlier, later }: Comparison): Catalog {
  return later.byStixId.has(stixId) ? later : earlier;
}

/** Mrkdwn: linked, as it is called now. */
export function linkOf(object: AttackObject, comparison: Comparison, title?: string): string {
  const home = homeOf(object, comparison);
  const now = home.byStixId.get(object.stixId) ?? object;
  return linkTo(home, now, title ?? plain(titleOf(home, now), LONGEST_TITLE));
}

/** Plain texts, one for each thing that changed: "text reworded", "3 groups gained, 1 lost". */
export function tellShort({ seen }: Pick<ObjectChange, 'seen'>, naming: Naming = FEW): readonly string[] {
  return seen.map((one) => tellSeen(one, naming));
}

/** Plain text; undefined where the changelog does not mention the object. */
export function tellOfficial({ classes }: ObjectChange): string | undefined {
  const told = [...classes].filter(([, one]) => one !== 'unchanged');
  if (told.length === 0) return undefined;
  const byClass = Map.groupBy(told, ([, one]) => one);
  const isSame = byClass.size === 1 && told.length === classes.size;
  return [...byClass]
    .map(
      ([one, all]) => CLASS_WORDS[one] + (isSame ? '' : ` (${all.map(([domain]) => labelDomain(domain)).join(', ')})`),
    )
    .join(', ');
}

/** Plain text: "version 1.3 → 1.4"; empty where it stayed the same. */
export function tellVersion({ earlier, later }: ObjectChange): string {
  const [from, to] = [earlier?.version, later?.version];
  return earlier && later && from !== to ? `version ${from ?? 'none'} → ${to ?? 'none'}` : '';
}

/** Plain text: "platforms +Linux". */
function tellSeen(seen: Seen, naming: Naming): string {
  switch (seen.kind) {
    case 'added':
      return 'new';
    case 'revoked':
      return seen.by ? `revoked, ${tellBeneath(seen)}` : 'revoked';
    case 'text':
      return 'text reworded';
    case 'list':
    case 'tactics':
    case 'related':
      return isNamed(seen, naming) ? `${topicOf(seen)} ${tellList(seen, naming)}` : tellList(seen, naming);
    case 'renumbered':
    case 'redirected':
    case 'renamed':
      return tellBeneath(seen);
    default:
      return seen.kind;
  }
}

/** Plain text beneath the topic's own label: "+Linux"; empty where that says it all. */
export function tellBeneath(seen: Seen): string {
  switch (seen.kind) {
    case 'revoked':
      return seen.by ? `now ${shortNameOf(seen.by)}` : 'in favour of nothing';
    case 'redirected':
      return seen.to ? `now leads to ${shortNameOf(seen.to)}` : 'leads nowhere any more';
    case 'renamed':
      return `was “${plain(seen.from, LONGEST_NAME)}”`;
    case 'renumbered':
      return seen.from === '' ? 'has an ID now' : `had the ID ${plain(seen.from, LONGEST_NAME)}`;
    case 'list':
    case 'tactics':
    case 'related':
      return tellList(seen, FEW);
    default:
      return '';
  }
}

type List = Extract<Seen, { readonly gained: unknown }>;

/** Short lists by name, others counted. */
function tellList(seen: List, naming: Naming): string {
  const topic = topicOf(seen);
  const { gained, lost } = nameLists(seen);
  if (isNamed(seen, naming)) return [...gained.map((name) => `+${name}`), ...lost.map((name) => `−${name}`)].join(' ');
  if (lost.length === 0) return `${countTopic(gained.length, topic)} gained`;
  if (gained.length === 0) return `${countTopic(lost.length, topic)} lost`;
  return `${countTopic(gained.length, topic)} gained, ${formatNumber(lost.length)} lost`;
}

function isNamed(seen: List, { most, longest, isOfRelated }: Naming): boolean {
  const { gained, lost } = nameLists(seen);
  const all = [...gained, ...lost];
  return (isOfRelated || seen.kind !== 'related') && all.length <= most && all.join('').length <= longest;
}

function nameLists(seen: List) {
  const name = (entry: AttackObject | string) => nameEntry(entry, topicOf(seen));
  return { gained: seen.gained.map(name), lost: seen.lost.map(name) };
}

function nameEntry(entry: AttackObject | string, topic: Topic): string {
  if (typeof entry === 'string') return wordFor(entry, topic);
  return entry.kind === 'tactic' ? entry.name : shortNameOf(entry);
}

/** Plain text: an entry of a list that is no object, as people say it. */
export function wordFor(entry: string, topic: Topic): string {
  if (topic === 'domains' && isDomain(entry)) return labelDomain(entry);
  // The data writes the channel "None" where it knows none.
  return plain(topic === 'log sources' ? entry.replace(/: None$/, '') : entry);
}

function isDomain(word: string): word is Domain {
  return DOMAINS.some((domain) => domain === word);
}

/** Plain text: "Groups", "Detections". */
export function headList(topic: Topic, { kind }: AttackObject): string {
  if (topic === 'detection strategies' && kind === 'technique') return 'Detections';
  return capitalize(topic);
}
