import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { App, SocketModeReceiver } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { SILENT, startTestSandbox } from './bolt.ts';
import { openRawSocket, startRawServer } from './raw-app.ts';

const MENTION = { type: 'app_mention', text: 'hi', user: 'U1', channel: INCIDENT_CHANNEL, ts: '1.000001' };
const FAST = { ackMs: 60, retryDelaysMs: [0, 5, 10] };
const NO_RETRIES = { ...FAST, retryDelaysMs: [] };

describe('Socket Mode', () => {
  it('says hello, and sends events in envelopes that take no response', async () => {
    const sandbox = await startTestSandbox();
    const { received } = await openRawSocket(sandbox);

    expect(await sandbox.deliverEvent(MENTION)).toEqual([{ isAcked: true, attempts: 1 }]);

    expect(received).toMatchObject([
      { type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SANDBOX1' } },
      {
        type: 'events_api',
        envelope_id: expect.any(String),
        accepts_response_payload: false,
        retry_attempt: 0,
        retry_reason: '',
        payload: { type: 'event_callback', event: MENTION },
      },
    ]);
  });

  it('sends commands and clicks in envelopes that take a response', async () => {
    const sandbox = await startTestSandbox();
    const { received } = await openRawSocket(sandbox);
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack' });
    await expect.poll(() => received[1]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  });

  it('sends an event again while no ack comes: at most three times, with one event_id', async () => {
    const sandbox = await startTestSandbox({ timing: FAST });
    const { received } = await openRawSocket(sandbox, () => false);

    expect(await sandbox.deliverEvent(MENTION)).toEqual([{ isAcked: false, attempts: 4 }]);

    const envelopes = received.slice(1);
    expect(envelopes.map((envelope) => [envelope.retry_attempt, envelope.retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ]);
    expect(new Set(envelopes.map((envelope) => envelope.payload.event_id)).size).toBe(1);
    expect(new Set(envelopes.map((envelope) => envelope.envelope_id)).size).toBe(4);
  });

  it('delivers an event that found no connection once there is one', async () => {
    const sandbox = await startTestSandbox({ timing: { ...FAST, retryDelaysMs: [0, 100] } });
    const delivered = sandbox.deliverEvent(MENTION);
    const { received } = await openRawSocket(sandbox);
    expect(await delivered).toEqual([{ isAcked: true, attempts: 3 }]);
    expect(received[1]).toMatchObject({ retry_attempt: 2, retry_reason: 'connection_failed' });
  });

  it('gives each event to one of several connections, in turn', async () => {
    const sandbox = await startTestSandbox();
    const sockets = [await openRawSocket(sandbox), await openRawSocket(sandbox)];
    await sandbox.deliverEvent(MENTION);
    await sandbox.deliverEvent(MENTION);
    expect(sockets.map(({ received }) => received.length)).toEqual([2, 2]);
  });

  it('turns an eleventh connection away', async () => {
    const sandbox = await startTestSandbox();
    for (let count = 0; count < 10; count += 1) {
      await openRawSocket(sandbox);
    }
    const { received } = await openRawSocket(sandbox);
    expect(received).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
  });

  it('opens with a ticket, once', async () => {
    const sandbox = await startTestSandbox();
    const { socket } = await openRawSocket(sandbox);
    const [error] = await once(new WebSocket(socket.url), 'error');
    expect(error).toMatchObject({ message: 'Unexpected server response: 401' });
  });

  it('wants the app token, which is good for nothing else', async () => {
    const sandbox = await startTestSandbox();
    const call = async (method: string, token: string) => {
      const response = await fetch(`${sandbox.apiUrl}${method}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
      return response.json();
    };
    expect(await call('apps.connections.open', sandbox.botToken)).toEqual({
      ok: false,
      error: 'not_allowed_token_type',
    });
    expect(await call('auth.test', sandbox.appToken)).toEqual({ ok: false, error: 'not_allowed_token_type' });
  });

  it.each<[string, (sandbox: SandboxServer) => void]>([
    ['a disconnect for a refresh', (sandbox) => sandbox.disconnectSockets('refresh_requested')],
    ['a connection that breaks', (sandbox) => sandbox.dropSockets()],
  ])('takes a Bolt app back after %s', async (_name, part) => {
    const sandbox = await startTestSandbox();
    await startImpatientApp(sandbox);
    part(sandbox);
    await sandbox.until(() => (sandbox.state().isBotConnected ? undefined : true));
    await sandbox.until(() => sandbox.state().isBotConnected || undefined);
    expect(await sandbox.deliverEvent(MENTION)).toEqual([{ isAcked: true, attempts: 1 }]);
  });
});

/** It comes back after 0.3 s instead of 5: this setting is the receiver's, and the time that it waits. */
async function startImpatientApp(sandbox: SandboxServer): Promise<void> {
  const clientOptions = { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: sandbox.appToken,
    clientPingTimeout: 300,
    logger: SILENT,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: sandbox.botToken, receiver, clientOptions, logger: SILENT });
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
}

describe('signed HTTP', () => {
  it('signs the raw body with the time', async () => {
    const sandbox = await startTestSandbox();
    const requests = await startRawServer(sandbox, () => ({ status: 200 }));

    await sandbox.deliverEvent(MENTION);

    const [{ headers, body } = { headers: {}, body: '' }] = requests;
    const signed = `v0:${headers['x-slack-request-timestamp']}:${body}`;
    const hash = createHmac('sha256', sandbox.signingSecret).update(signed).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${hash}`);
    expect(Math.abs(Number(headers['x-slack-request-timestamp']) - Date.now() / 1000)).toBeLessThan(5);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toMatchObject({ type: 'event_callback', event: MENTION });
    expect(headers['x-slack-retry-num']).toBeUndefined();
  });

  it.each([
    ['no answer', () => undefined, 'http_timeout'],
    ['an error', () => ({ status: 500 }), 'http_error'],
    ['a redirect', () => ({ status: 302, headers: { Location: '/elsewhere' } }), 'too_many_redirects'],
  ])('sends an event again after %s, and says why', async (_name, answer, reason) => {
    const sandbox = await startTestSandbox({ timing: FAST });
    const requests = await startRawServer(sandbox, answer);

    expect(await sandbox.deliverEvent(MENTION)).toEqual([{ isAcked: false, attempts: 4 }]);

    const retries = requests.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
    expect(retries).toEqual([
      [undefined, undefined],
      ['1', reason],
      ['2', reason],
      ['3', reason],
    ]);
  });

  it('sends nothing again to an app that asks for that', async () => {
    const sandbox = await startTestSandbox({ timing: FAST });
    await startRawServer(sandbox, () => ({ status: 500, headers: { 'X-Slack-No-Retry': '1' } }));
    expect(await sandbox.deliverEvent(MENTION)).toEqual([{ isAcked: false, attempts: 1 }]);
  });

  it('sends commands and clicks as forms', async () => {
    const sandbox = await startTestSandbox({ timing: NO_RETRIES });
    const requests = await startRawServer(sandbox, () => ({ status: 200 }));
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack a=b&c' });
    await expect.poll(() => requests).toHaveLength(1);
    expect(requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(requests[0]?.body).get('text')).toBe('a=b&c');
  });

  it('is not begun with an app that fails the challenge', async () => {
    const sandbox = await startTestSandbox();
    await expect(sandbox.deliverTo(`${sandbox.url}nowhere`)).rejects.toThrow('url_verification');
  });
});
