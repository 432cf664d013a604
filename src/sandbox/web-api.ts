/** The HTTP doors that the app calls: the Web API under `/slack/api/`, response URLs, and uploads. Every call is recorded. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, fail } from './answer.ts';
import type { Failure, Failures } from './failures.ts';
import { readUpload, serveFile } from './file-door.ts';
import { UPLOAD_PATH } from './files.ts';
import { decodeJson, decodeObject, type JsonObject } from './json.ts';
import type { Method } from './methods/method.ts';
import { respond } from './respond.ts';
import { RESPONSE_PATH } from './response-urls.ts';
import type { World } from './world.ts';

/** One call of the app's. */
export interface Call {
  /** A method's name, or `response_url`, or `upload` for the bytes of a file. */
  readonly method: string;
  /** Without the token; blocks, unfurls and views as values, not as the JSON that a form carries. */
  readonly args: JsonObject;
  /** What it was answered; undefined when the answer was a planned failure. */
  readonly response: JsonObject | undefined;
}

export interface WebApi {
  /** @returns false when the request is for another door */
  listener(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface WebApiDeps {
  readonly world: World;
  readonly methods: ReadonlyMap<string, Method>;
  readonly failures: Failures;
  readonly tokens: { readonly bot: string; readonly app: string };
  readonly latencyMs: () => number;
  /** @param at when the call came, in ms since 1970 */
  readonly record: (call: Call, at: number) => void;
}

/** Ends as Slack’s does. Beneath `/api/` itself the bot, whose port a sandbox may share, answers other programs. */
export const API_PATH = '/slack/api/';
/** More than any legal message; what Slack's own ceiling is, is not documented. */
const MAX_BODY_BYTES = 2_000_000;
/** Far less than Slack takes, and more than any file that an app here has to upload. */
const MAX_FILE_BYTES = 20_000_000;

export function createWebApi(deps: WebApiDeps): WebApi {
  return {
    listener(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path.startsWith(API_PATH)) {
        void answer(deps, path.slice(API_PATH.length), request, response, callMethod);
        return true;
      }
      if (path.startsWith(RESPONSE_PATH)) {
        void answer(deps, 'response_url', request, response, useResponseUrl);
        return true;
      }
      if (path.startsWith(UPLOAD_PATH)) {
        void answer(deps, 'upload', request, response, takeUpload);
        return true;
      }
      return serveFile(deps.world.files, request, response);
    },
  };
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly args: JsonObject;
  readonly body: JsonObject;
}

type Handler = (deps: WebApiDeps, method: string, request: IncomingMessage, body: Buffer) => Reply | Promise<Reply>;

async function answer(
  deps: WebApiDeps,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  handler: Handler,
): Promise<void> {
  const at = deps.world.timing.now();
  const body = await readBody(request, method === 'upload' ? MAX_FILE_BYTES : MAX_BODY_BYTES);
  if (body === undefined) {
    response.writeHead(413).end();
    return;
  }
  if (deps.latencyMs() > 0) {
    await sleep(deps.latencyMs());
  }
  const failure = deps.failures.take(method);
  if (failure !== undefined) {
    const { token: _, ...args } = decodeArgs(request, body);
    deps.record({ method, args, response: undefined }, at);
    failAs(failure, response);
    return;
  }
  const result = handler(deps, method, request, body);
  // At once where it can be: who sees what a call changed finds the call among the recorded ones.
  const reply = result instanceof Promise ? await result : result;
  deps.record({ method, args: reply.args, response: reply.body }, at);
  response
    .writeHead(reply.status, { 'Content-Type': 'application/json; charset=utf-8', ...reply.headers })
    .end(JSON.stringify(reply.body));
}

function callMethod(deps: WebApiDeps, name: string, request: IncomingMessage, body: Buffer): Reply {
  const { token, ...args } = decodeArgs(request, body);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? token;
  const method = deps.methods.get(name);
  const granted = [...deps.world.app.scopes].join(',');
  const headers: Record<string, string> = { 'X-OAuth-Scopes': granted };
  if (method !== undefined && method.scopes.length > 0) {
    headers['X-Accepted-OAuth-Scopes'] = method.scopes.join(',');
  }
  return { status: 200, headers, args, body: checkCall(deps, method, bearer) ?? method?.call(args, deps.world) ?? {} };
}

/** Why a call is refused before its method is asked; undefined when it is not. */
function checkCall(deps: WebApiDeps, method: Method | undefined, token: unknown): Answer | undefined {
  const { scopes } = deps.world.app;
  if (method === undefined) {
    return fail('unknown_method');
  }
  if (token === undefined) {
    return fail('not_authed');
  }
  if (token !== deps.tokens.bot && token !== deps.tokens.app) {
    return fail('invalid_auth');
  }
  if (token !== deps.tokens[method.token]) {
    return fail('not_allowed_token_type');
  }
  if (method.scopes.length > 0 && !method.scopes.some((scope) => scopes.has(scope))) {
    return {
      ok: false,
      error: 'missing_scope',
      needed: method.scopes.join(','),
      provided: [...scopes].join(','),
    };
  }
  return undefined;
}

function useResponseUrl(deps: WebApiDeps, _method: string, request: IncomingMessage, bytes: Buffer): Reply {
  const body = decodeObject(bytes.toString());
  const build = (status: number, answered: JsonObject): Reply => ({
    status,
    headers: {},
    args: body ?? {},
    body: answered,
  });
  if (request.method !== 'POST' || body === undefined) {
    return build(400, fail('invalid_payload'));
  }
  const origin = deps.world.responseUrls.use(request.url ?? '');
  if (typeof origin === 'string') {
    return build(404, fail(origin));
  }
  const result = respond(deps.world, origin, body);
  return build(result.ok ? 200 : 400, result);
}

async function takeUpload(deps: WebApiDeps, _method: string, request: IncomingMessage, body: Buffer): Promise<Reply> {
  const bytes = await readUpload(request.headers['content-type'] ?? '', body);
  const isTaken = bytes !== undefined && deps.world.files.upload(request.url ?? '', bytes);
  return {
    status: isTaken ? 200 : 400,
    headers: {},
    args: { bytes: bytes?.length ?? 0 },
    body: isTaken ? { ok: true } : fail('invalid_upload'),
  };
}

/** The values that a form carries as JSON. */
const STRUCTURED = new Set(['blocks', 'attachments', 'unfurls', 'metadata', 'view', 'files', 'error']);

function decodeArgs(request: IncomingMessage, bytes: Buffer): JsonObject {
  const body = bytes.toString();
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
  const given = isJson ? (decodeObject(body) ?? {}) : Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(
    Object.entries({ ...Object.fromEntries(query), ...given }).map(([key, value]) => [
      key,
      typeof value === 'string' && STRUCTURED.has(key) ? (decodeJson(value) ?? value) : value,
    ]),
  );
}

function failAs(failure: Failure, response: ServerResponse): void {
  switch (failure.kind) {
    case 'rate-limited':
      response
        .writeHead(429, {
          ...(failure.retryAfter === undefined ? {} : { 'Retry-After': String(failure.retryAfter) }),
          'Content-Type': 'application/json',
        })
        .end(JSON.stringify({ ok: false, error: 'ratelimited' }));
      return;
    case 'status':
      response.writeHead(failure.status).end();
      return;
    case 'nonsense':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(failure.body ?? '<html>Something is on fire</html>');
      return;
    case 'cut':
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 })
        .write('{"ok":true,', () => response.destroy());
      return;
    case 'silence':
      return;
    case 'error':
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ ok: false, error: failure.error }));
      return;
    case 'dropped':
      response.destroy();
      return;
  }
}

/** @returns undefined when it is too large */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
