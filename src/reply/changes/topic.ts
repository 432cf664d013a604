/** What lists of changes there are: by what a reader sees, and by the classes of MITRE's changelog. */

import type { Kind } from '../../attack/object.ts';
import { CHANGE_CLASSES, type ChangeClass, type ObjectChange, type Seen } from '../../search/changes/change.ts';
import { capitalize } from '../views/facts.ts';

/** In the order in which an answer tells them: what happened to the object itself, then what it says, then what it is related to. */
export const TOPICS = [
  'new',
  'revived',
  'renamed',
  'new IDs',
  'revoked',
  'led elsewhere',
  'deprecated',
  'removed',
  'tactics',
  'platforms',
  'text',
  'links',
  'aliases',
  'sectors',
  'dates',
  'domains',
  'log sources',
  'tunables',
  'sub-techniques',
  'techniques',
  'mitigations',
  'groups',
  'software',
  'campaigns',
  'assets',
  'detection strategies',
  'analytics',
  'data components',
  'data sources',
  'matrices',
] as const;

export type Topic = (typeof TOPICS)[number];

/** `seen`: all that a reader sees; `official`: all that MITRE's changelog mentions. */
export type ListName = 'seen' | 'official' | Topic | OfficialClass;

export type OfficialClass = Exclude<ChangeClass, 'unchanged'>;

/** Those that the changelog mentions. */
export const OFFICIAL_CLASSES = CHANGE_CLASSES.filter((one): one is OfficialClass => one !== 'unchanged');

/** What happened to an object, said of several: "renamed". The others are something that was gained, lost or reworded. */
const EVENTS: ReadonlySet<Topic> = new Set(TOPICS.slice(0, TOPICS.indexOf('tactics')));

/** What objects are related to: of these a summary tells together. */
export const RELATED_TOPICS: readonly Topic[] = TOPICS.slice(TOPICS.indexOf('sub-techniques'));

/** As the changelog calls them. */
const CLASS_LABELS: Readonly<Record<OfficialClass, string>> = {
  addition: 'Additions',
  major: 'Major version changes',
  minor: 'Minor version changes',
  other: 'Other version changes',
  patch: 'Patches',
  revocation: 'Revocations',
  deprecation: 'Deprecations',
  deletion: 'Deletions',
};

const TOPIC_LABELS: Readonly<Partial<Record<Topic, string>>> = {
  'led elsewhere': 'Now lead elsewhere',
  tactics: 'Moved to other tactics',
  platforms: 'Other platforms',
  text: 'Text reworded',
  links: 'Other links',
};

const OF_KIND: Readonly<Record<Kind, Topic>> = {
  technique: 'techniques',
  tactic: 'tactics',
  group: 'groups',
  software: 'software',
  campaign: 'campaigns',
  mitigation: 'mitigations',
  'data-source': 'data sources',
  'data-component': 'data components',
  'detection-strategy': 'detection strategies',
  analytic: 'analytics',
  asset: 'assets',
  matrix: 'matrices',
};

/** Plain text: the heading of a list. */
export function labelList(name: ListName): string {
  if (name === 'seen') return 'All that a reader sees';
  if (name === 'official') return 'All that MITRE’s changelog mentions';
  if (isOfficialClass(name)) return CLASS_LABELS[name];
  return labelTopic(name);
}

/** "Renamed", "Mitigations gained or lost" */
export function labelTopic(topic: Topic): string {
  const label = TOPIC_LABELS[topic] ?? capitalize(topic);
  return topic in TOPIC_LABELS || EVENTS.has(topic) ? label : `${label} gained or lost`;
}

/** Plain text that goes on in a sentence, short enough for a button. */
export function nameList(name: ListName): string {
  if (name === 'seen') return 'changes';
  if (name === 'official') return 'changelog';
  return isOfficialClass(name) ? CLASS_LABELS[name].toLowerCase() : name;
}

/** Plain text: short, beneath a menu's own label. */
export function labelOption(name: ListName): string {
  if (name === 'seen' || name === 'official') return 'All';
  return isOfficialClass(name) ? CLASS_LABELS[name] : (TOPIC_LABELS[name] ?? capitalize(name));
}

export function isOfficial(name: ListName): name is 'official' | OfficialClass {
  return name === 'official' || isOfficialClass(name);
}

export function isListName(value: unknown): value is ListName {
  return [...TOPICS, ...OFFICIAL_CLASSES, 'seen', 'official'].some((name) => name === value);
}

/** The lists that have something in them, in the order of the topics, each in the order of the objects. */
export function groupByTopic(objects: readonly ObjectChange[]): ReadonlyMap<Topic, readonly ObjectChange[]> {
  const groups = new Map<Topic, ObjectChange[]>();
  for (const object of objects) {
    for (const topic of new Set(object.seen.map(topicOf))) {
      const group = groups.get(topic);
      if (group) group.push(object);
      else groups.set(topic, [object]);
    }
  }
  return new Map([...groups].sort(([a], [b]) => TOPICS.indexOf(a) - TOPICS.indexOf(b)));
}

/** Whether a list has the object. */
export function isListed({ classes, seen }: ObjectChange, name: ListName): boolean {
  if (name === 'seen') return seen.length > 0;
  const own = [...classes.values()];
  if (name === 'official') return own.some((one) => one !== 'unchanged');
  return isOfficialClass(name) ? own.includes(name) : seen.some((one) => topicOf(one) === name);
}

export function topicOf(seen: Seen): Topic {
  switch (seen.kind) {
    case 'added':
      return 'new';
    case 'renumbered':
      return 'new IDs';
    case 'redirected':
      return 'led elsewhere';
    case 'list':
      return seen.of;
    case 'related':
      return seen.by === 'subtechnique-of' ? 'sub-techniques' : OF_KIND[seen.of];
    default:
      return seen.kind;
  }
}

function isOfficialClass(name: ListName): name is OfficialClass {
  return OFFICIAL_CLASSES.some((one) => one === name);
}
