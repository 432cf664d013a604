/** Keeps what comes from outside from making ever new labels: each is a time series that is kept for months. */

/** What the bot and Slack call things. */
const WORD = /^[A-Za-z][\w.]{0,59}$/;
const MOST = 60;

/** @returns gives a word back as it is, or `other` for what is no word and for each new one after the sixtieth */
export function createBounded(): (word: string) => string {
  const known = new Set<string>();
  return (word) => {
    if (!WORD.test(word)) return 'other';
    if (known.size < MOST) known.add(word);
    return known.has(word) ? word : 'other';
  };
}
