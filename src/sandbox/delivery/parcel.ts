/** What is delivered to an app, over either transport, and how an attempt can end. */

import type { JsonObject } from '../json.ts';

export interface Parcel {
  readonly kind: 'event' | 'command' | 'interaction';
  readonly payload: JsonObject;
}

/** Which attempt this is, in Slack's words; undefined for the first. */
export interface Retry {
  readonly number: number;
  readonly reason: string;
}

export type Outcome =
  /** The app took it; `response` is what came with the ack: an object, or undefined. */
  | { readonly kind: 'acked'; readonly response: JsonObject | undefined }
  /** The app did not answer within the window. */
  | { readonly kind: 'late'; readonly reason: string }
  /** The app could not be reached or refused. */
  | { readonly kind: 'refused'; readonly reason: string; readonly noRetry: boolean };

export interface Transport {
  send(parcel: Parcel, retry: Retry | undefined): Promise<Outcome>;
}
