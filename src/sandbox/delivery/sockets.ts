/** Socket Mode as Slack speaks it: a ticket, `hello`, envelopes that are acked by id, pings, and `disconnect` when it wants a fresh one. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodeObject, isObject, type JsonObject, readString } from '../json.ts';
import type { Timing } from '../timing.ts';
import { APP_ID } from '../workspace.ts';
import type { Outcome, Parcel, Retry, Transport } from './parcel.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'too_many_websockets' | 'link_disabled';

/** `drop` is without a word, `reset` by TCP's RST, and `silence` leaves it open but hears nothing more. */
export type Break = 'close' | 'drop' | 'reset' | 'silence';

export interface Sockets extends Transport {
  readonly openCount: number;
  /** The path and query of a connection that may be opened once. */
  issuePath(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every connection to come back; the app closes it. */
  disconnect(reason: DisconnectReason): void;
  breakOff(how: Break): void;
  close(): void;
}

const SOCKET_PATH = '/link';
/** Slack allows ten an app and tells the rest `too_many_websockets`. */
const MAX_CONNECTIONS = 10;
/** The client gives up after 30 s without a ping from the server. */
const PING_MS = 10_000;
/** How long an app has to answer a goodbye. */
const FAREWELL_MS = 200;
const MAX_PAYLOAD_BYTES = 1_000_000;
const ENVELOPE_TYPES = { event: 'events_api', command: 'slash_commands', interaction: 'interactive' } as const;

export function createSockets(timing: Timing, changed: () => void): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  const tickets = new Set<string>();
  const waiting = new Map<string, { readonly socket: WebSocket; readonly end: (outcome: Outcome) => void }>();
  const open: WebSocket[] = [];
  const streams = new WeakMap<WebSocket, Duplex>();

  const take = (data: string): void => {
    const message = decodeObject(data);
    const id = readString(message, 'envelope_id');
    const payload = message?.payload;
    if (id !== undefined) {
      waiting
        .get(id)
        ?.end({ kind: 'acked', response: isObject(payload) && Object.keys(payload).length > 0 ? payload : undefined });
    }
  };
  const forget = (socket: WebSocket): void => {
    const at = open.indexOf(socket);
    if (at !== -1) {
      open.splice(at, 1);
    }
    for (const { socket: used, end } of waiting.values()) {
      if (used === socket) {
        end({ kind: 'refused', reason: 'connection_failed', noRetry: false });
      }
    }
    changed();
  };
  const welcome = (socket: WebSocket): void => {
    // An error is always followed by a close, which is where it is dealt with.
    socket.on('error', () => {});
    if (open.length >= MAX_CONNECTIONS) {
      send(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'sandbox' } });
      socket.close();
      return;
    }
    open.push(socket);
    const pings = setInterval(() => socket.ping(), PING_MS).unref();
    socket.on('message', (data) => take(String(data)));
    socket.on('close', () => {
      clearInterval(pings);
      forget(socket);
    });
    send(socket, buildHello(open.length));
    changed();
  };

  return {
    get openCount() {
      return open.length;
    },
    issuePath() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${SOCKET_PATH}/?ticket=${ticket}&app_id=${APP_ID}`;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '', 'http://localhost');
      if (url.pathname !== `${SOCKET_PATH}/` || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => {
        streams.set(opened, socket);
        welcome(opened);
      });
    },
    send(parcel, retry) {
      // In turn: of several connections each event goes to one.
      const socket = open.shift();
      if (socket === undefined) {
        return Promise.resolve({ kind: 'refused', reason: 'connection_failed', noRetry: false });
      }
      open.push(socket);
      const id = randomUUID();
      return new Promise((resolve) => {
        const end = (outcome: Outcome): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(outcome);
        };
        const timer = setTimeout(() => end({ kind: 'late', reason: 'timeout' }), timing.ackMs);
        waiting.set(id, { socket, end });
        send(socket, buildEnvelope(id, parcel, retry));
      });
    },
    disconnect(reason) {
      // Nothing new goes to those that are to be closed.
      for (const socket of open.splice(0)) {
        send(socket, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
      }
      changed();
    },
    breakOff(how) {
      // Nothing new goes to those that are about to close.
      for (const socket of open.splice(0)) {
        breakSocket(socket, streams.get(socket), how);
        if (how === 'silence') {
          forget(socket);
        }
      }
      changed();
    },
    close() {
      for (const socket of [...open]) {
        socket.close();
        setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
      }
      server.close();
    },
  };
}

function breakSocket(socket: WebSocket, stream: Duplex | undefined, how: Break): void {
  switch (how) {
    case 'close':
      socket.close(1001);
      return;
    case 'drop':
      socket.terminate();
      return;
    case 'reset':
      if (stream instanceof Socket) {
        stream.resetAndDestroy();
      }
      return;
    case 'silence':
      socket.pause();
      return;
  }
}

function send(socket: WebSocket, message: JsonObject): void {
  socket.send(JSON.stringify(message));
}

function buildHello(connections: number): JsonObject {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18060 },
    connection_info: { app_id: APP_ID },
  };
}

function buildEnvelope(id: string, parcel: Parcel, retry: Retry | undefined): JsonObject {
  return {
    envelope_id: id,
    payload: parcel.payload,
    type: ENVELOPE_TYPES[parcel.kind],
    accepts_response_payload: parcel.kind !== 'event',
    ...(parcel.kind === 'event' ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' } : {}),
  };
}
