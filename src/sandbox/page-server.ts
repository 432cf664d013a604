/** Serves the sandbox's page: its files, bundled in memory at the first request, the state as it changes, and a person's acts. */

import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { decodeAct } from './page-acts.ts';
import type { PageAct, PageOptionGroup, PageState, PageTraffic } from './page-api.ts';

/** What the page shows and sets in motion. `as` is a person's ID, one that `state()` knows; the first person where it is left out. */
export interface PageHost {
  state(as?: string): PageState;
  act(act: PageAct, as?: string): Promise<ActResult>;
  /** Calls `listener` after every change of the state, until the function that it returns is called. */
  onChange(listener: () => void): () => void;
  /** Calls `listener` with the traffic so far, oldest first, and then with each that comes, until the function that it returns is called. */
  onTraffic(listener: (traffic: PageTraffic) => void): () => void;
}

/** `groups` answer a `suggest`. */
export type ActResult =
  | { readonly ok: true; readonly groups?: readonly PageOptionGroup[] }
  | { readonly ok: false; readonly error: string };

export interface Page {
  /** Answers a request for the page and returns true; leaves any other request alone and returns false. */
  listener(req: IncomingMessage, res: ServerResponse): boolean;
}

interface Assets {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

/** `as` is who is at the keyboard, if the request says so. */
type Route = (req: IncomingMessage, res: ServerResponse, as: string | undefined) => Promise<void> | void;

const PAGE_FOLDER = join(import.meta.dirname, 'page');
/** At most 20 states a second: an eye sees no more, and an answer changes the state several times in a row. */
const PUSH_GAP_MS = 50;
const HEARTBEAT_MS = 15_000;
const MAX_ACT_BYTES = 256 * 1024;
/** Nothing but this server's own files, and images that stand in the page itself: the page never calls another host. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * The page over one host. Open event streams end with their connections: a server that closes calls
 * `closeAllConnections()`, or waits for the browsers.
 */
export function createPage(host: PageHost): Page {
  let bundle: Promise<Assets> | undefined;
  const assets = () => {
    bundle ??= readAssets().catch((error: unknown) => {
      bundle = undefined;
      throw error;
    });
    return bundle;
  };
  const routes = new Map<string, Route>([
    ['GET /', async (_req, res) => send(res, 200, 'text/html', (await assets()).html)],
    ['GET /page/app.js', async (_req, res) => send(res, 200, 'text/javascript', (await assets()).script)],
    ['GET /page/app.css', async (_req, res) => send(res, 200, 'text/css', (await assets()).style)],
    ['GET /page/state', (_req, res, as) => sendJson(res, 200, host.state(as))],
    ['GET /page/events', (_req, res, as) => streamState(host, res, as)],
    ['GET /page/network', (_req, res) => streamTraffic(host, res)],
    ['POST /page/acts', (req, res, as) => takeAct(host, req, res, as)],
  ]);
  const paths = new Set([...routes.keys()].map((route) => route.slice(route.indexOf(' ') + 1)));

  return {
    listener(req, res) {
      const [path = '', query = ''] = (req.url ?? '').split('?');
      if (!paths.has(path)) {
        return false;
      }
      const route = routes.get(`${req.method} ${path}`);
      if (route === undefined) {
        sendJson(res, 405, { ok: false, error: 'method_not_allowed' });
        return true;
      }
      // `/` itself is the same for everyone, and then tells who is unknown.
      const as = path === '/' ? undefined : (new URLSearchParams(query).get('as') ?? undefined);
      if (as !== undefined && !host.state().people.some((person) => person.id === as && !person.isBot)) {
        sendJson(res, 404, { ok: false, error: 'person_not_found' });
        return true;
      }
      const answer = async () => route(req, res, as);
      // Awaited nowhere else: a failure (a bundle that does not build, above all) is shown where the page would be.
      answer().catch((error: unknown) => {
        const cause = error instanceof Error ? error.message : String(error);
        send(res, 500, 'text/plain', `The sandbox's page failed: ${cause}`);
      });
      return true;
    },
  };
}

/** esbuild is loaded only here, so that the production image, which has no sandbox, does without it. */
async function readAssets(): Promise<Assets> {
  const { build } = await import('esbuild');
  const [html, bundled] = await Promise.all([
    readFile(join(PAGE_FOLDER, 'index.html'), 'utf8'),
    build({
      entryPoints: { script: join(PAGE_FOLDER, 'main.tsx'), style: join(PAGE_FOLDER, 'page.css') },
      outdir: '/',
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      jsx: 'automatic',
      target: 'es2022',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
    }),
  ]);
  const read = (extension: string) => bundled.outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  return { html, script: read('.js'), style: read('.css') };
}

/** Server-sent events: the whole state at the start and after changes, the newest only, never faster than it is read. */
function streamState(host: PageHost, res: ServerResponse, as: string | undefined): void {
  let timer: NodeJS.Timeout | undefined;
  const push = () => {
    timer = undefined;
    if (!res.writableNeedDrain) {
      writeEvent(res, host.state(as));
    }
  };
  const plan = () => {
    timer ??= setTimeout(push, PUSH_GAP_MS);
  };
  openStream(res, () => {
    const stop = host.onChange(plan);
    return () => {
      stop();
      clearTimeout(timer);
    };
  });
  res.on('drain', plan);
  push();
}

/** Server-sent events: what went to and fro so far, then each that comes. */
function streamTraffic(host: PageHost, res: ServerResponse): void {
  openStream(res, () => host.onTraffic((traffic) => writeEvent(res, traffic)));
}

/** @param subscribe returns an end to it, called when the reader has left */
function openStream(res: ServerResponse, subscribe: () => () => void): void {
  res.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
  res.flushHeaders();
  const stop = subscribe();
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}

function writeEvent(res: ServerResponse, value: unknown): void {
  res.write(`data: ${JSON.stringify(value)}\n\n`);
}

async function takeAct(
  host: PageHost,
  req: IncomingMessage,
  res: ServerResponse,
  as: string | undefined,
): Promise<void> {
  if (!isSameOrigin(req)) {
    // Any site that is open in another tab could post here otherwise.
    sendJson(res, 403, { ok: false, error: 'other_origin' });
    return;
  }
  const body = await readBody(req);
  if (body === undefined) {
    res.setHeader('connection', 'close');
    sendJson(res, 413, { ok: false, error: 'too_large' });
    return;
  }
  const act = decodeAct(body);
  if (act === undefined) {
    sendJson(res, 400, { ok: false, error: 'invalid_act' });
    return;
  }
  sendJson(res, 200, await host.act(act, as));
}

function isSameOrigin(req: IncomingMessage): boolean {
  const { origin, host } = req.headers;
  return host !== undefined && URL.canParse(origin ?? '') && new URL(origin ?? '').host === host;
}

/** Undefined for a body beyond the limit, whose rest is not read. */
async function readBody(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_ACT_BYTES) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  send(res, status, 'application/json', JSON.stringify(value));
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  if (!res.headersSent) {
    res.writeHead(status, { ...SECURITY_HEADERS, 'content-type': `${type}; charset=utf-8` });
  }
  res.end(body);
}
