import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import {
  COLLEAGUE_DIRECT_MESSAGE,
  DIRECT_MESSAGE,
  INCIDENT_CHANNEL,
  OTHER_CHANNEL,
} from '../../src/sandbox/workspace.ts';
import { SILENT, startTestSandbox } from './bolt.ts';
import { MANIFEST } from './manifest.ts';

const HEADER = { type: 'header' as const, text: { type: 'plain_text' as const, text: 'Head' } };

interface Client {
  readonly sandbox: SandboxServer;
  readonly client: webApi.WebClient;
  /** The error that a call is answered with. */
  errorOf(method: string, args?: Record<string, unknown>): Promise<string | undefined>;
}

async function startClient(options: Parameters<typeof startTestSandbox>[0] = {}): Promise<Client> {
  const sandbox = await startTestSandbox(options);
  const client = new webApi.WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
  });
  return {
    sandbox,
    client,
    errorOf: (method, args = {}) =>
      client.apiCall(method, args).then(
        () => undefined,
        (error) => error.data.error,
      ),
  };
}

async function fetchApi(sandbox: SandboxServer, method: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(`${sandbox.apiUrl}${method}`, { method: 'POST', ...init });
  expect(response.status).toBe(200);
  return response.json();
}

describe('the Web API', () => {
  it('tells the bot who it is', async () => {
    const { sandbox, client } = await startClient();
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      user_id: sandbox.workspace.bot.id,
      bot_id: 'B0BOT00001',
      team_id: 'T0SANDBOX1',
      user: 'testbot',
      response_metadata: { scopes: expect.arrayContaining(['chat:write', 'channels:history']) },
    });
  });

  it('takes forms and JSON, and the token as a header or a field', async () => {
    const { sandbox } = await startClient();
    const { botToken } = sandbox;
    const args = { channel: INCIDENT_CHANNEL, text: 'hi', blocks: [HEADER] };
    const json = { body: JSON.stringify(args), headers: { 'Content-Type': 'application/json; charset=utf-8' } };
    const form = new URLSearchParams({ ...args, blocks: JSON.stringify(args.blocks), token: botToken });
    expect(
      await fetchApi(sandbox, 'chat.postMessage', {
        ...json,
        headers: { ...json.headers, Authorization: `Bearer ${botToken}` },
      }),
    ).toMatchObject({ ok: true });
    expect(await fetchApi(sandbox, 'chat.postMessage', { body: form })).toMatchObject({ ok: true });
    expect(sandbox.calls.map((call) => call.args)).toEqual([args, args]);
  });

  it('refuses calls without a token, with a wrong one, and to methods that it does not know, with HTTP 200', async () => {
    const { sandbox } = await startClient();
    const headers = { Authorization: 'Bearer xoxb-guess' };
    expect(await fetchApi(sandbox, 'auth.test')).toEqual({ ok: false, error: 'not_authed' });
    expect(await fetchApi(sandbox, 'auth.test', { headers })).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await fetchApi(sandbox, 'chat.shout')).toEqual({ ok: false, error: 'unknown_method' });
  });

  it('wants the scopes of the manifest', async () => {
    const { sandbox, client } = await startClient({
      manifest: { ...MANIFEST, oauth_config: { scopes: { bot: ['commands', 'links:read'] } } },
    });
    await expect(client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'hi' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands,links:read' },
    });
    expect(sandbox.state().channels[0]?.messages).toEqual([]);
  });

  it('records every call, with its arguments as values and its answer', async () => {
    const { sandbox, client } = await startClient();
    await client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'hi', blocks: [HEADER] });
    expect(sandbox.calls).toMatchObject([
      {
        method: 'chat.postMessage',
        args: { channel: INCIDENT_CHANNEL, text: 'hi', blocks: [HEADER] },
        response: { ok: true },
      },
    ]);
    expect(sandbox.calls[0]?.args).not.toHaveProperty('token');
  });

  it.each([
    [
      'a rate limit',
      { kind: 'rate-limited', retryAfter: 7 },
      { code: 'slack_webapi_rate_limited_error', retryAfter: 7 },
    ],
    ['an HTTP error', { kind: 'status', status: 500 }, { code: 'slack_webapi_http_error', statusCode: 500 }],
    ['nonsense', { kind: 'nonsense' }, { code: 'slack_webapi_platform_error' }],
    ["an error of Slack's", { kind: 'error', error: 'fatal_error' }, { data: { error: 'fatal_error' } }],
    ['a broken connection', { kind: 'dropped' }, { code: 'slack_webapi_request_error' }],
  ] as const)('answers with %s on request, and then well again', async (_name, failure, error) => {
    const { sandbox, client } = await startClient();
    sandbox.failNext('auth.test', failure);
    await expect(client.auth.test()).rejects.toMatchObject(error);
    expect(sandbox.calls[0]?.response).toBeUndefined();
    expect(await client.auth.test()).toMatchObject({ ok: true });
  });

  it('can be slow', async () => {
    const { sandbox, client } = await startClient();
    sandbox.setLatency(80);
    const start = performance.now();
    await client.auth.test();
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  it('refuses a body beyond any message', async () => {
    const { sandbox } = await startClient();
    const init = { method: 'POST', body: 'x'.repeat(2_000_001) };
    expect((await fetch(`${sandbox.apiUrl}auth.test`, init)).status).toBe(413);
  });
});

describe('chat.postMessage', () => {
  it('posts as the bot, with ids in the blocks', async () => {
    const { sandbox, client } = await startClient();
    const { ok, ts, channel, message } = await client.chat.postMessage({
      channel: INCIDENT_CHANNEL,
      thread_ts: '1.000001',
      text: 'hi',
      blocks: [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] }],
    });
    expect({ ok, channel, message }).toMatchObject({
      ok: true,
      channel: INCIDENT_CHANNEL,
      message: {
        type: 'message',
        bot_id: 'B0BOT00001',
        app_id: 'A0SANDBOX1',
        user: sandbox.workspace.bot.id,
        text: 'hi',
        thread_ts: '1.000001',
        blocks: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] }],
      },
    });
    expect(sandbox.state().channels[0]?.messages).toMatchObject([{ ts, threadTs: '1.000001', text: 'hi' }]);
  });

  it('posts where the bot is, and nowhere else', async () => {
    const { errorOf, sandbox } = await startClient();
    const post = (channel: string) => errorOf('chat.postMessage', { channel, text: 'hi' });
    expect(await post(DIRECT_MESSAGE)).toBeUndefined();
    expect(await post(sandbox.workspace.me.id)).toBeUndefined();
    expect(await post(OTHER_CHANNEL)).toBe('not_in_channel');
    expect(await post('COMPOSER')).toBe('channel_not_found');
    expect(sandbox.workspace.messagesOf(DIRECT_MESSAGE)).toHaveLength(2);
  });

  it('refuses what breaks the limits, and names the spot', async () => {
    const { client, errorOf } = await startClient();
    const messages = [
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      'invalid additional property: color [json-pointer:/blocks/1]',
    ];
    await expect(
      client.chat.postMessage({
        channel: INCIDENT_CHANNEL,
        text: 'hi',
        blocks: [
          { ...HEADER, text: { ...HEADER.text, text: 'x'.repeat(151) } },
          { type: 'divider', color: 'red' } as never,
        ],
      }),
    ).rejects.toMatchObject({
      data: {
        ok: false,
        error: 'invalid_blocks',
        errors: messages,
        response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
      },
    });
    const post = (args: Record<string, unknown>) => errorOf('chat.postMessage', { channel: INCIDENT_CHANNEL, ...args });
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2900) } };
    expect(await post({ blocks: Array.from({ length: 5 }, () => section) })).toBe('msg_blocks_too_long');
    expect(await post({ blocks: 'not JSON' })).toBe('invalid_blocks_format');
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    expect(await post({ text: '' })).toBe('no_text');
    expect(await post({ text: 'hi', attachments: [{ text: 'old' }] })).toBe('invalid_arguments');
  });
});

describe('chat.postEphemeral', () => {
  it('shows a message to one person of the channel, which cannot be updated', async () => {
    const { client, errorOf, sandbox } = await startClient();
    const { me, colleague } = sandbox.workspace;
    const { message_ts } = await client.chat.postEphemeral({ channel: INCIDENT_CHANNEL, user: me.id, text: 'psst' });
    expect(sandbox.state(me).channels[0]?.messages).toMatchObject([{ ts: message_ts, ephemeral: true }]);
    expect(sandbox.state(colleague).channels[0]?.messages).toEqual([]);
    const found = { channel: INCIDENT_CHANNEL, ts: message_ts };
    expect(await errorOf('chat.update', { ...found, text: 'x' })).toBe('message_not_found');
    expect(await errorOf('chat.getPermalink', { ...found, message_ts })).toBe('message_not_found');
    expect(await errorOf('chat.postEphemeral', { channel: INCIDENT_CHANNEL, user: 'U0NOBODY', text: 'x' })).toBe(
      'user_not_in_channel',
    );
  });
});

describe('chat.update and chat.delete', () => {
  it("change the bot's own messages", async () => {
    const { client, sandbox } = await startClient();
    const { ts = '' } = await client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'one', blocks: [HEADER] });
    const target = { channel: INCIDENT_CHANNEL, ts };
    await client.chat.update({ ...target, text: 'two' });
    expect(sandbox.state().channels[0]?.messages).toMatchObject([{ text: 'two', edited: true, blocks: [HEADER] }]);
    await client.chat.update({ ...target, text: 'three', blocks: [] });
    expect(sandbox.state().channels[0]?.messages[0]).not.toHaveProperty('blocks');
    await client.chat.delete(target);
    expect(sandbox.state().channels[0]?.messages).toEqual([]);
  });

  it("leave a person's alone, and what is not there", async () => {
    const { errorOf, sandbox } = await startClient();
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: 'mine' });
    const target = { channel: INCIDENT_CHANNEL, ts: sandbox.state().channels[0]?.messages[0]?.ts };
    expect(await errorOf('chat.update', { ...target, text: 'yours' })).toBe('cant_update_message');
    expect(await errorOf('chat.delete', target)).toBe('cant_delete_message');
    expect(await errorOf('chat.delete', { ...target, ts: '1.000001' })).toBe('message_not_found');
    expect(await errorOf('chat.delete', { ...target, channel: 'C0NONE' })).toBe('channel_not_found');
  });
});

describe('the other methods', () => {
  it('give a permalink', async () => {
    const { client } = await startClient();
    const { ts = '' } = await client.chat.postMessage({
      channel: INCIDENT_CHANNEL,
      text: 'one',
      thread_ts: '1.000001',
    });
    expect(await client.chat.getPermalink({ channel: INCIDENT_CHANNEL, message_ts: ts })).toMatchObject({
      permalink: `https://sandbox.slack.com/archives/${INCIDENT_CHANNEL}/p${ts.replace('.', '')}?thread_ts=1.000001&cid=${INCIDENT_CHANNEL}`,
    });
  });

  it('describe conversations and people', async () => {
    const { client, errorOf, sandbox } = await startClient();
    const { me, bot, colleague } = sandbox.workspace;
    expect(await client.conversations.info({ channel: INCIDENT_CHANNEL })).toMatchObject({
      channel: { id: INCIDENT_CHANNEL, name: 'incident-4711', is_member: true, is_im: false },
    });
    expect(await client.conversations.info({ channel: DIRECT_MESSAGE })).toMatchObject({
      channel: { is_im: true, user: me.id },
    });
    expect(await client.conversations.list()).toMatchObject({
      channels: [{ name: 'incident-4711' }, { name: 'general', is_member: false }],
    });
    expect(await client.conversations.list({ types: 'im' })).toMatchObject({
      channels: [{ id: DIRECT_MESSAGE }, { id: COLLEAGUE_DIRECT_MESSAGE }],
    });
    expect(await client.conversations.open({ users: me.id })).toMatchObject({ channel: { id: DIRECT_MESSAGE } });
    expect(await errorOf('conversations.open', { users: bot.id })).toBe('user_not_found');
    expect(await client.conversations.members({ channel: INCIDENT_CHANNEL })).toMatchObject({
      members: [me.id, colleague.id, bot.id],
    });
    expect(await client.users.info({ user: bot.id })).toMatchObject({ user: { name: 'testbot', is_bot: true } });
    expect(await errorOf('conversations.info', { channel: 'COMPOSER' })).toBe('channel_not_found');
    expect(await errorOf('conversations.members', { channel: 'C0NONE' })).toBe('channel_not_found');
    expect(await errorOf('users.info', { user: 'U0NOBODY' })).toBe('user_not_found');
  });
});
