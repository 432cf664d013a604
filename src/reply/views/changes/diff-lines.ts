/** What changed of one object in lines: what happened to it, and what it gained and lost. */

import type { AttackObject } from '../../../attack/object.ts';
import { type ObjectChange, type Seen, subjectOf } from '../../../search/changes/change.ts';
import type { Comparison } from '../../../search/comparisons.ts';
import type { Hunk } from '../../changes/hunks.ts';
import type { ChangedList, Entry } from '../../changes/lists.ts';
import type { Topic } from '../../changes/topic.ts';
import {
  cutMrkdwn,
  cutText,
  escapeMrkdwn,
  type MarkedWords,
  plain,
  renderMarked,
  renderWords,
} from '../../text/mrkdwn.ts';
import { factsOf } from '../facts.ts';
import { quote } from '../quote.ts';
import { formatNumber, headList, homeOf, linkOf, tellOfficial, tellVersion, wordFor } from './words.ts';

/** In UTF-16 units. */
const LONGEST_ENTRY = 120;
const LONGEST_FACTS = 400;

/** Mrkdwn lines: what it is, from which release to which, and how the changelog counts it. */
export function headOfDiff(change: ObjectChange, comparison: Comparison): readonly string[] {
  const object = subjectOf(change);
  const { earlier: was, later: is } = change;
  const { from, to } = comparison.changes;
  const official = tellOfficial(change);
  // What is given up is told as it was while it was there.
  const isGivenUp = was?.status === 'active' && is?.status !== 'active';
  const told = isGivenUp ? factsOf(comparison.earlier, was) : factsOf(homeOf(object, comparison), object);
  const facts = [
    `ATT&CK ${from} → ${to}`,
    tellVersion(change),
    official === undefined ? 'not in MITRE’s changelog' : `in MITRE’s changelog: ${official}`,
  ];
  return [
    `*${linkOf(object, comparison)}*`,
    cutMrkdwn(plain(told), LONGEST_FACTS),
    escapeMrkdwn(facts.filter(Boolean).join(' · ')),
  ];
}

/** Mrkdwn lines: what is no list. */
export function tellEvents({ seen }: ObjectChange, comparison: Comparison): readonly string[] {
  return seen.flatMap((one) => {
    const told = tellEvent(one, comparison);
    return told === undefined ? [] : [`• ${told}`];
  });
}

/** Mrkdwn: what was gained, lost and kept, so many of each by name. */
export function tellChangedList(
  { topic, gained, lost, kept }: ChangedList,
  object: AttackObject,
  comparison: Comparison,
  most: number = Number.POSITIVE_INFINITY,
): string {
  const name = (entries: readonly Entry[]) => nameEntries(entries, topic, comparison, most);
  const parts = [
    ...(gained.length === 0 ? [] : [`${formatNumber(gained.length)} gained: ${name(gained)}`]),
    ...(lost.length === 0 ? [] : [`${formatNumber(lost.length)} lost: ${name(lost)}`]),
    ...(kept === undefined || kept.length === 0 ? [] : [`${formatNumber(kept.length)} kept`]),
  ];
  return `• *${headList(topic, object)}:* ${parts.join('; ')}`;
}

/** Mrkdwn, by name and with what became of it: for a page of a long list. */
export function tellEntry(
  entry: Entry,
  became: 'gained' | 'lost' | 'kept',
  { topic }: ChangedList,
  comparison: Comparison,
): string {
  return `• ${became}: ${nameEntry(entry, topic, comparison)}`;
}

/** Mrkdwn: a place where the text changed. What is bold is also said to be new, what is struck through to be gone. */
export function tellHunk({ before, lost, gained, after }: Hunk): string {
  const label = lost === '' ? 'Added' : gained === '' ? 'Dropped' : 'Reworded';
  const arrow = lost === '' || gained === '' ? [] : [{ text: ' → ' }];
  return `• ${renderMarked([
    { text: label, mark: '_' },
    { text: before === '' ? ': ' : `: ${before} ` },
    ...(lost === '' ? [] : [setOff(lost, '~')]),
    ...arrow,
    ...(gained === '' ? [] : [setOff(gained, '*')]),
    { text: after === '' ? '' : ` ${after}` },
  ])}`;
}

/** Words that hold the mark cannot be set off by it. */
function setOff(text: string, mark: '~' | '*'): MarkedWords {
  return text.includes(mark) ? { text: `“${text}”` } : { text, mark };
}

function tellEvent(seen: Seen, comparison: Comparison): string | undefined {
  const { from, to } = comparison.changes;
  const [was, is] = [escapeMrkdwn(from), escapeMrkdwn(to)];
  switch (seen.kind) {
    case 'added':
      return `*New* in ${is}`;
    case 'removed':
      return `*Removed:* ${is} has it no more, not even as revoked`;
    case 'revoked':
      return seen.by
        ? `*Revoked:* it is now ${linkOf(seen.by, comparison)}`
        : '*Revoked,* and ATT&amp;CK names no successor';
    case 'deprecated':
      return `*Deprecated* in ${is}`;
    case 'revived':
      return `*Revived:* dead in ${was}, active in ${is}`;
    case 'redirected':
      return `*Leads elsewhere:* ${seen.from ? `to ${linkOf(seen.from, comparison)} before, ` : ''}${seen.to ? `to ${linkOf(seen.to, comparison)} now` : 'nowhere now'}`;
    case 'renamed':
      return `*Renamed* from ${quote(seen.from)} to ${quote(seen.to)}`;
    case 'renumbered':
      return seen.from === ''
        ? `*ID:* ${escapeMrkdwn(seen.to)}, it had none before`
        : `*ID changed* from ${escapeMrkdwn(seen.from)} to ${escapeMrkdwn(seen.to)}`;
    case 'text':
      return '*Text* reworded';
    case 'list':
    case 'tactics':
    case 'related':
      return undefined;
  }
}

function nameEntries(entries: readonly Entry[], topic: Topic, comparison: Comparison, most: number): string {
  const named = entries.slice(0, most).map((entry) => nameEntry(entry, topic, comparison));
  const rest = entries.length - named.length;
  return named.join(', ') + (rest === 0 ? '' : ` and ${formatNumber(rest)} more`);
}

function nameEntry(entry: Entry, topic: Topic, comparison: Comparison): string {
  if (typeof entry !== 'string') return linkOf(entry, comparison);
  return renderWords(cutText(wordFor(entry, topic), LONGEST_ENTRY));
}
