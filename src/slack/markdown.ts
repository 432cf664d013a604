/** Not built yet. */
import type { Shareable } from '../reply/question.ts';
import type { Deps } from './deps.ts';
import type { Asked } from './errand.ts';

export async function runMarkdown(of: Shareable, asked: Asked, deps: Deps): Promise<void> {
  throw new Error(`not built yet ${of.kind} ${asked.channel} ${deps.now()}`);
}
