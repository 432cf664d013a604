/** The answers where filters leave nothing to list: a value or a field that is not there, or too much asked at once. Each offers what would do. */

import type { Button, KnownBlock } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import { MOST_FILTERS } from '../../search/filter/words.ts';
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
    ...shown.map((one, at) => {
      const isListed = shown.slice(0, at).some(({ term }) => term.field === one.term.field);
      return section(describeMisread(isListed ? { ...one, values: [] } : one, catalog));
    }),
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

export function surplusView({ first, remedies }: Extract<Answer, { kind: 'surplus' }>): readonly KnownBlock[] {
  const words = quote(`${first.isNot ? '-' : ''}${first.field}:${first.value}`);
  return [
    section(`I take at most ${MOST_FILTERS} filters at once: ${words} and what follows it would not count.`),
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
  const [remedy, ...more] = remedies;
  if (remedy === undefined) return nothing + all;
  const only = escapeMrkdwn(remedy.label.slice(0, 1).toLowerCase() + remedy.label.slice(1));
  return `${nothing} Did you mean ${more.length === 0 ? only : 'one of these'}?`;
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
