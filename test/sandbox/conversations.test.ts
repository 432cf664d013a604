import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, PRIVATE_CHANNEL } from '../../src/sandbox/workspace.ts';
import { errorOf, startSocketApp } from './bolt.ts';
import { MANIFEST } from './manifest.ts';

async function startClient(options: Parameters<typeof startSocketApp>[1] = {}) {
  const { app, sandbox } = await startSocketApp(() => {}, options);
  return { client: app.client, sandbox };
}

const withScopes = (bot: readonly string[]) => ({ ...MANIFEST, oauth_config: { scopes: { bot } } });

describe('users and conversations', () => {
  it('tell an admin from others', async () => {
    const { client, sandbox } = await startClient();
    const { me, colleague } = sandbox.workspace;
    expect(await client.users.info({ user: me.id })).toMatchObject({ user: { is_admin: true } });
    expect(await client.users.info({ user: colleague.id })).toMatchObject({ user: { is_admin: false } });
  });

  it("list a person's conversations by kind and page, and no direct message of others", async () => {
    const { client, sandbox } = await startClient();
    const user = sandbox.workspace.me.id;
    const types = 'public_channel,private_channel,im';
    const first = await client.users.conversations({ user, types, limit: 3 });
    expect(first.channels).toMatchObject([
      { id: INCIDENT_CHANNEL, is_private: false },
      { id: OTHER_CHANNEL, is_member: false },
      { id: DIRECT_MESSAGE },
    ]);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const last = await client.users.conversations({ user, types, cursor });
    expect(last).toMatchObject({
      channels: [{ id: PRIVATE_CHANNEL, is_private: true }],
      response_metadata: { next_cursor: '' },
    });
    expect((await client.users.conversations({ types })).channels).toHaveLength(4);
    expect(await errorOf(client.users.conversations({ user: 'U0NOBODY' }))).toBe('user_not_found');
    expect(await errorOf(client.users.conversations({ user, types: 'mpim,im', cursor: 'x' }))).toBe('invalid_cursor');
  });

  it('need the scope of the kind that they list', async () => {
    const { client } = await startClient({ manifest: withScopes(['channels:read']) });
    expect(await errorOf(client.users.conversations({ types: 'public_channel' }))).toBeUndefined();
    expect(await errorOf(client.users.conversations({ types: 'public_channel,private_channel' }))).toBe(
      'missing_scope',
    );
  });
});

describe('the history of a conversation', () => {
  it('has what stands there since a time, newest first, and what the app wrote beside it where that is asked for', async () => {
    const { client } = await startClient();
    const channel = INCIDENT_CHANNEL;
    const metadata = { event_type: 'x', event_payload: { n: 1 } };
    const first = await client.chat.postMessage({ channel, text: 'one', metadata });
    await client.chat.postMessage({ channel, text: 'beneath', thread_ts: first.ts ?? '' });
    await client.chat.postMessage({ channel, text: 'two' });
    const told = await client.conversations.history({ channel, include_all_metadata: true });
    expect(told.messages).toMatchObject([{ text: 'two' }, { text: 'one', metadata }]);
    const later = await client.conversations.history({ channel, oldest: first.ts ?? '' });
    expect(later.messages?.map(({ text }) => text)).toEqual(['two']);
    expect((await client.conversations.history({ channel })).messages?.[1]).not.toHaveProperty('metadata');
  });

  it('is told only where the bot is, with the scope of the kind', async () => {
    const { client } = await startClient({
      manifest: withScopes(['chat:write', 'groups:history', 'channels:history']),
    });
    expect(await errorOf(client.conversations.history({ channel: PRIVATE_CHANNEL }))).toBeUndefined();
    expect(await errorOf(client.conversations.history({ channel: DIRECT_MESSAGE }))).toBe('missing_scope');
    expect(await errorOf(client.conversations.history({ channel: OTHER_CHANNEL }))).toBe('not_in_channel');
    expect(await errorOf(client.conversations.history({ channel: 'C0NOBODY' }))).toBe('channel_not_found');
  });

  it('takes no metadata of another form', async () => {
    const { client } = await startClient();
    const metadata = { event_type: 'x' } as never;
    expect(await errorOf(client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'one', metadata }))).toBe(
      'invalid_metadata_format',
    );
  });
});
