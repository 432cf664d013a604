/**
 * `POST /hooks/refresh`: asks the feeds at once, when a fork, an ATT&CK Workbench or a pipeline says that there is news. Signed as GitHub
 * signs its webhooks (docs.github.com, "Validating webhook deliveries"): HMAC-SHA256 of the body in `X-Hub-Signature-256`.
 */

import { createHmac } from 'node:crypto';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono, type HonoRequest } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import NodeCache from 'node-cache';
import { isSameSecret } from '../bearer.ts';
import type { Answerer } from '../door.ts';
import type { Log } from '../log.ts';
import { currentReference } from '../request.ts';
import { createRateLimit } from './access.ts';
import { createInternalFault, Fault } from './fault.ts';
import { say } from './say.ts';

export interface HookOptions {
  readonly secret: string;
  /** Asks the feeds; one that comes while another is under way joins it. Never rejects. */
  readonly refresh: () => Promise<unknown>;
  readonly log: Log;
  /** In ms since 1970. */
  readonly now: () => number;
  /** The least time between two refreshes, in ms. */
  readonly pause?: number | undefined;
}

export interface Hook {
  readonly answer: Answerer;
  /** Forgets what was put off. */
  readonly stop: () => void;
}

const PATH = '/hooks/refresh';
/** In bytes. GitHub sends up to 25 MB, and of a release's news a few kB. */
const MOST = 1024 * 1024;
const PAUSE = 60_000;
/** Tries a minute from one address. */
const TRIES = 30;
/** In seconds: for so long a delivery is known by its id. GitHub delivers again on demand, with the same id. */
const REMEMBERED = 600;
const MOST_REMEMBERED = 1000;

type Env = { readonly Bindings: HttpBindings };

export function createHook({ secret, refresh, log, now, pause = PAUSE }: HookOptions): Hook {
  const limit = createRateLimit(TRIES);
  const deliveries = new NodeCache({ stdTTL: REMEMBERED, maxKeys: MOST_REMEMBERED, checkperiod: 0, useClones: false });
  const turns = createTurns(refresh, now, pause);
  const app = new Hono<Env>();

  app.post(
    PATH,
    async (context, next) => {
      await limit.count(context.env.incoming.socket.remoteAddress ?? '');
      await next();
    },
    bodyLimit({
      maxSize: MOST,
      onError: () => {
        throw new Fault('too_large', `The body is larger than the ${MOST} bytes that are allowed`);
      },
    }),
    async (context) => {
      const body = await readBody(context.req);
      checkSignature(body, context.req.header('x-hub-signature-256'), secret);
      const event = label(context.req.header('x-github-event'));
      if (event === 'ping') return say(context, 200, { pong: true });
      const delivery = label(context.req.header('x-github-delivery'));
      if (isKnown(delivery)) return say(context, 202, { refresh: 'known' });
      const wait = turns.ask();
      log.info({ event, delivery, wait }, 'a refresh was asked for');
      return say(context, 202, { refresh: wait === 0 ? 'started' : 'put off', seconds: Math.ceil(wait / 1000) });
    },
  );
  app.all(PATH, (context) => {
    context.header('Allow', 'POST');
    throw new Fault('method_not_allowed', `${context.req.method} is not allowed here: this takes a signed POST`);
  });
  app.onError((error, context) => {
    if (error instanceof Fault) {
      // Whoever comes too often is not to fill the log besides.
      if (error.code !== 'too_many_requests') log.warn({ reason: error.code }, 'a hook is refused');
      return say(context, error);
    }
    const reference = currentReference();
    log.error({ reference, err: error }, 'a hook failed');
    return say(context, createInternalFault(reference));
  });

  const listener = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
  return {
    answer(request, response) {
      if ((request.url ?? '').split('?', 1)[0] !== PATH) return false;
      void listener(request, response);
      return true;
    },
    stop: turns.stop,
  };

  function isKnown(delivery: string | undefined): boolean {
    if (delivery === undefined) return false;
    if (deliveries.has(delivery)) return true;
    if (deliveries.keys().length >= MOST_REMEMBERED) deliveries.flushAll();
    deliveries.set(delivery, true);
    return false;
  }
}

/** At most one refresh in a while, and after the last that asked for one always one: what it has to tell is newer than the one before. */
function createTurns(refresh: () => Promise<unknown>, now: () => number, pause: number) {
  let startedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = undefined;
    startedAt = now();
    void refresh();
  };
  return {
    /** @returns in how many ms it will begin */
    ask(): number {
      // A clock that was set back must not put it off for longer.
      const wait = Math.min(pause, Math.max(0, startedAt + pause - now()));
      if (timer === undefined && wait === 0) start();
      else timer ??= setTimeout(start, wait).unref();
      return wait;
    },
    stop(): void {
      clearTimeout(timer);
    },
  };
}

async function readBody(request: HonoRequest): Promise<Buffer> {
  try {
    return Buffer.from(await request.arrayBuffer());
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('cut_short', 'The body broke off');
  }
}

function checkSignature(body: Buffer, given: string | undefined, secret: string): void {
  if (given === undefined) {
    throw new Fault('unauthorized', 'Sign the body: `X-Hub-Signature-256: sha256=<HMAC-SHA256 of it in hex>`');
  }
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  if (!isSameSecret(given.toLowerCase(), expected))
    throw new Fault('unauthorized', 'The signature does not fit the body');
}

/** What a log may hold of a header. */
function label(header: string | undefined): string | undefined {
  return header?.replace(/[^\w.-]/g, '').slice(0, 64) || undefined;
}
