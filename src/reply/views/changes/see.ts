/** The way from the news of a release to all that it changed. */

import type { Button } from '@slack/types';
import { isRelease } from '../../../attack/release.ts';
import { button } from '../../blocks.ts';

/** A feed may call its release anything: by what is no number nobody can ask. */
export function seeChanges(from: string, to: string, isOneOfSeveral = false): readonly Button[] {
  if (!isRelease(from) || !isRelease(to)) return [];
  const label = isOneOfSeveral ? `See all changes since ${from}` : 'See all changes';
  return [button(label, { kind: 'changes', from, to, page: 1 }, { spoken: `${label} of ATT&CK ${to}` })];
}
