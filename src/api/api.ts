/** `/api/…`: ATT&CK for other programs, read-only, as JSON. */

import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { cors } from 'hono/cors';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { routePath } from 'hono/route';
import type { Answerer } from '../door.ts';
import type { Log } from '../log.ts';
import { currentReference } from '../request.ts';
import { checkToken, createRateLimit } from './access.ts';
import { presentChange } from './changes.ts';
import { createInternalFault, Fault, quoteInput } from './fault.ts';
import { createGrounds, type GroundsOptions } from './grounds.ts';
import { presentObject, presentReleases, presentTechnique } from './present.ts';
import { countClasses, findChangesAsked, findObject, findTechniques } from './questions.ts';
import { changesRoute, objectRoute, techniquesRoute } from './routes.ts';
import { say } from './say.ts';

export interface ApiOptions extends GroundsOptions {
  /** Undefined lets everybody ask. */
  readonly token: string | undefined;
  /** Requests a minute from one address. */
  readonly perMinute: number;
  readonly log: Log;
}

type Env = { readonly Bindings: HttpBindings };

const READS: readonly string[] = ['GET', 'HEAD'];

/** In seconds: how long an earlier release's answers may be taken from a cache unasked. */
const KEPT = 3600;

/** Answers everything beneath `/api/`. */
export function createApi(options: ApiOptions): Answerer {
  const api = buildApi(options);
  const answer = getRequestListener((request, env) => api.fetch(request, env), { overrideGlobalObjects: false });
  return (request, response) => {
    if (!/^\/api(?:[/?]|$)/.test(request.url ?? '')) return false;
    void answer(request, response);
    return true;
  };
}

/** The document that describes the API, made from the schemas that check it. */
export function describeApi(): unknown {
  const api = buildApi({
    catalog: () => undefined,
    releases: {
      list: async () => [],
      find: async (release) => ({ kind: 'unlisted', release, listed: [] }),
      held: () => [],
    },
    comparisons: { between: () => Promise.reject(new Error('there is nothing to compare')) },
    patience: 0,
    token: undefined,
    perMinute: 1,
    log: undefined,
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'The ATT&CK bot’s API',
      version: '1',
      description:
        'MITRE ATT&CK as the bot knows it, read-only. ATT&CK is a registered trademark of The MITRE Corporation; its terms of use apply to what is answered.',
      license: {
        name: 'ATT&CK terms of use',
        url: 'https://attack.mitre.org/resources/legal-and-branding/terms-of-use/',
      },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, {}],
  });
}

function buildApi({ token, perMinute, log, ...given }: Omit<ApiOptions, 'log'> & { readonly log: Log | undefined }) {
  const limit = createRateLimit(perMinute);
  const grounds = createGrounds(given);
  const api = new OpenAPIHono<Env>({
    defaultHook(result) {
      if (!result.success) throw new Fault('bad_query', describeIssues(result.error));
    },
  });

  api.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD'],
      allowHeaders: ['Authorization', 'If-None-Match'],
      exposeHeaders: ['ETag', 'Retry-After'],
    }),
  );
  api.use(async (context, next) => {
    await limit.count(context.env.incoming.socket.remoteAddress ?? '');
    if (token !== undefined) checkToken(context.req.header('authorization'), token);
    await next();
    context.header('X-Content-Type-Options', 'nosniff');
    if (token !== undefined) context.header('Vary', 'Authorization', { append: true });
  });
  api.use(
    etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'access-control-allow-origin', 'x-content-type-options'] }),
  );

  api.openapi(techniquesRoute, async (context) => {
    const query = context.req.valid('query');
    const catalog = await grounds.catalogOf(query.version);
    const { items, total, next } = findTechniques(catalog, query);
    keep(context, query.version !== undefined);
    const data = items.map((technique) => presentTechnique(catalog, technique));
    const meta = { total, next: next ?? null, releases: presentReleases(catalog) };
    return context.json({ success: true as const, data, meta }, 200);
  });
  api.openapi(objectRoute, async (context) => {
    const { version } = context.req.valid('query');
    const catalog = await grounds.catalogOf(version);
    const { object, namesakes } = findObject(catalog, context.req.valid('param').id);
    keep(context, version !== undefined);
    const data = presentObject(catalog, object, namesakes);
    return context.json({ success: true as const, data, meta: { releases: presentReleases(catalog) } }, 200);
  });
  // `T1055/012`, as the addresses of ATT&CK’s pages write it.
  api.get('/api/objects/:parent/:sub', (context) => {
    const { parent, sub } = context.req.param();
    const url = new URL(context.req.url);
    url.pathname = `/api/objects/${encodeURIComponent(`${parent}.${sub}`)}`;
    return context.redirect(url.pathname + url.search, 308);
  });
  api.openapi(changesRoute, async (context) => {
    const query = context.req.valid('query');
    const { changes, later } = await grounds.changesBetween(query.from, query.to);
    const { items, total, next } = findChangesAsked(changes, later, query);
    keep(context, query.from !== undefined && query.to !== undefined);
    const { from, to, domains } = changes;
    const meta = { total, next: next ?? null, from, to, domains: [...domains], counts: countClasses(changes) };
    return context.json({ success: true as const, data: items.map(presentChange), meta }, 200);
  });
  api.get('/api/openapi.json', (context) => context.json(describeApi() as Record<string, unknown>));
  for (const path of ['/api/techniques', '/api/objects/*', '/api/changes', '/api/openapi.json']) {
    api.all(path, (context, next) => {
      if (READS.includes(context.req.method)) return next();
      context.header('Allow', 'GET, HEAD, OPTIONS');
      throw new Fault('method_not_allowed', `${context.req.method} is not allowed: this API is read-only`);
    });
  }
  api.notFound((context) => {
    const message = `There is no ${quoteInput(context.req.path)} here: see /api/openapi.json`;
    return say(context, new Fault('not_found', message));
  });
  api.onError((error, context) => {
    if (error instanceof Fault) return say(context, error);
    const reference = currentReference();
    log?.error({ reference, err: error, path: routePath(context) }, 'the API failed');
    return say(context, createInternalFault(reference));
  });
  return api;
}

/** What names its release does not change but by a correction; all else is asked for anew, which costs a 304. */
function keep(context: Context, isFixed: boolean): void {
  context.header('Cache-Control', isFixed ? `private, max-age=${KEPT}` : 'no-cache');
}

function describeIssues({ issues }: z.core.$ZodError): string {
  return issues
    .map(({ path, message, code, ...rest }) => {
      const keys = code === 'unrecognized_keys' && 'keys' in rest ? (rest.keys as readonly string[]) : undefined;
      return keys ? `There is no parameter ${keys.map(quoteInput).join(', ')}` : `\`${path.join('.')}\` ${message}`;
    })
    .join('; ');
}
