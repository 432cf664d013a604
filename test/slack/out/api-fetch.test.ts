import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createBoltLogger } from '../../../src/slack/door/logger.ts';
import { createApiFetch } from '../../../src/slack/out/api-fetch.ts';
import { causeOf } from '../../../src/slack/out/cause.ts';
import { type Answer, body, serve, status } from '../../feeds/loopback.ts';

/** A client that asks a Web API which answers as told, and does not try again. */
async function ask(answer: Answer) {
  const { base, asked } = await serve({ '/api/auth.test': answer });
  const slackApiUrl = `${base}/api/`;
  const client = new WebClient('xoxb-1', {
    slackApiUrl,
    fetch: createApiFetch(slackApiUrl),
    retryConfig: { retries: 0 },
    logger: createBoltLogger(await createLog('silent')),
  });
  const outcome: unknown = await client.auth.test().catch((error: unknown) => error);
  return { outcome, asked };
}

describe('an answer of the Web API', () => {
  it('is given with what its headers tell', async () => {
    const { outcome } = await ask(body({ ok: true, user_id: 'U1 Ünïcödé' }, { 'x-oauth-scopes': 'chat:write' }));
    expect(outcome).toMatchObject({
      ok: true,
      user_id: 'U1 Ünïcödé',
      response_metadata: { scopes: ['chat:write'] },
    });
  });

  it('that refuses is a refusal with its reason', async () => {
    const { outcome } = await ask(body({ ok: false, error: 'not_in_channel' }));
    expect(causeOf(outcome)).toEqual({ kind: 'refused', reason: 'not_in_channel' });
  });

  it.each([
    ['a page', '<html>Please log in</html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '1'],
    ['a text', '"ok"'],
    ['an object without a verdict', '{}'],
    ['a verdict of another type', '{"ok":"true"}'],
    ['a refusal without a reason', '{"ok":false}'],
    ['a refusal whose reason is a page', '{"ok":false,"error":"<html><!channel>"}'],
    ['a refusal whose reason is no text', '{"ok":false,"error":{"a":1}}'],
    ['half an answer', '{"ok":true,"user_id":'],
    ['lists within lists', '['.repeat(100_000)],
    ['more than any answer', `{"ok":true,"x":"${'x'.repeat(5_000_000)}"}`],
  ])('that is %s counts as none', async (_, text) => {
    const { outcome } = await ask(body(text));
    expect(causeOf(outcome)).toEqual({ kind: 'unreachable' });
    expect(String(outcome)).not.toMatch(/<|user_id/);
  });

  it('of another status keeps its body to itself', async () => {
    const { outcome } = await ask(status(502));
    expect(causeOf(outcome)).toEqual({ kind: 'unreachable' });
    expect(JSON.stringify(outcome)).not.toContain('a page of the server');
  });

  it.each(['3600', '99999999999999999999'])(
    'that asks to wait for %s s is an answer, and holds up nobody',
    async (wait) => {
      const { outcome } = await ask(status(429, { 'retry-after': wait }));
      expect(causeOf(outcome)).toEqual({ kind: 'too many calls' });
      expect(outcome).toMatchObject({ data: { response_metadata: { retryAfter: Number(wait) } } });
    },
  );

  it.each<Readonly<Record<string, string>>>([{}, { 'retry-after': 'soon' }, { 'retry-after': '-5' }])(
    'that asks to wait for a time it does not tell (%j) has the client wait for a second',
    async (headers) => {
      const { base } = await serve({ '/api/x': status(429, headers) });
      const response = await createApiFetch(`${base}/api/`)(`${base}/api/x`);
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    },
  );

  it('is judged only where it comes from the Web API', async () => {
    const { base } = await serve({ '/upload/v1/1': body('OK - 1234') });
    const response = await createApiFetch(`${base}/api/`)(`${base}/upload/v1/1`);
    expect(await response.text()).toBe('OK - 1234');
  });
});
