/** From scores to odds, for a thousand techniques and each of thirty thousand passages: a third of what learning costs. */

/** What is less likely than the best by e^6 has no odds to speak of. */
const REACH = 6;

/**
 * e^−x in steps of 1/256, and 0 beyond `REACH`. `Math.exp` takes four times as long for the same to eight digits, and so does a test for
 * `REACH`, whose outcome no processor can foretell: the zeros go on until hardly anything is further behind.
 */
const STEPS = 256;
const TABLE = Float64Array.from({ length: 4 * REACH * STEPS }, (_, step) =>
  step < REACH * STEPS ? Math.exp(-step / STEPS) : 0,
);

/** Scores → odds against the best, in place. Gives their sum, which is 1 or more. */
export function toOdds(scores: Float64Array): number {
  const top = max(scores) * STEPS;
  let total = 0;
  for (let i = 0; i < scores.length; i += 1) {
    const behind = top - (scores[i] ?? 0) * STEPS;
    let odds = 0;
    if (behind < TABLE.length) {
      const step = behind | 0;
      const rest = (step - behind) / STEPS;
      odds = (TABLE[step] ?? 0) * (1 + rest + (rest * rest) / 2);
    }
    scores[i] = odds;
    total += odds;
  }
  return total;
}

function max(numbers: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  // No iterator: it would take longer than all else here.
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i] ?? 0;
    if (number > most) most = number;
  }
  return most;
}
