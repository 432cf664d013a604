/** What changed of several objects, in a line each, or which of them may be meant; a menu opens one. */

import { labelDomain } from '../../../attack/domain.ts';
import { subjectOf } from '../../../search/changes/change.ts';
import { context, type Piece, row, section } from '../../blocks.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { diffMenu } from '../../selects.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { list } from '../facts.ts';
import { ageNotes } from '../notes.ts';
import { quote } from '../quote.ts';
import { linkOf, tellOfficial, tellShort } from './words.ts';

type DiffsAnswer = Extract<ComparisonAnswer, { kind: 'diffs' }>;
type NoDiffAnswer = Extract<ComparisonAnswer, { kind: 'no diff' }>;

/** As a list in a message holds. */
const MOST_SHOWN = 12;
/** In UTF-16 units. */
const LONGEST_NEWS = 120;

export function diffsView(found: DiffsAnswer, now: number): readonly Piece[] {
  const { comparison, changes, unknown } = found;
  const shown = changes.slice(0, MOST_SHOWN).map(subjectOf);
  const rest = changes.length - shown.length;
  return [
    section([titleOfDiffs(found), ...diffsLines(found)].join('\n')),
    ...(rest > 0 ? [context(`And ${rest} more: ask for fewer at a time.`)] : []),
    ...(unknown.length === 0 ? [] : [context(`In neither release: ${quote(list(unknown, MOST_SHOWN))}`)]),
    ...row(diffMenu(comparison, shown)),
    ...ageNotes(comparison.later, shown, now).map(context),
  ];
}

/** Mrkdwn. */
export function titleOfDiffs({ asked, isChoice, comparison }: DiffsAnswer): string {
  const { from, to } = comparison.changes;
  const span = `ATT&amp;CK ${escapeMrkdwn(from)} → ${escapeMrkdwn(to)}`;
  return isChoice ? `*What may be meant by* ${quote(list(asked.terms, MOST_SHOWN))} · ${span}` : `*${span}*`;
}

/** Mrkdwn, one for each object. */
export function diffsLines({ comparison, changes }: DiffsAnswer): readonly string[] {
  return changes.slice(0, MOST_SHOWN).map((change) => {
    const seen = tellShort(change);
    const official = tellOfficial(change);
    const nothing =
      official === undefined ? 'nothing' : `nothing that a reader sees; in MITRE’s changelog: ${official}`;
    const news = seen.length === 0 ? nothing : cut(seen.join('; '));
    return `• ${linkOf(subjectOf(change), comparison)}: ${escapeMrkdwn(news)}`;
  });
}

export function noDiffView({ asked, comparison, apart }: NoDiffAnswer): readonly Piece[] {
  const { from, to, domains } = comparison.changes;
  const [lost] = apart;
  const what = quote(list(asked.terms, MOST_SHOWN));
  const span = `ATT&amp;CK ${escapeMrkdwn(from)} and ${escapeMrkdwn(to)}`;
  const why = lost
    ? `${what} cannot be compared: ${span} have in common only ${escapeMrkdwn(domains.map(labelDomain).join(', '))}.`
    : `${what} is neither in ATT&amp;CK ${escapeMrkdwn(from)} nor in ${escapeMrkdwn(to)}. It may be mistyped, or of another release.`;
  return [
    section(why),
    context(
      'Try an ID (`/attack diff T1055`), other releases (`/attack diff T1055 v17.1`), or `/attack changes` for all that changed.',
    ),
  ];
}

function cut(news: string): string {
  const at = news.lastIndexOf('; ', LONGEST_NEWS);
  return news.length > LONGEST_NEWS && at > 0 ? `${news.slice(0, at)}; …` : news;
}
