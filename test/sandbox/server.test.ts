import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { PageHost } from '../../src/sandbox/page-server.ts';
import { createPage } from '../../src/sandbox/page-server.ts';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { startTestSandbox } from './bolt.ts';

/** The status of a request with headers of one's own; fetch would set Host itself. */
async function ask(sandbox: SandboxServer, path: string, headers: Record<string, string>): Promise<number | undefined> {
  const { port } = new URL(sandbox.url);
  const sent = request({ host: '127.0.0.1', port, path, headers, method: 'POST' }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

describe('the sandbox on a port', () => {
  it.each(['localhost', '127.0.0.1', '[::1]'])('answers to %s', async (host) => {
    const sandbox = await startTestSandbox();
    const { port } = new URL(sandbox.url);
    expect(await ask(sandbox, '/slack/api/auth.test', { Host: `${host}:${port}` })).toBe(200);
    expect(
      await ask(sandbox, '/slack/api/auth.test', { Host: `${host}:${port}`, Origin: `http://${host}:${port}` }),
    ).toBe(200);
  });

  it('refuses other names of this machine, and pages of others', async () => {
    const sandbox = await startTestSandbox();
    const { host } = new URL(sandbox.url);
    expect(await ask(sandbox, '/slack/api/auth.test', { Host: 'rebound.example' })).toBe(403);
    expect(await ask(sandbox, '/slack/api/auth.test', { Host: `localhost.example:80` })).toBe(403);
    expect(await ask(sandbox, '/page/acts', { Host: host, Origin: 'https://evil.example' })).toBe(403);
    expect(await ask(sandbox, '/page/acts', { Host: host, Origin: 'null' })).toBe(403);
  });

  it('refuses WebSockets from pages of others, and to other paths', async () => {
    const sandbox = await startTestSandbox();
    const address = sandbox.apiUrl.replace('http', 'ws');
    const evil = new WebSocket(address, { origin: 'https://evil.example' });
    await once(evil, 'error');
    const [error] = await once(new WebSocket(address), 'error');
    expect(error).toMatchObject({ message: 'Unexpected server response: 401' });
  });

  it('tries the routes that it is given first, for any Host, then its own doors, then the page', async () => {
    let host: PageHost | undefined;
    const sandbox = await startTestSandbox({
      routes(incoming, response) {
        const isMine = incoming.url === '/healthz';
        if (isMine) {
          response.end('fine');
        }
        return isMine;
      },
      createPage(given) {
        host = given;
        return {
          listener(incoming, response) {
            const isMine = incoming.url === '/';
            if (isMine) {
              response.end('page');
            }
            return isMine;
          },
        };
      },
    });
    const read = async (path: string) => (await fetch(new URL(path, sandbox.apiUrl))).text();
    expect(await ask(sandbox, '/healthz', { Host: '10.0.0.1' })).toBe(200);
    expect(await read('/healthz')).toBe('fine');
    expect(await read('/')).toBe('page');
    expect(await read('/slack/api/auth.test')).toContain('not_authed');
    expect((await fetch(new URL('/nowhere', sandbox.apiUrl))).status).toBe(404);

    let changes = 0;
    host?.onChange(() => {
      changes += 1;
    });
    expect(await host?.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: 'hello' })).toEqual({ ok: true });
    expect(changes).toBeGreaterThan(0);
    expect(host?.state()).toMatchObject({
      me: { name: 'you' },
      commands: [
        { command: '/attack', usageHint: '[id]', description: 'Looks something up' },
        { command: '/sandbox-alert' },
      ],
      isBotConnected: false,
      channels: [
        { name: 'incident-4711', isDirect: false, messages: [{ text: 'hello', unfurls: [], ephemeral: false }] },
        { name: 'general', messages: [] },
        { name: 'testbot', isDirect: true, messages: [] },
        { name: 'incident-4711-core', isDirect: false, messages: [] },
      ],
    });
  });

  it('lets each of its people act and see on the page, and nobody else', async () => {
    const sandbox = await startTestSandbox({ createPage });
    const { colleague, siem } = sandbox.workspace;
    const post = async (as: string) => {
      const body = JSON.stringify({ kind: 'say', channel: INCIDENT_CHANNEL, text: `as ${as}` });
      const origin = new URL(sandbox.apiUrl).origin;
      const headers = { origin, host: new URL(origin).host };
      return (await fetch(new URL(`/page/acts?as=${as}`, sandbox.apiUrl), { method: 'POST', body, headers })).status;
    };
    expect(await post(colleague.id)).toBe(200);
    expect(await post(siem.id)).toBe(404);
    expect(await post('U0NOBODY')).toBe(404);
    const state = await (await fetch(new URL(`/page/state?as=${colleague.id}`, sandbox.apiUrl))).json();
    expect(state).toMatchObject({
      me: { name: 'alex' },
      channels: [{ messages: [{ author: colleague.id }] }, {}, {}, {}],
    });
  });

  it('fails to start on a port that is taken', async () => {
    const { url } = await startTestSandbox();
    await expect(startTestSandbox({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
