import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { INCIDENT_CHANNEL, TEAM } from '../../src/sandbox/workspace.ts';
import { PATIENCE } from '../fixtures/person.ts';
import { createSpoilt, listOddTexts, type Payload, SEED } from './hostile-payloads.ts';
import { SAID, startVictim, type Victim, WITH_FILE } from './victim.ts';

const SPOILT = 600;
const USER = 'U0YOU00001';

const mention: Payload = {
  type: 'event_callback',
  team_id: TEAM.id,
  event_id: 'Ev1',
  authorizations: [{ team_id: TEAM.id, user_id: 'U0BOT00001', is_bot: true }],
  event: {
    type: 'app_mention',
    user: USER,
    text: `<@U0BOT00001> T1055 ${SAID}`,
    ts: '1.000001',
    channel: INCIDENT_CHANNEL,
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'T1055' }] }] },
    ],
  },
};
const message: Payload = {
  ...mention,
  event: { ...(mention.event as Payload), type: 'message', channel_type: 'channel', text: `T1055 ${SAID}` },
};
const command: Payload = {
  command: '/attack',
  text: 'T1055',
  team_id: TEAM.id,
  user_id: USER,
  channel_id: INCIDENT_CHANNEL,
  channel_name: 'incident',
  response_url: 'http://127.0.0.1:1/',
  trigger_id: '1.2.3',
};
const press: Payload = {
  type: 'block_actions',
  team: { id: TEAM.id },
  user: { id: USER, team_id: TEAM.id },
  channel: { id: INCIDENT_CHANNEL },
  message: { ts: '1.000001', text: 'x' },
  response_url: 'http://127.0.0.1:1/',
  trigger_id: '1.2.4',
  actions: [{ type: 'button', action_id: 'ask.0', block_id: 'b', value: '{"kind":"help"}' }],
};
const ENVELOPES = [
  { type: 'events_api', payload: mention },
  { type: 'events_api', payload: message },
  { type: 'slash_commands', payload: command },
  { type: 'interactive', payload: press },
] as const;

const shared = prepare();

describe(`on the socket (seed ${SEED})`, { timeout: 90_000 }, () => {
  it(`${SPOILT} envelopes with parts that are wrong harm nothing`, async () => {
    const { victim, send } = await shared;
    const spoilt = fc.sample(createSpoilt(ENVELOPES.map((envelope, n) => ({ ...envelope, envelope_id: String(n) }))), {
      numRuns: SPOILT,
      seed: SEED,
    });
    await send(spoilt.filter(({ type }) => type !== 'disconnect').map((envelope) => JSON.stringify(envelope)));
    await victim.expectWell();
  });

  it('odd, deep and broken frames harm nothing', async () => {
    const { victim, send } = await shared;
    const frames = listOddTexts({ ...ENVELOPES[0], envelope_id: '1' });
    const payloads = listOddTexts(mention).map((text) => `{"type":"events_api","envelope_id":"2","payload":${text}}`);
    await send([...frames, ...payloads, Buffer.alloc(1000, 0xff)]);
    await victim.expectWell();
  });
});

/** A bot with a second socket of Slack's, on which anything can be sent. */
async function prepare() {
  const victim = await startVictim({ atEnd: WITH_FILE });
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  WITH_FILE(async () => void server.close());
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { victim, send: (frames: readonly (string | Buffer)[]) => sendAll(victim, server, url, frames) };
}

/** Has the bot come to a server of ours, sends it the frames, and has it go back when it has acknowledged a last one. */
async function sendAll(
  { sandbox }: Victim,
  server: WebSocketServer,
  url: string,
  frames: readonly (string | Buffer)[],
): Promise<void> {
  sandbox.failNext('apps.connections.open', { kind: 'nonsense', body: JSON.stringify({ ok: true, url }) });
  const connected = once(server, 'connection');
  sandbox.dropSockets();
  const [socket] = (await connected) as [WebSocket];
  socket.send(JSON.stringify({ type: 'hello' }));
  for (const frame of frames) socket.send(frame);
  const last = JSON.stringify({ type: 'slash_commands', envelope_id: 'last', payload: { ...command, text: 'help' } });
  socket.send(last);
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (String(data).includes('"last"')) resolve();
    });
  });
  socket.close();
  await sandbox.until(() => sandbox.state().isBotConnected || undefined, PATIENCE);
}
