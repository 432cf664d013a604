/** Keeps what a person looked up, for their Home. Of what they asked for themselves, never of what was shown unasked. */

import type { Deps } from './deps.ts';

/**
 * Never fails: the answer has been given, and a list that lacks it hurts nobody.
 *
 * @param key of the object that was shown; undefined where it was not one
 */
export async function remember(
  key: string | undefined,
  { team, person }: { readonly team: string; readonly person: string },
  { memory, log }: Deps,
): Promise<void> {
  if (key === undefined) return;
  try {
    await memory.recents.add(team, person, key);
  } catch (error) {
    log.warn({ err: error }, 'a lookup could not be remembered');
  }
}
