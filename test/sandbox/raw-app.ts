/** Apps without a framework: they see exactly what the sandbox sends, and ack when the test says so. */

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { SandboxServer } from '../../src/sandbox/server.ts';

export interface Envelope {
  readonly type: string;
  readonly envelope_id: string;
  readonly payload: { readonly event_id: string; readonly event: Readonly<Record<string, unknown>> };
  readonly retry_attempt: number;
  readonly retry_reason: string;
  readonly accepts_response_payload: boolean;
  readonly reason?: string;
}

export interface RawSocket {
  readonly socket: WebSocket;
  /** Everything that came, `hello` included. */
  readonly received: readonly Envelope[];
}

/** Opens a Socket Mode connection, and waits for `hello`. @param isAcked whether an envelope is acked */
export async function openRawSocket(
  sandbox: SandboxServer,
  isAcked: (envelope: Envelope) => boolean = () => true,
): Promise<RawSocket> {
  const opened = await fetch(`${sandbox.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${sandbox.appToken}` },
  });
  const { url } = (await opened.json()) as { readonly url: string };
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const received: Envelope[] = [];
  socket.on('message', (data) => {
    const envelope: Envelope = JSON.parse(String(data));
    received.push(envelope);
    if (envelope.envelope_id !== undefined && isAcked(envelope)) {
      socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
    }
  });
  await once(socket, 'message');
  return { socket, received };
}

export interface RawRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RawReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Takes signed HTTP, and answers the challenge. @param answer the reply to each request; undefined for none at all */
export async function startRawServer(
  sandbox: SandboxServer,
  answer: (request: RawRequest) => RawReply | undefined,
): Promise<readonly RawRequest[]> {
  const requests: RawRequest[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) {
      body += chunk;
    }
    if (body.includes('url_verification')) {
      response.end(JSON.parse(body).challenge);
      return;
    }
    const request = { headers: incoming.headers, body };
    requests.push(request);
    const reply = answer(request);
    if (reply !== undefined) {
      response.writeHead(reply.status, reply.headers).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await sandbox.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return requests;
}
