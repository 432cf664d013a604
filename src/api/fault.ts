/** What an answer of the API says when it cannot give what was asked for: whose fault, what it was, what to do. */

export type FaultCode =
  | 'bad_query'
  | 'bad_cursor'
  | 'cut_short'
  | 'unauthorized'
  | 'not_found'
  | 'unknown_release'
  | 'method_not_allowed'
  | 'too_large'
  | 'too_many_requests'
  | 'release_unavailable'
  | 'not_ready'
  | 'internal';

export const STATUSES = {
  bad_query: 400,
  bad_cursor: 400,
  cut_short: 400,
  unauthorized: 401,
  not_found: 404,
  unknown_release: 404,
  method_not_allowed: 405,
  too_large: 413,
  too_many_requests: 429,
  internal: 500,
  release_unavailable: 503,
  not_ready: 503,
} as const satisfies Readonly<Record<FaultCode, number>>;

/** Its message is for whoever asked: no paths, no stacks, and what they sent cut short. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** In seconds. */
  readonly retryAfter: number | undefined;

  constructor(code: FaultCode, message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get status(): (typeof STATUSES)[FaultCode] {
    return STATUSES[this.code];
  }
}

/** A fault of the bot, told with what finds its cause in the log. */
export function createInternalFault(reference: string): Fault {
  return new Fault('internal', `This failed on a fault of the bot: its log says why, under the reference ${reference}`);
}

/** As much of what was sent as a message may repeat. */
export function quoteInput(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}
