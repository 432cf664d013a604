/** The response URLs that were given out: each is good for five messages within thirty minutes. */

import { randomUUID } from 'node:crypto';
import type { Timing } from './timing.ts';

/** What a response_url is tied to. */
export interface ResponseOrigin {
  readonly channel: string;
  readonly person: string;
  /** The message whose element was pressed; undefined for a command. */
  readonly messageTs: string | undefined;
}

export interface ResponseUrls {
  /** The path of a new one. */
  issuePath(origin: ResponseOrigin): string;
  /** Takes one use off a path: the origin, or the error that Slack answers with. */
  use(path: string): ResponseOrigin | 'invalid_url' | 'used_url' | 'expired_url';
}

export const RESPONSE_PATH = '/response/';
const USES = 5;

export function createResponseUrls(timing: Timing): ResponseUrls {
  const issued = new Map<string, { readonly origin: ResponseOrigin; readonly at: number; usesLeft: number }>();
  return {
    issuePath(origin) {
      const path = `${RESPONSE_PATH}${randomUUID()}`;
      issued.set(path, { origin, at: timing.now(), usesLeft: USES });
      return path;
    },
    use(path) {
      const url = issued.get(path);
      if (url === undefined) {
        return 'invalid_url';
      }
      if (timing.now() - url.at > timing.responseUrlMs) {
        return 'expired_url';
      }
      if (url.usesLeft === 0) {
        return 'used_url';
      }
      url.usesLeft -= 1;
      return url.origin;
    },
  };
}
