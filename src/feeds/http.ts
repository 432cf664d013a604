/** A GET that trusts nobody: every wait, every size and every redirect has an end, and a failure says what happened. */

import { readFileSync } from 'node:fs';
import type { Dispatcher } from 'undici';
import { MAX_BUNDLE } from '../attack/bundle.ts';
import { ACCEPTED_ENCODINGS, type BodyOptions, discardBody, joinChunks, readBody } from './body.ts';
import { type Content, packContent } from './content.ts';
import { FeedError } from './feed-error.ts';
import {
  createLookupOutside,
  type IsPrivate,
  isInside,
  isPrivateAddress,
  PRIVATE_ADDRESS,
  refuseInside,
} from './private.ts';

/** Times in ms, sizes in bytes. */
export interface HttpLimits {
  readonly connect: number;
  /** From the request until the response's head is whole. */
  readonly headers: number;
  /** Between two pieces of the body. */
  readonly body: number;
  /** For all of it, redirects included: a body that drips never meets `body`. */
  readonly total: number;
  /** What may arrive, and what that may unfold to. */
  readonly size: number;
  readonly redirects: number;
}

/** What makes the next request for the same address conditional (RFC 9110, section 13.1). */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface HttpRequest {
  readonly validators?: Validators | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What the answer may be, as a media type: `application/json` where nothing is said. */
  readonly accept?: string | undefined;
  /** A lower ceiling than the limits' `size`, in bytes. */
  readonly size?: number | undefined;
  /** Called as the body arrives, first with 0, in bytes on the wire; `total` where the server tells it. */
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

type HttpAnswer<T> =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'missing'; readonly status: number }
  | { readonly kind: 'body'; readonly body: T; readonly validators: Validators };

export interface Http {
  /**
   * Answers `unchanged` for a 304, and `missing` for a 404, a 410, and a 403 that does not ask to wait: object stores answer so
   * for what they do not hold when their listing is private.
   *
   * @throws FeedError for all else that is no complete body
   * @throws the signal's reason once the signal is aborted
   */
  get(address: URL, request?: HttpRequest): Promise<HttpAnswer<Buffer>>;
  /** The same for what is large: it is packed as it arrives, and never held whole. */
  getPacked(address: URL, request?: HttpRequest): Promise<HttpAnswer<Content>>;
  close(): Promise<void>;
}

interface Client {
  /** @param configured the feed's own address, which redirects may lead away from */
  readonly request: (
    configured: URL,
    here: URL,
    options: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ) => Promise<Dispatcher.ResponseData>;
  readonly close: () => Promise<void>;
  readonly userAgent: string;
}

const LIMITS: HttpLimits = {
  connect: 10_000,
  headers: 30_000,
  body: 30_000,
  total: 10 * 60_000,
  size: MAX_BUNDLE,
  redirects: 5,
};

/** In ms. A slip of the server's (the year 9999, a number beyond all dates) would otherwise end the refreshes for good. */
const MAX_RETRY_AFTER = 7 * 24 * 60 * 60_000;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MISSING = new Set([403, 404, 410]);

/**
 * @param limits those that differ from the defaults
 * @param isPrivate which addresses only a feed that is itself at one may redirect to
 */
export function createHttp(limits: Partial<HttpLimits> = {}, isPrivate: IsPrivate = isPrivateAddress): Http {
  const all = { ...LIMITS, ...limits };
  let client: Promise<Client> | undefined;

  async function openClient(): Promise<Client> {
    // Loaded when the first feed is asked: a start from a disk copy asks none.
    const { Agent, request } = await import('undici');
    const createAgent = (connect: Readonly<Record<string, unknown>>) =>
      new Agent({
        connect: { timeout: all.connect, ...connect },
        headersTimeout: all.headers,
        bodyTimeout: all.body,
        // The tests hold HTTP/1.1's checks: a timeout for each phase, the body's length against its header.
        allowH2: false,
      });
    const [anywhere, outside] = [createAgent({}), createAgent({ lookup: createLookupOutside(isPrivate) })];
    return {
      async request(configured, here, options) {
        const dispatcher = (await mayGoInside(configured, here)) ? anywhere : outside;
        return request(here, { ...options, dispatcher });
      },
      async close() {
        await Promise.all([anywhere.destroy(), outside.destroy()]);
      },
      userAgent: readUserAgent(),
    };
  }

  /** Who configured a feed may keep it inside. But one outside must not send us where it cannot go itself (SSRF). */
  async function mayGoInside(configured: URL, here: URL): Promise<boolean> {
    if (here.hostname === configured.hostname || (await isInside(configured.hostname, isPrivate))) return true;
    refuseInside(here.hostname, isPrivate);
    return false;
  }

  async function ask<T>(
    address: URL,
    { validators, signal: caller, accept = 'application/json', size = all.size, onProgress }: HttpRequest,
    collect: (chunks: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<HttpAnswer<T>> {
    client ??= openClient();
    const { request, userAgent } = await client;
    const deadline = AbortSignal.timeout(all.total);
    const signal = caller ? AbortSignal.any([caller, deadline]) : deadline;
    const headers = {
      'user-agent': userAgent,
      accept,
      'accept-encoding': ACCEPTED_ENCODINGS,
      ...(validators?.etag ? { 'if-none-match': validators.etag } : {}),
      ...(validators?.lastModified ? { 'if-modified-since': validators.lastModified } : {}),
    };
    try {
      const response = await follow(address, all.redirects, (here, credentials) =>
        request(address, here, { headers: { ...headers, ...credentials }, signal }),
      );
      return await readAnswer(response, { address: address.href, size, signal, onProgress }, validators, collect);
    } catch (error) {
      caller?.throwIfAborted();
      if (error instanceof FeedError) throw error;
      const problem = deadline.aborted ? `took longer than ${all.total / 1000} s` : describeFailure(error);
      throw new FeedError({ address: address.href, problem, cause: error });
    }
  }

  return {
    get: (address, request = {}) => ask(address, request, joinChunks),
    getPacked: (address, request = {}) => ask(address, request, packContent),
    close: async () => (await client)?.close(),
  };
}

async function follow(
  address: URL,
  redirects: number,
  ask: (here: URL, credentials: Readonly<Record<string, string>>) => Promise<Dispatcher.ResponseData>,
): Promise<Dispatcher.ResponseData> {
  let here = address;
  for (let hops = 0; hops <= redirects; hops += 1) {
    const response = await ask(here, here.origin === address.origin ? authorize(address) : {});
    const location = first(response.headers.location);
    if (!REDIRECTS.has(response.statusCode) || location === undefined) return response;
    discardBody(response.body);
    here = redirect(address, here, location);
  }
  throw new FeedError({ address: address.href, problem: `redirects more than ${redirects} times` });
}

/** A secure connection is never given up for a plain one, and a plain one only leads on to the server that was configured. */
function redirect(address: URL, from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol === 'https:' || to?.origin === from.origin) return to;
  const problem = 'redirects to an address that is neither https nor on the same server';
  throw new FeedError({ address: address.href, problem });
}

async function readAnswer<T>(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  options: BodyOptions,
  validators: Validators | undefined,
  collect: (chunks: AsyncIterable<Buffer>) => Promise<T>,
): Promise<HttpAnswer<T>> {
  if (statusCode === 200) {
    const length = first(headers['content-length']);
    return {
      kind: 'body',
      body: await readBody(body, first(headers['content-encoding']), length, options, collect),
      validators: { etag: first(headers.etag), lastModified: first(headers['last-modified']) },
    };
  }
  discardBody(body);
  if (statusCode === 304 && validators) return { kind: 'unchanged' };
  const retryAfter = decodeRetryAfter(first(headers['retry-after']));
  if (MISSING.has(statusCode) && retryAfter === undefined) return { kind: 'missing', status: statusCode };
  throw new FeedError({ address: options.address, problem: `answered ${statusCode}`, retryAfter });
}

/** Seconds or a date (RFC 9110, section 10.2.3), as ms from now, a week at most. */
function decodeRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return wait > 0 ? Math.min(wait, MAX_RETRY_AFTER) : undefined;
}

/** undici leaves out the user and password of a URL. */
function authorize({ username, password }: URL): Readonly<Record<string, string>> {
  if (!username && !password) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

const FAILURES: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'cannot be reached in time',
  ETIMEDOUT: 'cannot be reached in time',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ECONNREFUSED: 'refuses the connection',
  [PRIVATE_ADDRESS]: 'redirects to an address in a private network',
  ENOTFOUND: 'has a host name that is not known',
  EAI_AGAIN: 'has a host name that cannot be looked up',
  UND_ERR_HEADERS_TIMEOUT: 'does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its answer',
  UND_ERR_SOCKET: 'broke off the connection',
  ECONNRESET: 'broke off the connection',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'sent another number of bytes than it announced',
};

/** The causes' own messages name addresses and sockets: kept as `cause`, never shown. */
function describeFailure(error: unknown): string {
  const { name, code = 'unknown' } = Object(error) as { readonly name?: unknown; readonly code?: string };
  if (name === 'HTTPParserError') return 'answered something that is no HTTP';
  // zlib's codes, and Node's for Brotli, which begin with two underscores.
  if (/^(?:Z_|ERR__)/.test(code)) return 'sent a body that does not decompress';
  return FAILURES[code] ?? `failed (${code})`;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Tells a mirror's operator who asks and why. */
function readUserAgent(): string {
  const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return `${name}/${version} (Slack bot; keeps a copy of MITRE ATT&CK)`;
}
