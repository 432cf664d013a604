/** Whatever is true about two releases, as a message says it. */

import type { Piece } from '../../blocks.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { releaseMissingView } from '../release-missing.ts';
import { diffView } from './diff.ts';
import { diffsView, noDiffView } from './diffs.ts';
import { changeListView } from './list.ts';
import { summaryView } from './summary.ts';
import { unsiftedView } from './unsifted.ts';

export function comparisonView(found: ComparisonAnswer, now: number): readonly Piece[] {
  switch (found.kind) {
    case 'changes':
      return summaryView(found, now);
    case 'change list':
      return changeListView(found, now);
    case 'unsifted':
      return unsiftedView(found);
    case 'diff':
      return diffView(found, now);
    case 'diffs':
      return diffsView(found, now);
    case 'no diff':
      return noDiffView(found);
    case 'uncompared':
      return releaseMissingView(found);
  }
}
