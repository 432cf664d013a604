/** Not built yet. */
import type { Deps } from './deps.ts';
import type { Asked } from './errand.ts';

export async function runSettings(asked: Asked, deps: Deps): Promise<void> {
  throw new Error(`not built yet ${asked.channel} ${deps.now()}`);
}
