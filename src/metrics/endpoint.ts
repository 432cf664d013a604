/** `GET /metrics`: closed unless it was opened, for everybody or for whoever knows the token. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answerer } from '../door.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';

/** @param token what has to stand behind `Authorization: Bearer`; undefined where anybody may look */
export function createMetricsEndpoint(
  metrics: Pick<Metrics, 'contentType' | 'write'>,
  token: string | undefined,
  log: Log,
): Answerer {
  return (request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') refuse(response, 405, { Allow: 'GET, HEAD' });
    else if (!mayLook(request, token)) refuse(response, 401, { 'WWW-Authenticate': 'Bearer' });
    else
      send(metrics, response).catch((error: unknown) => {
        log.error({ err: error }, 'the metrics could not be written');
        if (response.headersSent) response.destroy();
        else refuse(response, 500, {});
      });
    return true;
  };
}

async function send({ contentType, write }: Pick<Metrics, 'contentType' | 'write'>, response: ServerResponse) {
  const text = await write();
  // To a HEAD, Node sends the headers alone.
  response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(text);
}

/** In a time that tells nothing of where the two differ. */
function mayLook({ headers: { authorization = '' } }: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true;
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', Connection: 'close' }).end();
}
