/** What can be asked at which address, for whoever reads the OpenAPI document. */

import { createRoute, z } from '@hono/zod-openapi';
import * as schemas from './schemas.ts';

const FAULTS = {
  400: 'The query is wrong; the message names what is, and what is allowed',
  401: 'The token is missing or wrong',
  404: 'There is no such object or release',
  429: 'Too many requests; `Retry-After` tells how long to wait',
  503: 'ATT&CK, or the release that was asked for, is not at hand yet; `Retry-After` tells when to ask again',
} as const;

export const techniquesRoute = createRoute({
  method: 'get',
  path: '/api/techniques',
  summary: 'Techniques and sub-techniques: all that are active, or those that filters and words leave',
  request: { query: schemas.techniquesQuery },
  responses: {
    200: succeed('A page of techniques, by ID, or best first where words were searched for', {
      data: z.array(schemas.technique),
      meta: schemas.pageMeta,
    }),
    ...fail(400, 401, 404, 429, 503),
  },
});

export const objectRoute = createRoute({
  method: 'get',
  path: '/api/objects/{id}',
  summary: 'One object of any kind, also a revoked or deprecated one, with what it is related to',
  request: { params: schemas.objectParams, query: schemas.objectQuery },
  responses: {
    200: succeed('The object', { data: schemas.attackObject, meta: schemas.objectMeta }),
    ...fail(400, 401, 404, 429, 503),
  },
});

export const changesRoute = createRoute({
  method: 'get',
  path: '/api/changes',
  summary: 'What differs between two releases: as MITRE’s changelog counts it, and as a reader of the pages sees it',
  request: { query: schemas.changesQuery },
  responses: {
    200: succeed('A page of changes', { data: z.array(schemas.change), meta: schemas.changesMeta }),
    ...fail(400, 401, 404, 429, 503),
  },
});

function succeed<D extends z.ZodType, M extends z.ZodType>(description: string, { data, meta }: { data: D; meta: M }) {
  return {
    description,
    headers: { ETag: { description: 'Changes with the answer.', schema: { type: 'string' as const } } },
    content: { 'application/json': { schema: z.object({ success: z.literal(true), data, meta }) } },
  };
}

function fail<S extends keyof typeof FAULTS>(...statuses: readonly S[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: FAULTS[status], content: { 'application/json': { schema: schemas.fault } } },
    ]),
  );
}
