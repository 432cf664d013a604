/** Long work in slices, so that whoever asks meanwhile is answered. */

/** A slice in ms: what an answer may have to wait for. */
const SLICE = 8;

/**
 * Runs all steps of the work.
 *
 * @param pause resolves when others have had their turn
 * @param signal breaks the work off
 * @param now in ms, ever growing
 * @returns undefined where it was broken off
 */
export async function runInSlices<T>(
  work: Generator<void, T>,
  {
    pause,
    signal,
    now,
  }: { readonly pause: () => Promise<void>; readonly signal: AbortSignal; readonly now: () => number },
): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let begun = now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (now() - begun < SLICE) continue;
    await pause();
    if (signal.aborted) return undefined;
    begun = now();
  }
}

/** Runs all steps at once, where nobody waits. */
export function runAtOnce<T>(work: Generator<void, T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}
