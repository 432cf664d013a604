/** Real servers and folders for the tests of feeds, gone when the test that asked for them has ended. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Is told how to end what was begun. */
type AtEnd = (end: () => Promise<void>) => void;

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Loopback {
  /** Without a slash at its end. */
  readonly base: string;
  /** Path → answer; what is not there is a 404. */
  readonly routes: Map<string, Answer>;
  /** Path and query of each request, in their order. */
  readonly asked: string[];
  readonly headers: IncomingHttpHeaders[];
  /** How many were opened, with or without a request that could be read. */
  connections(): number;
  /** Drops every connection. */
  drop(): void;
  /** Drops every connection and listens no more. */
  close(): Promise<void>;
}

/**
 * @param host one of this machine's own addresses; Linux has 127.0.0.0/8
 * @param atEnd is told how to end it: with the test, unless said otherwise
 */
export async function serve(
  routes: Readonly<Record<string, Answer>> = {},
  host = '127.0.0.1',
  atEnd: AtEnd = onTestFinished,
): Promise<Loopback> {
  const table = new Map(Object.entries(routes));
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    headers.push(request.headers);
    const answer = table.get(new URL(request.url ?? '/', 'http://loopback').pathname);
    if (answer) answer(request, response);
    else response.writeHead(404).end('nothing here');
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  atEnd(close);
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://${host}:${port}`,
    routes: table,
    asked,
    headers,
    connections: () => connections,
    drop: () => server.closeAllConnections(),
    close,
  };
}

/** Answers with a body, and with 304 where the request names its ETag. */
export function body(content: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const bytes = Buffer.isBuffer(content)
    ? content
    : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  return (request, response) => {
    const isKnown = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag;
    if (isKnown) response.writeHead(304, headers).end();
    else response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response) => {
    response.writeHead(code, headers).end('a page of the server’s own');
  };
}

/** Sends its head and a byte every 20 ms, without end. */
export const drip: Answer = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Sends its head and the beginning of a body, then nothing. */
export const stall: Answer = (_request, response) => {
  response.writeHead(200).write('{');
};

export const silence: Answer = () => undefined;

/** A port that nothing listens on. */
export async function closedBase(): Promise<string> {
  const server = await serve();
  await server.close();
  return server.base;
}

export async function createFolder(atEnd: AtEnd = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attack-bot-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
