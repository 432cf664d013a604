/** All that changed in a few lines of words: what a reader sees, topic by topic, and what is news of ATT&CK as a whole. */

import { DOMAINS, type Domain, labelDomain } from '../../../attack/domain.ts';
import { type ObjectChange, subjectOf } from '../../../search/changes/change.ts';
import type { Comparison } from '../../../search/comparisons.ts';
import type { Condition } from '../../../search/filter/filter.ts';
import { isHidden, listNewContributors, officialType } from '../../changes/tally.ts';
import { groupByTopic, labelTopic, RELATED_TOPICS, type Topic, topicOf } from '../../changes/topic.ts';
import { escapeMrkdwn, plain, renderWords } from '../../text/mrkdwn.ts';
import { describeConditions } from '../conditions.ts';
import { quote } from '../quote.ts';
import { shortNameOf } from '../title.ts';
import { describeModel } from './model.ts';
import { countType, formatNumber, tellBeneath, tellShort } from './words.ts';

/** What a summary tells of. */
export interface Told {
  readonly comparison: Comparison;
  readonly conditions: readonly Condition[];
  /** What the filters leave. */
  readonly objects: readonly ObjectChange[];
}

const MOST_TYPES = 5;
/** So many are named rather than counted. */
const MOST_NAMED = 2;
const LONGEST_NAME = 40;
/** Mrkdwn: which releases, which domains, which filters. */
export function headOf({ comparison: { changes }, conditions }: Omit<Told, 'objects'>): string {
  const { from, to, domains } = changes;
  const span = `*ATT&amp;CK ${escapeMrkdwn(from)} → ${escapeMrkdwn(to)}*`;
  const limits = describeConditions(conditions.filter(({ value, term }) => value.field !== 'domain' || term.isNot));
  return [span, ...[domains.map(labelDomain).join(', '), ...limits].map(escapeMrkdwn)].join(' · ');
}

/** Mrkdwn: a line for each topic of which there is something, and one for all that is related. */
export function describeTopics(objects: readonly ObjectChange[]): readonly string[] {
  const listed = [...groupByTopic(objects)];
  const [related, others] = [true, false].map((isWanted) =>
    listed.filter(([topic]) => RELATED_TOPICS.includes(topic) === isWanted),
  );
  const lines = (others ?? []).map(([topic, own]) => {
    const what = own.length <= MOST_NAMED ? own.map((one) => nameChanged(one, topic)).join('; ') : countTypes(own);
    return `• *${labelTopic(topic)}:* ${renderWords(what)}`;
  });
  const relations = (related ?? []).map(([topic, own]) => `${topic} by ${countTypes(own)}`);
  return [...lines, ...(relations.length === 0 ? [] : [`• *Gained or lost:* ${escapeMrkdwn(relations.join('; '))}`])];
}

/** Mrkdwn lines. What is news of no object in particular is told where nothing but domains is filtered. */
export function describeRest({ comparison, conditions, objects }: Told): readonly string[] {
  const isWhole = conditions.every(({ value }) => value.field === 'domain');
  const model = isWhole ? describeModel(comparison.changes) : [];
  const contributors = listNewContributors(objects).length;
  return [
    ...(isWhole ? [`• *Tactics:* ${renderWords(describeTactics(objects))}`] : []),
    ...(model.length === 0 ? [] : [`• *ATT&amp;CK’s model:* ${escapeMrkdwn(model.join('; '))}`]),
    ...(contributors === 0 ? [] : [`• *New contributors:* ${formatNumber(contributors)}`]),
  ];
}

/** Mrkdwn: what is left out, and why. */
export function describeHidden({ comparison, objects }: Told): readonly string[] {
  const hidden = objects.filter(isHidden).length;
  const only = DOMAINS.flatMap((domain) => tellLack(domain, comparison));
  return [
    ...(hidden === 0
      ? []
      : [
          `${countType(hidden, 'object')} that MITRE’s changelog lists ${hidden === 1 ? 'is' : 'are'} left out above: nothing that a reader sees changed.`,
        ]),
    ...(only.length === 0 ? [] : [`Not compared: ${only.join('; ')}.`]),
  ];
}

/** A domain that one of the releases lacks: it may not have been, or could not be had. */
function tellLack(domain: Domain, { earlier, later, changes }: Comparison): readonly string[] {
  const [was, is] = [earlier, later].map(({ copies }) => copies.some((copy) => copy.domain === domain));
  if (was === is) return [];
  const [lacking, release] = is ? [earlier, changes.from] : [later, changes.to];
  const failed = lacking.refresh.errors.find((error) => error.domain === domain);
  const of = `${labelDomain(domain)}, which ${escapeMrkdwn(release)} does not have`;
  return [failed ? `${labelDomain(domain)} of ${escapeMrkdwn(release)} (${quote(failed.message)})` : of];
}

function describeTactics(objects: readonly ObjectChange[]): string {
  const changed = objects.filter((one) => subjectOf(one).kind === 'tactic' && one.seen.some(isOwnNews));
  if (changed.length === 0) return 'none added, renamed or removed';
  return changed.map((one) => nameWith(one, tellShort({ seen: one.seen.filter(isOwnNews) }))).join('; ');
}

/** Techniques that came and went are news of the techniques. */
function isOwnNews(seen: ObjectChange['seen'][number]): boolean {
  return seen.kind !== 'related' && seen.kind !== 'text';
}

function nameChanged(change: ObjectChange, topic: Topic): string {
  const told = change.seen.filter((seen) => topicOf(seen) === topic).map(tellBeneath);
  return nameWith(change, told);
}

/** "T1003 Shell History (was “Bash History”)" */
function nameWith(change: ObjectChange, told: readonly string[]): string {
  const news = told.filter(Boolean).join(', ');
  return news === '' ? nameOfChanged(change) : `${nameOfChanged(change)} (${news})`;
}

function nameOfChanged(change: ObjectChange): string {
  const subject = subjectOf(change);
  const short = shortNameOf(subject);
  return plain(short === subject.name ? subject.name : `${short} ${subject.name}`, LONGEST_NAME);
}

/** "14 techniques, 6 groups and 3 more types" */
function countTypes(objects: readonly ObjectChange[]): string {
  const types = [...Map.groupBy(objects, officialType)].sort(([, a], [, b]) => b.length - a.length);
  const told = types.slice(0, MOST_TYPES).map(([type, own]) => countType(own.length, type));
  const rest = types.slice(MOST_TYPES).reduce((sum, [, own]) => sum + own.length, 0);
  return rest === 0 ? told.join(', ') : `${told.join(', ')} and ${formatNumber(rest)} others`;
}
