/** The answers where filters leave nothing to list: a value or a field that is not there, or too much asked at once. Each offers what would do. */

import type { Button, KnownBlock } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import type { Answer } from '../answer.ts';
import { button, context, row, section } from '../blocks.ts';
import type { Misread, Remedy } from '../filtered.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { describeConditions } from './conditions.ts';
import { list } from './facts.ts';
import { ageNotes, releaseOf } from './notes.ts';
import { quote } from './quote.ts';

/** Of everything at once, so that the longest questions stay within a message's budget. */
const MOST_MISREAD = 3;
const BUTTONS_WEIGHT = 6000;
const MOST_VALUES = 30;
const EXAMPLE =
  'Filters are `tactic:` `platform:` `domain:` `type:` `status:`, such as `/attack tactic:persistence -platform:windows registry`.';

export function misreadView(
  { misread }: Extract<Answer, { kind: 'misread' }>,
  catalog: Catalog,
  now: number,
): readonly KnownBlock[] {
  const shown = misread.slice(0, MOST_MISREAD);
  return [
    ...shown.map((one) => section(describeMisread(one, catalog))),
    ...remedyRow(shown.flatMap(({ remedies }) => remedies)),
    context(EXAMPLE),
    ...ageNotes(catalog, catalog.objects, now).map(context),
  ];
}

export function slipView({ slip, remedies }: Extract<Answer, { kind: 'slip' }>): readonly KnownBlock[] {
  return [
    section(`${quote(`${slip.word}:`)} is no filter. Did you mean \`${slip.field}:\`?`),
    ...remedyRow(remedies),
    context(EXAMPLE),
  ];
}

export function emptyView(
  { asked, conditions, remedies }: Extract<Answer, { kind: 'empty' }>,
  catalog: Catalog,
  now: number,
): readonly KnownBlock[] {
  const limits = describeConditions(conditions).map(escapeMrkdwn);
  const what = [...(asked.text === '' ? [] : [quote(asked.text)]), ...limits].join(' · ');
  return [
    section(`Nothing in ${escapeMrkdwn(releaseOf(catalog.copies))} is all of this: ${what}.`),
    ...(remedies.length === 0 ? [] : [context('What there is with less asked:')]),
    ...remedyRow(remedies),
    context(EXAMPLE),
    ...ageNotes(catalog, catalog.objects, now).map(context),
  ];
}

/** Mrkdwn. */
function describeMisread({ term: { field, value }, remedies, values }: Misread, catalog: Catalog): string {
  const labels = values.map(({ label }) => label);
  const all = labels.length === 0 ? '' : `\nThere are: ${escapeMrkdwn(list(labels, MOST_VALUES))}.`;
  if (value === '') return `\`${field}:\` needs a value.${all}`;
  const nothing = `No ${field} in ${escapeMrkdwn(releaseOf(catalog.copies))} is called ${quote(value)}.`;
  return remedies.length === 0 ? nothing + all : `${nothing} Did you mean one of these?`;
}

/** As many as weigh little enough, the first in any case. */
function remedyRow(remedies: readonly Remedy[]): readonly KnownBlock[] {
  const buttons: Button[] = [];
  let weight = 0;
  for (const { label, question } of remedies) {
    const one = button(label, question);
    weight += JSON.stringify(one).length;
    if (buttons.length > 0 && weight > BUTTONS_WEIGHT) break;
    buttons.push(one);
  }
  return row(buttons);
}
