/** Why two releases are not compared, and what to do instead. */

import type { Button } from '@slack/types';
import { button, context, type Piece, row, section } from '../blocks.ts';
import type { ComparisonAnswer } from '../changes/answer.ts';
import type { Compared } from '../changes/compared.ts';
import type { ComparisonQuestion } from '../changes/question.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { describeMissing } from './release.ts';

type Reason = Exclude<Compared, { kind: 'compared' }>;

const STATUS = '`/attack status` says which releases are loaded, and from where.';

export function releaseMissingView({
  asked,
  why,
}: Extract<ComparisonAnswer, { kind: 'uncompared' }>): readonly Piece[] {
  return [section(describe(why)), ...row(offer(asked, why)), ...advise(why).map(context)];
}

function describe(why: Reason): string {
  switch (why.kind) {
    case 'alone':
      return why.release === undefined
        ? '*Nothing to compare:* the loaded data does not say which release of ATT&amp;CK it is.'
        : `*Nothing to compare:* I know of no release of ATT&amp;CK before ${escapeMrkdwn(why.release)}. Where the bot gets its data lists none, or cannot be reached just now.`;
    case 'same':
      return `*Nothing to compare:* that is ATT&amp;CK ${escapeMrkdwn(why.release)} twice. Name another release, such as \`/attack changes v17.1 v18.1\`.`;
    case 'apart':
      return `*Nothing to compare:* ATT&amp;CK ${escapeMrkdwn(why.from)} and ${escapeMrkdwn(why.to)} have no domain in common.`;
    case 'unlisted':
    case 'unreachable':
      return describeMissing(why);
    case 'ungathered':
      return 'Two releases are compared in a message: type `/attack changes`, or `/attack diff T1055`.';
  }
}

function offer(asked: ComparisonQuestion, why: Reason): readonly Button[] {
  switch (why.kind) {
    case 'alone':
    case 'unreachable':
      return [button('Try again', asked)];
    case 'same':
    case 'unlisted':
    case 'apart':
      return [button('What changed in the newest', { kind: 'changes', page: 1 })];
    case 'ungathered':
      return [];
  }
}

function advise({ kind }: Reason): readonly string[] {
  return kind === 'same' || kind === 'ungathered' ? [] : [STATUS];
}
