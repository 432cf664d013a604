import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../../src/sandbox/page-api.ts';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { startHttpApp, startSocketApp, startTestSandbox } from './bolt.ts';

const say = (text: string, channel: string = INCIDENT_CHANNEL) => ({ kind: 'say', channel, text }) as const;
const firstMessage = (sandbox: SandboxServer, channel: string = INCIDENT_CHANNEL): Promise<PageMessage> =>
  sandbox.until(() => sandbox.state().channels.find((known) => known.id === channel)?.messages[0]);

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('a slash command over %s', (_name, start) => {
  it('reaches a Bolt app with the text raw, and its answer is shown to the asker alone', async () => {
    const { sandbox } = await start((app) => {
      app.command('/attack', async ({ ack, command, respond }) => {
        await ack();
        await respond({ text: `You said ${command.text} in ${command.channel_name}` });
      });
    });

    await sandbox.act(say('/attack T1055 <&>'));

    expect(await firstMessage(sandbox)).toMatchObject({
      author: sandbox.workspace.bot.id,
      text: 'You said T1055 <&> in incident-4711',
      ephemeral: true,
    });
    expect(sandbox.state(sandbox.workspace.colleague).channels[0]?.messages).toEqual([]);
  });

  it('is answered by what comes with the ack', async () => {
    const { sandbox } = await start((app) => {
      app.command('/attack', async ({ ack }) => {
        await ack({
          response_type: 'in_channel',
          text: 'For all',
          blocks: [{ type: 'header', text: { type: 'plain_text', text: 'For all' } }],
        });
      });
    });

    await sandbox.act(say('/attack'));

    expect(await firstMessage(sandbox)).toMatchObject({
      text: 'For all',
      ephemeral: false,
      blocks: [{ type: 'header' }],
    });
  });

  it('shows operation_timeout when no ack comes in time', async () => {
    const { sandbox } = await start(
      (app) => {
        app.command('/attack', async () => {
          await sleep(200);
        });
      },
      { timing: { ackMs: 100 } },
    );

    await sandbox.act(say('/attack T1055'));

    expect(await firstMessage(sandbox)).toMatchObject({
      author: sandbox.workspace.me.id,
      text: '/attack T1055',
      ephemeral: true,
      failure: '/attack failed with the error "operation_timeout"',
    });
  });

  it('works in a direct message and where the bot is no member', async () => {
    const { sandbox } = await start((app) => {
      app.command('/attack', async ({ ack, command, respond }) => {
        await ack();
        await respond({ text: command.channel_name, response_type: 'in_channel' });
      });
    });

    await sandbox.act(say('/attack', DIRECT_MESSAGE));
    await sandbox.act(say('/attack', OTHER_CHANNEL));

    expect((await firstMessage(sandbox, DIRECT_MESSAGE)).text).toBe('directmessage');
    expect((await firstMessage(sandbox, OTHER_CHANNEL)).text).toBe('general');
  });
});

describe('a slash command', () => {
  it('carries the fields that Slack sends', async () => {
    const { sandbox } = await startSocketApp((app) => {
      app.command('/attack', async ({ ack, command }) => {
        await ack(JSON.stringify(command));
      });
    });

    await sandbox.act(say('/attack  two words '));

    expect(JSON.parse((await firstMessage(sandbox)).text)).toEqual({
      token: expect.any(String),
      team_id: 'T0SANDBOX1',
      team_domain: 'sandbox',
      channel_id: INCIDENT_CHANNEL,
      channel_name: 'incident-4711',
      user_id: sandbox.workspace.me.id,
      user_name: 'you',
      command: '/attack',
      text: 'two words ',
      api_app_id: 'A0SANDBOX1',
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/response\//),
      trigger_id: expect.any(String),
    });
  });

  it('shows dispatch_failed when no app is there', async () => {
    const sandbox = await startTestSandbox();
    await sandbox.act(say('/attack'));
    expect((await firstMessage(sandbox)).failure).toBe('/attack failed with the error "dispatch_failed"');
  });

  it('shows why Slack refused an answer that came with the ack', async () => {
    const { sandbox } = await startSocketApp((app) => {
      app.command('/attack', async ({ ack }) => {
        await ack({ text: 'too long', blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] });
      });
    });
    await sandbox.act(say('/attack'));
    expect((await firstMessage(sandbox)).failure).toBe('/attack failed with the error "invalid_blocks"');
  });

  it('is refused when the manifest does not have it, in threads, and in conversations of others', async () => {
    const sandbox = await startTestSandbox();
    expect(await sandbox.act(say('/defend'))).toEqual({ ok: false, error: '/defend is not a valid command.' });
    expect(await sandbox.act({ ...say('/attack T1055'), threadTs: '1.000001' })).toEqual({
      ok: false,
      error: '/attack is not supported in threads. Sorry!',
    });
    expect(await sandbox.act(say('/attack', DIRECT_MESSAGE), sandbox.workspace.colleague)).toEqual({
      ok: false,
      error: 'channel_not_found',
    });
    expect(await sandbox.act(say(' '))).toEqual({ ok: false, error: 'no_text' });
  });
});
