/** The answer when nothing fits: what was understood, what it may have been, what to try. */

import type { KnownBlock } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import type { Answer } from '../answer.ts';
import { context, section } from '../blocks.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { didYouMean } from './alternatives.ts';
import { list } from './facts.ts';
import { ageNotes, releaseOf } from './notes.ts';
import { quote } from './quote.ts';

export function nothingView(
  { asked, isId, instead }: Extract<Answer, { kind: 'nothing' }>,
  catalog: Catalog,
  now: number,
): readonly KnownBlock[] {
  const release = escapeMrkdwn(releaseOf(catalog.copies));
  const what = quote(list(asked, 10));
  return [
    section(
      isId
        ? `${what} is not in ${release}. It may be newer than that, or mistyped.`
        : `Nothing in ${release} is called ${what}.`,
    ),
    ...didYouMean(
      catalog,
      instead.map((object) => ({ object })),
    ),
    context(
      'Try an ID (`/attack T1055`), part of a name (`/attack process inj`), a group or software (`/attack APT29`), or `/attack help`.',
    ),
    ...ageNotes(catalog, catalog.objects, now).map(context),
  ];
}
