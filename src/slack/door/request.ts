/** A request at the HTTP door, before Bolt sees it: what is not signed by Slack, or holds no payload, is refused as cheaply as can be. */

import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';

/** The status with which it is refused, or its body. */
type Read = { readonly kind: 'refused'; readonly status: number } | { readonly kind: 'payload'; readonly body: Buffer };

/** In seconds, both ways: Bolt refuses old requests by itself, but takes those from the future. */
const CLOCK_TOLERANCE = 5 * 60;
/** In bytes. A view has 250 kB at most, and comes with as much again of its state, with every third character escaped in a form. */
const LARGEST = 2 * 1024 * 1024;
const VERSION = 'v0';
const SIGNATURE = /^v0=([0-9a-f]{64})$/;

/**
 * Reads the body only of what may be Slack's by its headers.
 *
 * @param key the app's signing secret
 * @param now in ms since 1970
 * @throws when the request breaks off
 */
export async function readRequest(request: IncomingMessage, key: KeyObject, now: number): Promise<Read> {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
  const isInTime = Math.abs(now / 1000 - Number(timestamp)) <= CLOCK_TOLERANCE;
  const [, digest] = SIGNATURE.exec(String(signature)) ?? [];
  if (!isInTime || digest === undefined) return refuse(401);
  if (Number(request.headers['content-length']) > LARGEST) return refuse(413);
  const body = await readBody(request);
  if (body === undefined) return refuse(413);
  if (!timingSafeEqual(sign(key, String(timestamp), body), Buffer.from(digest, 'hex'))) return refuse(401);
  return holdsPayload(body.toString(), request.headers['content-type']) ? { kind: 'payload', body } : refuse(400);
}

/**
 * As Slack signs (docs.slack.dev/authentication/verifying-requests-from-slack). Bolt's own check hashes three times, each with a key that it
 * makes anew, which takes a tenth of an answer's time.
 */
function sign(key: KeyObject, timestamp: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`${VERSION}:${timestamp}:`).update(body).digest();
}

/** @returns undefined when it is too large */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Read as Bolt reads it, which takes it for granted that it is an object. */
function holdsPayload(text: string, type: string | undefined): boolean {
  const form = type === 'application/x-www-form-urlencoded' ? parse(text) : { payload: text };
  if (typeof form.payload !== 'string') return true;
  try {
    const payload: unknown = JSON.parse(form.payload);
    return typeof payload === 'object' && payload !== null;
  } catch {
    return false;
  }
}

function refuse(status: number): Read {
  return { kind: 'refused', status };
}
