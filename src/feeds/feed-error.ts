/** The one error of this folder: what went wrong with which source of ATT&CK, in words that people may read. */

export interface FeedFailure {
  /** A URL, a folder or a file; credentials and the query of a URL are left out of the message. */
  readonly address: string;
  /** What happened, as the end of a sentence that begins with the address: `answered 503`. */
  readonly problem: string;
  /** How long the server asked to be left alone, in ms. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly address: string;
  readonly problem: string;
  readonly retryAfter: number | undefined;

  constructor({ address, problem, retryAfter, cause }: FeedFailure) {
    const shown = describeAddress(address);
    super(`${shown} ${problem}`, cause === undefined ? undefined : { cause });
    this.address = shown;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Writes an address so that it can be shown and logged: without user, password, query (signed links keep their key there) and fragment. */
export function describeAddress(address: string): string {
  if (!isHttpAddress(address)) return address;
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/+$/, '');
}

export function isHttpAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}
