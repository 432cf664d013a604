import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { startHttpApp, startSocketApp } from './bolt.ts';

const say = (text: string) => ({ kind: 'say', channel: INCIDENT_CHANNEL, text }) as const;

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

    const message = await sandbox.until(() => sandbox.state().channels[0]?.messages[0]);
    expect(message).toMatchObject({
      author: sandbox.workspace.bot.id,
      text: 'You said T1055 <&> in incident-4711',
      ephemeral: true,
    });
    expect(sandbox.state(sandbox.workspace.colleague).channels[0]?.messages).toEqual([]);
  });
});
