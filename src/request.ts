/** A request is what Slack delivers once. Whatever is done on its behalf finds here, however deep it stands, which one it is. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

type Outcome =
  | 'answered'
  /** There were several to choose from. */
  | 'choices'
  | 'nothing'
  /** What was typed could not be read as it stands: a filter that ATT&CK does not have, or too many. */
  | 'misread'
  /** Nobody had asked, or wanted an answer. */
  | 'ignored'
  /** Delivered once more, and dropped. */
  | 'duplicate'
  | 'failed';

/** What was asked, in a word of the bot's own such as `lookup`, never of a person's; and what came of it. */
export interface Course {
  readonly kind: string;
  readonly outcome: Outcome;
}

/** `seconds` from the receipt to the last that Slack was told. */
export interface Ended extends Course {
  readonly seconds: number;
}

/** One call of Slack's Web API, or of a response URL. */
export interface Call {
  readonly method: string;
  /** `ok`, Slack's word for what is wrong such as `channel_not_found`, `http_503`, `ratelimited` or `unreachable`. */
  readonly result: string;
  readonly seconds: number;
}

interface Request {
  readonly reference: string;
  readonly onCall: (call: Call) => void;
  course: Course;
  /** By `performance.now()`; undefined while Slack was told nothing. */
  toldAt: number | undefined;
}

const requests = new AsyncLocalStorage<Request>();

/** @param course what becomes of it unless somebody notes something else */
export async function followRequest(
  course: Course,
  observer: { readonly called: (call: Call) => void; readonly ended: (ended: Ended) => void },
  work: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const request: Request = { reference: createReference(), onCall: observer.called, course, toldAt: undefined };
  await requests.run(request, async () => {
    try {
      await work();
    } finally {
      const seconds = ((request.toldAt ?? performance.now()) - startedAt) / 1000;
      observer.ended({ ...request.course, seconds });
    }
  });
}

/** What ties what a person is told to the lines of the log: that of the request, or a new one where there is none. */
export function currentReference(): string {
  return requests.getStore()?.reference ?? createReference();
}

/** For each line of the log. */
export function currentFields(): { readonly reference?: string } {
  const request = requests.getStore();
  return request === undefined ? {} : { reference: request.reference };
}

/** The last word counts, but that a request has failed stands. */
export function note(course: Partial<Course>): void {
  const request = requests.getStore();
  if (request === undefined || request.course.outcome === 'failed') return;
  request.course = { ...request.course, ...course };
}

/** Of a call on the request's behalf: Slack was told something. */
export function noteTold(): void {
  const request = requests.getStore();
  if (request !== undefined) request.toldAt = performance.now();
}

/** As `noteTold`, for a call that nobody else counts. */
export function noteCall(call: Call): void {
  noteTold();
  requests.getStore()?.onCall(call);
}

function createReference(): string {
  return randomUUID().slice(0, 8);
}
