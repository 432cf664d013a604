/** The one check of who knows a secret: for every door that asks for one. */

import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * @param authorization the header as it came
 * @returns undefined where it is none with a bearer token
 */
export function readBearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

/** In a time that tells nothing of where they differ, nor of their lengths. */
export function isSameSecret(given: string, known: string): boolean {
  return timingSafeEqual(digest(given), digest(known));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
