/** Waits for a release, and says so where that takes longer than a person likes to wait in the dark. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { ReleaseFound } from '../search/releases.ts';
import type { Deps } from './deps.ts';

/** Told, once, that a release takes long to come. */
export type OnSlow = (release: string) => Promise<void>;

/** In ms. */
const SLOW = 1000;

/** @param onSlow see `OnSlow`; awaited before the release is given */
export async function findRelease(
  release: string,
  { releases }: Pick<Deps, 'releases'>,
  onSlow?: OnSlow,
): Promise<ReleaseFound> {
  const found = releases.find(release);
  const patience = new AbortController();
  const soon = await Promise.race([found, sleep(SLOW, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  if (soon) return soon;
  await onSlow?.(release);
  return found;
}
