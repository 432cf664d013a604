/** An answer about two releases as lines of mrkdwn, its title first: for what is no message. */

import { labelDomain } from '../../../attack/domain.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { type TallyRow, tallyOfficial } from '../../changes/tally.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { pluralOf } from '../facts.ts';
import { diffLines, hunkLines } from './diff.ts';
import { diffsLines, titleOfDiffs } from './diffs.ts';
import { captionOfChanges, linesOfChanges } from './list.ts';
import { tellCounts } from './official.ts';
import { describeHidden, describeRest, describeTopics, headOf } from './overview.ts';

type Told = Extract<ComparisonAnswer, { kind: 'changes' | 'change list' | 'diff' | 'diffs' }>;

export function tellComparison(found: Told): readonly string[] {
  switch (found.kind) {
    case 'changes':
      return [
        headOf(found),
        ...describeTopics(found.objects),
        ...describeRest(found),
        ...tellTally(tallyOfficial(found.comparison.changes.domains, found.objects)),
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

/** "• *MITRE’s changelog, Enterprise:* techniques 12 new, 4 major; groups 6 new" */
function tellTally(rows: readonly TallyRow[]): readonly string[] {
  return [...Map.groupBy(rows, ({ domain }) => domain)].map(([domain, own]) => {
    const types = own.map((row) => `${escapeMrkdwn(pluralOf(row.type))} ${tellCounts(row)}`);
    return `• *MITRE’s changelog, ${labelDomain(domain)}:* ${types.join('; ')}`;
  });
}
