/** Serves the sandbox's page: its files, bundled in memory at the first request, the state as it changes, and a person's acts. */

import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { decodeAct } from './page-act.ts';
import type { PageAct, PagePerson, PageState, PageTraffic } from './page-api.ts';
import type { SuggestedGroup } from './suggest.ts';

/** What the page shows and sets in motion. */
export interface PageHost {
  /** @param person one of the state's people: the first, unless said otherwise */
  state(person?: PagePerson): PageState;
  act(act: PageAct, person?: PagePerson): Promise<ActResult>;
  /** Calls `listener` after every change of the state, until the function that it returns is called. */
  onChange(listener: () => void): () => void;
  /** Calls `listener` with the traffic so far, and then with each that comes, until the function that it returns is called. */
  onTraffic(listener: (entry: PageTraffic) => void): () => void;
}

export type ActResult =
  /** `groups` for what a `suggest` is answered with. */
  { readonly ok: true; readonly groups?: readonly SuggestedGroup[] } | { readonly ok: false; readonly error: string };

export interface Page {
  /** Answers a request for the page and returns true; leaves any other request alone and returns false. */
  listener(req: IncomingMessage, res: ServerResponse): boolean;
}

interface Assets {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

/** @param person who is at the keyboard */
type Route = (req: IncomingMessage, res: ServerResponse, person: PagePerson) => Promise<void> | void;

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
    ['GET /page/state', (_req, res, person) => sendJson(res, 200, host.state(person))],
    ['GET /page/events', (_req, res, person) => streamState(host, res, person)],
    ['GET /page/network', (_req, res) => streamTraffic(host, res)],
    ['POST /page/acts', (req, res, person) => takeAct(host, req, res, person)],
  ]);
  const paths = new Set([...routes.keys()].map((route) => route.slice(route.indexOf(' ') + 1)));

  return {
    listener(req, res) {
      const [path = ''] = (req.url ?? '').split('?');
      if (!paths.has(path)) {
        return false;
      }
      const route = routes.get(`${req.method} ${path}`);
      if (route === undefined) {
        sendJson(res, 405, { ok: false, error: 'method_not_allowed' });
        return true;
      }
      const person = findPerson(host, req);
      if (person === undefined) {
        sendJson(res, 404, { ok: false, error: 'user_not_found' });
        return true;
      }
      // Awaited nowhere else: a failure (a bundle that does not build, above all) is shown where the page would be.
      Promise.resolve(route(req, res, person)).catch((error: unknown) => {
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

/** Server-sent events: an entry each. */
function streamTraffic(host: PageHost, res: ServerResponse): void {
  res.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
  res.flushHeaders();
  const stop = host.onTraffic((entry) => res.write(`data: ${JSON.stringify(entry)}\n\n`));
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}

/** Server-sent events: the whole state at the start and after changes, the newest only, never faster than it is read. */
function streamState(host: PageHost, res: ServerResponse, person: PagePerson): void {
  res.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
  let timer: NodeJS.Timeout | undefined;
  const push = () => {
    timer = undefined;
    if (!res.writableNeedDrain) {
      res.write(`data: ${JSON.stringify(host.state(person))}\n\n`);
    }
  };
  const plan = () => {
    timer ??= setTimeout(push, PUSH_GAP_MS);
  };
  const stop = host.onChange(plan);
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  res.on('drain', plan);
  res.on('close', () => {
    stop();
    clearTimeout(timer);
    clearInterval(heartbeat);
  });
  push();
}

/** Who `?as=` names: a person, no bot. Without it, the first. */
function findPerson(host: PageHost, req: IncomingMessage): PagePerson | undefined {
  const id = new URL(req.url ?? '', 'http://localhost').searchParams.get('as');
  const { me, people } = host.state();
  return id === null ? me : people.find((person) => person.id === id && !person.isBot);
}

async function takeAct(host: PageHost, req: IncomingMessage, res: ServerResponse, person: PagePerson): Promise<void> {
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
  sendJson(res, 200, await host.act(act, person));
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
