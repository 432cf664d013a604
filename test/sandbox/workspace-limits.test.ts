import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { errorOf, startSocketApp } from './bolt.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';
const TABLE: readonly KnownBlock[] = [
  { type: 'divider' },
  {
    type: 'data_table',
    caption: 'Table',
    rows: [[{ type: 'raw_text', text: 'Head' }], [{ type: 'raw_text', text: 'Cell' }]],
  },
];
const REFUSAL = { errors: ['unsupported type: data_table [json-pointer:/blocks/1/type]'] };
const message = { channel: INCIDENT_CHANNEL, text: 'table', blocks: [...TABLE] };

describe('blocks that the workspace does not have', () => {
  it('are refused in messages, and the spot is named', async () => {
    const { app, sandbox } = await startSocketApp(() => {});
    const { ts = '' } = await app.client.chat.postMessage(message);
    sandbox.refuseBlocks(['data_table', 'container']);
    const refusal = { data: { error: 'invalid_blocks', ...REFUSAL } };
    await expect(app.client.chat.postMessage(message)).rejects.toMatchObject(refusal);
    await expect(app.client.chat.update({ ...message, ts })).rejects.toMatchObject(refusal);
    const user = sandbox.workspace.me.id;
    await expect(app.client.chat.postEphemeral({ ...message, user })).rejects.toMatchObject(refusal);
    expect(await errorOf(app.client.chat.postMessage({ ...message, blocks: [{ type: 'divider' }] }))).toBeUndefined();
  });

  it('are refused inside other blocks', async () => {
    const { app, sandbox } = await startSocketApp(() => {});
    sandbox.refuseBlocks(['button']);
    const blocks: KnownBlock[] = [
      { type: 'actions', elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' } }] },
    ];
    await expect(app.client.chat.postMessage({ ...message, blocks })).rejects.toMatchObject({
      data: { errors: ['unsupported type: button [json-pointer:/blocks/0/elements/0/type]'] },
    });
  });

  it('are refused at response URLs and in previews', async () => {
    const errors: unknown[] = [];
    const { sandbox } = await startSocketApp((app) => {
      app.command('/attack', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'table', blocks: [...TABLE] }).catch((error) => errors.push(error));
      });
      app.event('link_shared', async ({ client, event }) => {
        const unfurls = { [LINK]: { blocks: [...TABLE] } };
        await client.chat
          .unfurl({ channel: event.channel, ts: event.message_ts, unfurls })
          .catch((error) => errors.push(error));
      });
    });
    sandbox.refuseBlocks(['data_table']);
    const you = createSomeone(sandbox);
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack' });
    await expect.poll(() => errors).toHaveLength(1);
    await you.say(LINK);
    await expect.poll(() => errors).toHaveLength(2);
    expect(sandbox.calls.filter(({ response }) => response?.ok === false)).toMatchObject([
      { method: 'response_url', response: { error: 'invalid_blocks', ...REFUSAL } },
      {
        method: 'chat.unfurl',
        response: {
          error: 'cannot_parse_attachment',
          errors: [expect.stringMatching(/data_table \[json-pointer:\/unfurls\/https:.*\/blocks\/1\/type\]$/)],
        },
      },
    ]);
  });
});

describe('optional scopes that were declined', () => {
  it('bring no events that need them', async () => {
    const events: unknown[] = [];
    const { sandbox } = await startSocketApp(
      (app) => {
        app.event('message', async ({ event }) => {
          events.push(event);
        });
        app.event('app_mention', async ({ event }) => {
          events.push(event);
        });
      },
      { declined: ['channels:history'] },
    );
    const you = createSomeone(sandbox);
    await you.say('T1055');
    await you.say(`<@${sandbox.workspace.bot.id}> T1055`);
    await expect.poll(() => events).toMatchObject([{ type: 'app_mention' }]);
  });

  it('are only those that the manifest calls optional', async () => {
    const { app } = await startSocketApp(() => {}, { declined: ['chat:write'] });
    expect(await errorOf(app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'hi' }))).toBeUndefined();
  });
});
