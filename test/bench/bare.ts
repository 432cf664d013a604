/** The yardstick: a Bolt app, as its guide writes one, that acknowledges and does nothing else. Runs in a process of its own. */

import type { AddressInfo } from 'node:net';
import { App, type HTTPReceiver } from '@slack/bolt';

const { SLACK_BOT_TOKEN: botToken = '', SLACK_SIGNING_SECRET: signingSecret = '' } = process.env;

const app = new App({
  signingSecret,
  authorize: async () => ({ botToken, botId: 'B0BARE', botUserId: 'U0BARE' }),
});
app.command('/attack', async ({ ack }) => {
  await ack();
});
// Bolt acknowledges events by itself.
app.event('link_shared', async () => {});

const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Awaited<ReturnType<HTTPReceiver['start']>>;
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
