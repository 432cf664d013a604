import { describe, expect, it, onTestFinished } from 'vitest';
import { openDoor } from '../../src/door.ts';
import { createLog } from '../../src/log.ts';
import { createMetricsEndpoint } from '../../src/metrics/endpoint.ts';
import type { LogLine } from '../fixtures/bot.ts';

const TOKEN = 'a-token-of-some-length';

describe('GET /metrics', () => {
  it('is for anybody where no token is asked for', async () => {
    const { url } = await open(undefined);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('a 1\n');
  });

  it.each([undefined, TOKEN, `Basic ${TOKEN}`, 'Bearer ', 'Bearer another', `Bearer ${TOKEN}x`, `Bearer ${TOKEN} x`])(
    'is refused to who says %j instead of the token',
    async (authorization) => {
      const { url } = await open(TOKEN);
      const response = await fetch(url, authorization === undefined ? {} : { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.text()).toBe('');
    },
  );

  it.each([`Bearer ${TOKEN}`, `bearer  ${TOKEN}`])('is for who says %j', async (authorization) => {
    const { url } = await open(TOKEN);
    expect((await fetch(`${url}?name=x`, { headers: { authorization } })).status).toBe(200);
  });

  it('is answered to HEAD without a body, and to no other method', async () => {
    const { url } = await open(undefined);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('says that it failed, and leaves why to the log', async () => {
    const { url, lines } = await open(undefined, () => Promise.reject(new Error('the disk is gone')));
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(lines).toMatchObject([{ level: 'error', err: { message: 'the disk is gone' } }]);
  });

  it('leaves every other path to the next', async () => {
    const { url } = await open(undefined);
    expect((await fetch(`${url}/more`)).status).toBe(404);
  });
});

async function open(token: string | undefined, write = async () => 'a 1\n') {
  const lines: LogLine[] = [];
  const log = await createLog('debug', { write: (line: string) => void lines.push(JSON.parse(line)) });
  const contentType = 'text/plain; version=0.0.4; charset=utf-8';
  const endpoint = createMetricsEndpoint({ contentType, write }, token, log);
  const door = await openDoor({ host: '127.0.0.1', port: 0, answerers: [endpoint] });
  onTestFinished(door.close);
  return { url: `http://127.0.0.1:${door.port}/metrics`, lines };
}
