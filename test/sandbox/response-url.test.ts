import { describe, expect, it } from 'vitest';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { startTestSandbox } from './bolt.ts';
import { startRawServer } from './raw-app.ts';

/** A command's response URL, with what posts to it. */
async function openUrl(sandbox: SandboxServer): Promise<(body: unknown) => Promise<readonly [number, unknown]>> {
  const requests = await startRawServer(sandbox, () => ({ status: 200 }));
  await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack' });
  await expect.poll(() => requests).toHaveLength(1);
  const url = new URLSearchParams(requests[0]?.body).get('response_url') ?? '';
  return async (body) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return [response.status, await response.json()];
  };
}

describe('a response_url', () => {
  it('takes five messages, and refuses the sixth', async () => {
    const sandbox = await startTestSandbox();
    const post = await openUrl(sandbox);
    for (let count = 1; count <= 5; count += 1) {
      expect(await post({ text: `${count}` })).toEqual([200, { ok: true }]);
    }
    expect(await post({ text: '6' })).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(sandbox.state().channels[0]?.messages).toHaveLength(5);
  });

  it('works for thirty minutes', async () => {
    let now = Date.now();
    const sandbox = await startTestSandbox({ timing: { now: () => now } });
    const post = await openUrl(sandbox);
    now += 30 * 60_000;
    expect(await post({ text: 'just in time' })).toEqual([200, { ok: true }]);
    now += 1;
    expect(await post({ text: 'late' })).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('answers to the asker alone, to all, and in a thread', async () => {
    const sandbox = await startTestSandbox();
    const post = await openUrl(sandbox);
    await post({ text: 'alone' });
    await post({ text: 'all', response_type: 'in_channel' });
    await post({ text: 'thread', response_type: 'in_channel', thread_ts: '1.000001' });
    expect(sandbox.state().channels[0]?.messages).toMatchObject([
      { text: 'alone', ephemeral: true },
      { text: 'all', ephemeral: false },
      { text: 'thread', threadTs: '1.000001' },
    ]);
  });

  it('refuses blocks that break the limits, and what is no message', async () => {
    const sandbox = await startTestSandbox();
    const post = await openUrl(sandbox);
    expect(await post({ text: 'x', blocks: [{ type: 'header' }] })).toEqual([
      400,
      {
        ok: false,
        error: 'invalid_blocks',
        errors: ['missing required field: text [json-pointer:/blocks/0]'],
        response_metadata: { messages: ['[ERROR] missing required field: text [json-pointer:/blocks/0]'] },
      },
    ]);
    expect(await post({})).toEqual([400, { ok: false, error: 'no_text' }]);
    expect(await post('text')).toEqual([400, { ok: false, error: 'invalid_payload' }]);
    expect(await post({ text: 'x'.repeat(40_001) })).toEqual([400, { ok: false, error: 'msg_too_long' }]);
  });

  it('that was never given out is refused', async () => {
    const sandbox = await startTestSandbox();
    const response = await fetch(new URL('/response/guess', sandbox.apiUrl), { method: 'POST', body: '{"text":"x"}' });
    expect([response.status, await response.json()]).toEqual([404, { ok: false, error: 'invalid_url' }]);
  });

  it('fails on request, and every use is recorded', async () => {
    const sandbox = await startTestSandbox();
    const post = await openUrl(sandbox);
    sandbox.failNext('response_url', { kind: 'rate-limited', retryAfter: 7 });
    expect(await post({ text: 'one' })).toEqual([429, { ok: false, error: 'ratelimited' }]);
    expect(await post({ text: 'two' })).toEqual([200, { ok: true }]);
    expect(sandbox.calls).toEqual([
      { method: 'response_url', args: { text: 'one' }, response: undefined },
      { method: 'response_url', args: { text: 'two' }, response: { ok: true } },
    ]);
  });
});
