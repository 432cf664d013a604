/** Bad days on request: the next calls of a method fail in a way that Slack fails in, and every answer can be slow. */

export type Failure =
  /** HTTP 429; `retryAfter` in seconds, or what else the header says; undefined for no such header. */
  | { readonly kind: 'rate-limited'; readonly retryAfter: number | string | undefined }
  | { readonly kind: 'status'; readonly status: number }
  /** HTTP 200 with a body that is no answer: a page, unless said otherwise. */
  | { readonly kind: 'nonsense'; readonly body?: string }
  /** The connection breaks in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** No answer at all, on a connection that stays. */
  | { readonly kind: 'silence' }
  /** An error in Slack's form, such as `fatal_error`. */
  | { readonly kind: 'error'; readonly error: string }
  /** The connection breaks before any answer. */
  | { readonly kind: 'dropped' };

export interface Failures {
  /** @param method a method's name; `response_url` stands for all of them */
  plan(method: string, failure: Failure, times: number): void;
  /** The failure that is due for a call, which uses it up. */
  take(method: string): Failure | undefined;
  /** Forgets those that are planned still. */
  clear(): void;
}

export function createFailures(): Failures {
  const planned = new Map<string, Failure[]>();
  return {
    plan(method, failure, times) {
      planned.set(method, [...(planned.get(method) ?? []), ...Array.from({ length: times }, () => failure)]);
    },
    take: (method) => planned.get(method)?.shift(),
    clear: () => planned.clear(),
  };
}
