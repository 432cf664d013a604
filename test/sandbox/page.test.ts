import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildMessage, buildState, CHANNEL, type PageServer, startPageServer, withMessage } from './page-host.ts';

let server: PageServer;

beforeEach(async () => {
  server = await startPageServer(buildState([]));
});

afterEach(() => server.close());

const VALUES = { b: { a: { type: 'checkboxes', selected_options: [{ value: 'x' }] } } };
const say = { kind: 'say', channel: CHANNEL, text: 'hello' } as const;

function postAct(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${server.url}/page/acts`, { method: 'POST', body, headers: { origin: server.url, ...headers } });
}

describe('the files of the page', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/?from=readme', 'text/html; charset=utf-8'],
    ['/page/app.js', 'text/javascript; charset=utf-8'],
    ['/page/app.css', 'text/css; charset=utf-8'],
    ['/page/state', 'application/json; charset=utf-8'],
  ])('%s is served as %s, under a policy that names no other host', async (path, type) => {
    const response = await fetch(server.url + path);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('http');
    expect((await response.text()).length).toBeGreaterThan(100);
  });

  test('the style asks no other host for fonts or images', async () => {
    const style = await (await fetch(`${server.url}/page/app.css`)).text();

    expect(style).not.toMatch(/url\(|@import/);
  });

  test('the state is the one of the host', async () => {
    expect(await (await fetch(`${server.url}/page/state`)).json()).toEqual(server.state());
  });

  test('any other path is left to others', async () => {
    const response = await fetch(`${server.url}/healthz`);

    expect([response.status, await response.text()]).toEqual([404, 'not the page']);
  });

  test('another method than the path knows is refused', async () => {
    expect((await fetch(`${server.url}/page/acts`)).status).toBe(405);
    expect((await fetch(`${server.url}/`, { method: 'POST' })).status).toBe(405);
  });
});

describe('acts', () => {
  test.each([
    say,
    { ...say, threadTs: '1.000001' },
    { kind: 'compose', channel: CHANNEL, text: '' },
    { kind: 'press', channel: CHANNEL, ts: '1.0', blockId: 'b', actionId: 'a' },
    {
      kind: 'press',
      channel: CHANNEL,
      ts: '1.0',
      blockId: 'b',
      actionId: 'a',
      unfurlUrl: 'https://e.test',
      choice: ['o'],
    },
    { kind: 'edit', channel: CHANNEL, ts: '1.0', text: 'better' },
    { kind: 'delete', channel: CHANNEL, ts: '1.0' },
    { kind: 'press-view', viewId: 'V1', blockId: 'b', actionId: 'a', choice: 'o', values: {} },
    { kind: 'suggest', viewId: 'V1', blockId: 'b', actionId: 'a', text: 'mim', values: VALUES },
    { kind: 'submit', viewId: 'V1', values: VALUES },
    { kind: 'close', viewId: 'V1', isAll: true },
    { kind: 'shortcut', callbackId: 'search' },
    { kind: 'shortcut', callbackId: 'find', channel: CHANNEL, ts: '1.0' },
    { kind: 'open-home' },
    { kind: 'open-panel', channel: CHANNEL, ts: '1.0', url: 'https://e.test' },
    { kind: 'close-panel' },
  ])('%j reaches the host', async (act) => {
    const response = await postAct(JSON.stringify(act));

    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
    expect(server.acts).toEqual([act]);
  });

  test("the host's refusal is passed on", async () => {
    server.refuse('no such channel');

    expect(await (await postAct(JSON.stringify(say))).json()).toEqual({ ok: false, error: 'no such channel' });
  });

  test.each([
    ['no JSON', 'hello'],
    ['no object', '"say"'],
    ['an unknown kind', JSON.stringify({ ...say, kind: 'shout' })],
    ['an unknown property', JSON.stringify({ ...say, as: 'U2' })],
    ['a missing channel', JSON.stringify({ kind: 'say', text: 'hello' })],
    ['nothing to say', JSON.stringify({ ...say, text: '' })],
    ['a value without a type', JSON.stringify({ kind: 'submit', viewId: 'V1', values: { b: { a: {} } } })],
    ['a text beyond 40,000 characters', JSON.stringify({ ...say, text: 'x'.repeat(40_001) })],
  ])('%s is refused', async (_what, body) => {
    const response = await postAct(body);

    expect([response.status, await response.json()]).toEqual([400, { ok: false, error: 'invalid_act' }]);
    expect(server.acts).toEqual([]);
  });

  test('40,000 characters pass', async () => {
    expect((await postAct(JSON.stringify({ ...say, text: 'é'.repeat(40_000) }))).status).toBe(200);
  });

  test('a body beyond 256 kB is not read to its end', async () => {
    const response = await postAct(JSON.stringify({ ...say, text: 'x'.repeat(300_000) }));

    expect([response.status, await response.json()]).toEqual([413, { ok: false, error: 'too_large' }]);
  });

  test.each([
    ['of another site', 'https://evil.test'],
    ['of another port', 'http://127.0.0.1:1'],
    ['that is opaque', 'null'],
  ])('an origin %s is refused', async (_what, origin) => {
    expect((await postAct(JSON.stringify(say), { origin })).status).toBe(403);
    expect(server.acts).toEqual([]);
  });

  test('a request without an origin is refused', async () => {
    const response = await fetch(`${server.url}/page/acts`, { method: 'POST', body: JSON.stringify(say) });

    expect(response.status).toBe(403);
  });
});

describe('who is at the keyboard', () => {
  test.each(['/page/state', '/page/events'])('%s is refused for a bot, and for nobody known', async (path) => {
    for (const as of ['U9', 'U0NOBODY', '']) {
      const response = await fetch(`${server.url}${path}?as=${as}`);
      expect([response.status, await response.json()]).toEqual([404, { ok: false, error: 'user_not_found' }]);
    }
    expect((await fetch(`${server.url}/page/state?as=U2`)).status).toBe(200);
  });
});

describe('the stream of states', () => {
  test('brings the state at the start, then the newest after many changes in few events', async () => {
    const stop = new AbortController();
    const events = await readEvents(stop.signal);
    await vi.waitFor(() => expect(events).toEqual([server.state()]));

    for (let count = 1; count <= 200; count += 1) {
      server.set(withMessage(server.state(), buildMessage(`${count}.0`, { text: `message ${count}` })));
    }

    await vi.waitFor(() => expect(events.at(-1)).toEqual(server.state()));
    expect(events.length).toBeLessThanOrEqual(3);
    stop.abort();
  });

  test('is unsubscribed from the host when its reader leaves', async () => {
    const stop = new AbortController();
    await readEvents(stop.signal);
    await vi.waitFor(() => expect(server.listeners()).toBe(1));

    stop.abort();

    await vi.waitFor(() => expect(server.listeners()).toBe(0));
  });
});

/** Grows as events arrive. */
async function readEvents(signal: AbortSignal): Promise<unknown[]> {
  const response = await fetch(`${server.url}/page/events`, { signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const events: unknown[] = [];
  const read = async () => {
    let rest = '';
    for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      events.push(...parts.filter((part) => part.startsWith('data: ')).map((part) => JSON.parse(part.slice(6))));
    }
  };
  // Ends with the abort of the signal.
  read().catch(() => undefined);
  return events;
}
