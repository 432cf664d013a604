import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHook, type HookOptions } from '../../src/api/hook.ts';
import { createLog } from '../../src/log.ts';
import { serve } from './served.ts';

const SECRET = 'a-secret-of-twenty-letters';
const BODY = JSON.stringify({ ref: 'refs/heads/master' });

const sign = (body: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function startHook(options: Partial<HookOptions> = {}) {
  const lines: string[] = [];
  const asked: number[] = [];
  const log = await createLog('info', { write: (line: string) => void lines.push(line) });
  let time = 1_000_000;
  const hook = createHook({
    secret: SECRET,
    refresh: async () => void asked.push(time),
    log,
    now: () => time,
    ...options,
  });
  onTestFinished(hook.stop);
  const { ask, origin } = await serve(hook.answer);
  return {
    asked,
    lines,
    pass: (ms: number) => {
      time += ms;
    },
    post: (headers: Readonly<Record<string, string>>, body: string | Buffer = BODY) =>
      ask('/hooks/refresh', { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) }),
    ask,
    origin,
  };
}

describe('POST /hooks/refresh', () => {
  it('asks the feeds when it is signed', async () => {
    const { post, asked, lines } = await startHook();
    const { response, body } = await post({
      'X-Hub-Signature-256': sign(BODY),
      'X-GitHub-Event': 'push',
      'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    });
    expect(response.status).toBe(202);
    expect(body).toEqual({ success: true, data: { refresh: 'started', seconds: 0 } });
    expect(asked).toHaveLength(1);
    expect(lines.join('')).toContain('"event":"push","delivery":"72d3162e-cc78-11e3-81ab-4c9367dc0958"');
    expect(lines.join('')).not.toContain('refs/heads');
  });

  it('is signed as GitHub’s documentation shows it', async () => {
    // docs.github.com, "Validating webhook deliveries": the values to test an implementation with.
    const { post } = await startHook({ secret: "It's a Secret to Everybody" });
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    expect((await post({ 'X-Hub-Signature-256': signature }, 'Hello, World!')).response.status).toBe(202);
  });

  it.each([
    ['nothing', undefined],
    ['another secret', sign(BODY, 'another-secret-of-letters')],
    ['another body', sign('{}')],
    ['SHA-1', `sha1=${createHmac('sha1', SECRET).update(BODY).digest('hex')}`],
    ['half', sign(BODY).slice(0, 40)],
    ['an empty one', ''],
    ['two', `${sign(BODY)}, ${sign(BODY)}`],
  ])('refuses a body that is signed with %s', async (_, signature) => {
    const { post, asked } = await startHook();
    const headers = signature === undefined ? {} : { 'X-Hub-Signature-256': signature };
    const { response, body } = await post({ 'X-GitHub-Event': 'push', ...headers } as Record<string, string>);
    expect([response.status, body.success]).toEqual([401, false]);
    expect(asked).toEqual([]);
  });

  it('signs any bytes, and reads none of them', async () => {
    const { post } = await startHook();
    for (const bytes of [Buffer.alloc(0), Buffer.from([0xff, 0, 0xfe]), Buffer.from(`${'['.repeat(100_000)}`)]) {
      expect((await post({ 'X-Hub-Signature-256': sign(bytes) }, bytes)).response.status).toBe(202);
    }
  });

  it('answers the ping of a new webhook', async () => {
    const { post, asked } = await startHook();
    const { response, body } = await post({ 'X-Hub-Signature-256': sign(BODY), 'X-GitHub-Event': 'ping' });
    expect([response.status, body.data]).toEqual([200, { pong: true }]);
    expect(asked).toEqual([]);
  });

  it('asks at most once in a while, and after the last that asked always once', async () => {
    const { post, asked, pass } = await startHook({ pause: 100 });
    const headers = { 'X-Hub-Signature-256': sign(BODY) };
    await post(headers);
    const { body } = await post(headers);
    expect(body.data).toMatchObject({ refresh: 'put off' });
    await post(headers);
    expect(asked).toHaveLength(1);
    pass(100);
    await sleep(150);
    expect(asked).toHaveLength(2);
    pass(100);
    await post(headers);
    expect(asked).toHaveLength(3);
  });

  it('knows a delivery that comes again', async () => {
    const { post, asked, pass } = await startHook();
    const headers = { 'X-Hub-Signature-256': sign(BODY), 'X-GitHub-Delivery': 'one' };
    await post(headers);
    pass(3_600_000);
    const { response, body } = await post(headers);
    expect([response.status, body.data]).toEqual([202, { refresh: 'known' }]);
    expect(asked).toHaveLength(1);
  });

  it('takes no body above a megabyte', async () => {
    const { post } = await startHook();
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect((await post({ 'X-Hub-Signature-256': sign(large) }, large)).response.status).toBe(413);
  });

  it('that breaks off in the middle of its body alarms nobody', async () => {
    const { lines, origin } = await startHook();
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    socket.write('POST /hooks/refresh HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\n{', () => socket.destroy());
    await expect.poll(() => lines.join('')).toContain('"reason":"cut_short","msg":"a hook is refused"');
    expect(lines.join('')).not.toContain('"level":"error"');
  });

  it('slows down who guesses, and does not let them fill the log', async () => {
    const { post, lines } = await startHook();
    const statuses = [];
    for (let n = 0; n < 31; n += 1)
      statuses.push((await post({ 'X-Hub-Signature-256': `sha256=${n}` })).response.status);
    expect(statuses.at(-1)).toBe(429);
    expect(lines).toHaveLength(30);
  });

  it('takes nothing but a POST to its own address', async () => {
    const { ask } = await startHook();
    const { response } = await ask('/hooks/refresh');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await ask('/hooks/refresh/x', { method: 'POST' })).response.status).toBe(404);
  });
});
