/** `GET /metrics`: closed unless it was opened, for everybody or for whoever knows the token. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSameSecret, readBearer } from '../bearer.ts';
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

function mayLook({ headers }: IncomingMessage, token: string | undefined): boolean {
  return token === undefined || isSameSecret(readBearer(headers.authorization) ?? '', token);
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', Connection: 'close' }).end();
}
