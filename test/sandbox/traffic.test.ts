import { describe, expect, it, onTestFinished } from 'vitest';
import type { PageTraffic } from '../../src/sandbox/page-api.ts';
import { createPage } from '../../src/sandbox/page-server.ts';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { startHttpApp, startSocketApp, startTestSandbox } from './bolt.ts';

const COMMAND = { kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack T1055' } as const;

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('the traffic over %s', (_name, start) => {
  it('has each payload and each call, and no secret', async () => {
    const secrets: string[] = [];
    const { app, sandbox } = await start((bolt) => {
      bolt.command('/attack', async ({ ack, command, respond }) => {
        secrets.push(command.response_url.replace(/^.*\//, ''));
        await ack('at once');
        await respond('later');
      });
    });
    await sandbox.act(COMMAND);
    const { upload_url = '' } = await app.client.files.getUploadURLExternal({ filename: 'a', length: 1 });
    secrets.push(upload_url.replace(/^.*\//, ''), sandbox.botToken, sandbox.appToken, sandbox.signingSecret);
    await app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'hello' });
    sandbox.failNext('chat.postMessage', { kind: 'status', status: 500 });
    await app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'hello' }).catch(() => {});
    await app.client.chat.postMessage({ channel: 'C0NONE', text: 'hello' }).catch(() => {});
    await sandbox.until(() => (sandbox.calls.some(({ method }) => method === 'response_url') ? true : undefined));

    const entries = read(sandbox);
    const named = (name: string) => entries.filter((entry) => entry.name === name);
    expect(named('command: /attack')).toMatchObject([
      {
        direction: 'to bot',
        sent: { command: '/attack', text: 'T1055' },
        received: { text: 'at once' },
        outcome: 'ok',
      },
    ]);
    expect(named('response_url')).toMatchObject([{ direction: 'from bot', sent: { text: 'later' }, outcome: 'ok' }]);
    expect(named('event: message').length).toBeGreaterThan(0);
    expect(named('chat.postMessage').map(({ outcome }) => outcome)).toEqual([
      'ok',
      'planned failure',
      'channel_not_found',
    ]);
    expect(entries.map(({ id }) => id)).toEqual(entries.map((_, index) => index + 1));
    const text = JSON.stringify(entries);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20);
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/"token"|ticket=\w/);
  });
});

describe('the traffic', () => {
  it('tells what came too late', async () => {
    const { sandbox } = await startSocketApp(() => {}, { timing: { ackMs: 20 } });
    await sandbox.act(COMMAND);
    await expect.poll(() => read(sandbox).at(-1)).toMatchObject({ name: 'command: /attack', outcome: 'late' });
  });

  it('is kept to its last 500, and the calls to as many as wished', async () => {
    const sandbox = await startTestSandbox({ maxCalls: 3 });
    for (let count = 0; count < 502; count += 1) {
      await fetch(`${sandbox.apiUrl}method.${count}`, { method: 'POST' });
    }
    const entries = read(sandbox);
    expect([entries.length, entries[0]?.id, entries.at(-1)?.name]).toEqual([500, 3, 'method.501']);
    expect(sandbox.calls.map(({ method }) => method)).toEqual(['method.499', 'method.500', 'method.501']);
  });

  it('is streamed to the page: what there was, and then what comes', async () => {
    const sandbox = await startTestSandbox({ createPage });
    await fetch(`${sandbox.apiUrl}first`, { method: 'POST' });
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const response = await fetch(new URL('/page/network', sandbox.apiUrl), { signal: stop.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    const reading = (async () => {
      for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        text += chunk;
      }
    })();
    // Ends with the abort of the signal.
    reading.catch(() => undefined);
    await fetch(`${sandbox.apiUrl}second`, { method: 'POST' });
    await expect.poll(() => text.match(/"name":"\w+"/g)).toEqual(['"name":"first"', '"name":"second"']);
  });
});

/** What there is so far. */
function read(sandbox: { onTraffic(listener: (entry: PageTraffic) => void): () => void }): readonly PageTraffic[] {
  const entries: PageTraffic[] = [];
  sandbox.onTraffic((entry) => entries.push(entry))();
  return entries;
}
