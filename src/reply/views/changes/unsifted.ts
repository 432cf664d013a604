/** Filters on changes that mean nothing in either release: which, and what may have been meant. */

import { button, context, type Piece, row, section } from '../../blocks.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { quote } from '../quote.ts';

const EXAMPLE = 'Filters are such as `/attack changes domain:ics type:technique tactic:persistence platform:linux`.';

export function unsiftedView({
  asked,
  comparison,
  sifted,
}: Extract<ComparisonAnswer, { kind: 'unsifted' }>): readonly Piece[] {
  const { only: _, ...all } = asked;
  const without = button('All changes', { ...all, page: 1 });
  const span = `ATT&amp;CK ${escapeMrkdwn(comparison.changes.from)} nor in ${escapeMrkdwn(comparison.changes.to)}`;
  switch (sifted.kind) {
    case 'too long':
      return [
        section('*So many filters I cannot keep:* please name fewer at a time.'),
        context(EXAMPLE),
        ...row([without]),
      ];
    case 'stray':
      return [section(`I do not know what ${quote(sifted.words)} filters.`), context(EXAMPLE), ...row([without])];
    case 'misread': {
      const { term, nearest } = sifted;
      const remedies = nearest.map((value) => {
        const only = `${term.isNot ? '-' : ''}${term.field}:"${value.label}"`;
        return button(`${value.field} ${value.label}`, { ...all, only, page: 1 });
      });
      return [
        section(`No ${term.field} is called ${quote(term.value)}, neither in ${span}.`),
        ...(remedies.length === 0 ? [] : [context('Did you mean')]),
        ...row([...remedies, without]),
      ];
    }
  }
}
