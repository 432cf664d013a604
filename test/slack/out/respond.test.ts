import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMessage, section } from '../../../src/reply/blocks.ts';
import type { Content } from '../../../src/slack/out/post.ts';
import { reasonOf } from '../../../src/slack/out/reason.ts';
import { respond } from '../../../src/slack/out/respond.ts';

const { text, blocks } = createMessage([section('*T1055* Ünïcödé 🔥')]);
const content: Content = { text, blocks: [...blocks], unfurl_links: false, unfurl_media: false };
const placement = { response_type: 'ephemeral', replace_original: false } as const;

type Answer = (response: ServerResponse, tries: number) => void;

interface Request {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly body: unknown;
}

/** A response URL that answers as the test says, and remembers what it was told. */
async function startUrl(answer: Answer): Promise<{ readonly url: string; readonly requests: readonly Request[] }> {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    requests.push(await readRequest(request));
    answer(response, requests.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/response/1`, requests };
}

async function readRequest(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return { method: request.method, type: request.headers['content-type'], body };
}

describe('an answer through a response URL', () => {
  it.each(['ok', '{"ok":true}', ''])('is posted as JSON and done when Slack says %j', async (said) => {
    const { url, requests } = await startUrl((response) => response.end(said));
    await expect(respond(url, content, placement)).resolves.toBeUndefined();
    expect(requests).toEqual([
      { method: 'POST', type: 'application/json; charset=utf-8', body: { ...content, ...placement } },
    ]);
  });

  it.each([
    ['invalid_blocks', 200, '{"ok":false,"error":"invalid_blocks"}'],
    ['used_url', 404, '{"ok":false,"error":"used_url"}'],
    ['no_service', 404, 'no_service'],
    ['http_500', 500, 'x'.repeat(5000)],
    ['http_403', 403, '<html><title>Access denied</title>'],
    ['http_200', 200, '\n<!doctype html>Please log in'],
    ['http_404', 404, '{"ok":false,"error":"<!channel> of another"}'],
  ])('fails with Slack’s reason: %.20s', async (reason, status, said) => {
    const { url, requests } = await startUrl((response) => response.writeHead(status).end(said));
    const failure: unknown = await respond(url, content, placement).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'ResponseUrlError',
      message: `The response URL refused the answer: ${reason} (HTTP ${status})`,
    });
    expect(reasonOf(failure)).toBe(reason);
    expect(requests).toHaveLength(1);
  });

  it('fails where the connection breaks off', async () => {
    const { url } = await startUrl((response) => response.destroy());
    await expect(respond(url, content, placement)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('waits as long as Slack asks for when there were too many', async () => {
    const { url, requests } = await startUrl((response, tries) => {
      if (tries === 3) response.end('ok');
      else response.writeHead(429, { 'Retry-After': '0' }).end('rate_limited');
    });
    await expect(respond(url, content, placement)).resolves.toBeUndefined();
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['for ever', '0', 3],
    ['for too long', '3600', 1],
    ['for no number of seconds', 'soon', 1],
  ])('gives up when Slack asks to wait %s', async (_, retryAfter, tries) => {
    const { url, requests } = await startUrl((response) =>
      response.writeHead(429, { 'Retry-After': retryAfter }).end('rate_limited'),
    );
    await expect(respond(url, content, placement)).rejects.toThrow('rate_limited (HTTP 429)');
    expect(requests).toHaveLength(tries);
  });
});
