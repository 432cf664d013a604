/** An answer about two releases as lines of mrkdwn, its title first: for what is no message. */

import type { ComparisonAnswer } from '../../changes/answer.ts';
import { tallyOfficial } from '../../changes/tally.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { diffLines, hunkLines } from './diff.ts';
import { diffsLines, titleOfDiffs } from './diffs.ts';
import { captionOfChanges, linesOfChanges } from './list.ts';
import { nameRow, tellCounts } from './official.ts';
import { describeHidden, describeRest, describeTopics, headOf } from './overview.ts';

type Told = Extract<ComparisonAnswer, { kind: 'changes' | 'change list' | 'diff' | 'diffs' }>;

export function tellComparison(found: Told): readonly string[] {
  switch (found.kind) {
    case 'changes':
      return [
        headOf(found),
        ...describeTopics(found.objects),
        ...describeRest(found),
        ...tallyOfficial(found.comparison.changes.domains, found.objects).map(
          (row) => `• MITRE’s changelog, ${escapeMrkdwn(nameRow(row))}: ${tellCounts(row)}`,
        ),
        ...describeHidden(found),
      ];
    case 'change list':
      return [captionOfChanges(found), ...linesOfChanges(found)];
    case 'diff':
      return [...diffLines(found), ...hunkLines(found.change)];
    case 'diffs':
      return [titleOfDiffs(found), ...diffsLines(found)];
  }
}
