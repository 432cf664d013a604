import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { errorOf, startHttpApp, startSocketApp } from './bolt.ts';

const LAYER = { filename: 'layer é.json', content: '{"name":"é"}', title: 'Layer' };

describe('a file', () => {
  it.each([
    ['Socket Mode', startSocketApp],
    ['signed HTTP', startHttpApp],
  ])('is uploaded into a thread, and the app hears of the message over %s', async (_name, start) => {
    const { app, sandbox } = await start(() => {});
    const events: unknown[] = [];
    // Bolt keeps what the bot itself says from the app's listeners.
    sandbox.onTraffic(({ name, sent }) => name === 'event: message' && events.push(sent));
    const { ts = '' } = await app.client.chat.postMessage({ channel: INCIDENT_CHANNEL, text: 'parent' });
    await app.client.filesUploadV2({
      ...LAYER,
      channel_id: INCIDENT_CHANNEL,
      thread_ts: ts,
      initial_comment: 'the layer',
    });
    const message = sandbox.state().channels[0]?.messages[1];
    const [file] = message?.files ?? [];
    expect(message).toMatchObject({ author: sandbox.workspace.bot.id, threadTs: ts, text: 'the layer' });
    expect(file).toMatchObject({ name: LAYER.filename, size: 13 });
    await expect.poll(() => events).toHaveLength(2);
    expect(events[1]).toMatchObject({
      event: {
        subtype: 'file_share',
        bot_id: 'B0BOT00001',
        files: [{ id: file?.id, name: LAYER.filename, title: 'Layer', size: 13 }],
      },
    });
    const download = await fetch(new URL(file?.path ?? '', sandbox.url));
    expect(download.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''layer%20%C3%A9.json");
    expect(await download.text()).toBe(LAYER.content);
  });

  it('is uploaded as bytes', async () => {
    const { app, sandbox } = await startSocketApp(() => {});
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await app.client.filesUploadV2({ filename: 'a.bin', file: bytes, channel_id: INCIDENT_CHANNEL });
    const [file] = sandbox.state().channels[0]?.messages[0]?.files ?? [];
    const download = await fetch(new URL(file?.path ?? '', sandbox.url));
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes);
  });

  it('stays with the app when no channel is named', async () => {
    const { app, sandbox } = await startSocketApp(() => {});
    expect(await errorOf(app.client.filesUploadV2({ filename: 'a.txt', content: 'a' }))).toBeUndefined();
    expect(sandbox.state().channels.flatMap(({ messages }) => messages)).toEqual([]);
  });

  it('goes nowhere that the bot is not, and not by an id that has no bytes', async () => {
    const { app } = await startSocketApp(() => {});
    const upload = (channel_id: string) =>
      errorOf(app.client.filesUploadV2({ filename: 'a', content: 'a', channel_id }));
    expect(await upload(OTHER_CHANNEL)).toBe('not_in_channel');
    expect(await upload('C0NONE')).toBe('channel_not_found');
    const { client } = app;
    const { file_id: id = '' } = await client.files.getUploadURLExternal({ filename: 'a', length: 1 });
    expect(await errorOf(client.files.completeUploadExternal({ files: [{ id, title: 'a' }] }))).toBe('file_not_found');
    expect(await errorOf(client.apiCall('files.completeUploadExternal', {}))).toBe('invalid_arguments');
    expect(await errorOf(client.files.getUploadURLExternal({ filename: 'a', length: 0 }))).toBe('invalid_arguments');
  });

  it('of another length than was told is refused, and a URL takes one file', async () => {
    const { app } = await startSocketApp(() => {});
    const { upload_url = '' } = await app.client.files.getUploadURLExternal({ filename: 'a', length: 2 });
    const post = async (body: string) => (await fetch(upload_url, { method: 'POST', body })).status;
    expect([await post('a'), await post('ab'), await post('ab')]).toEqual([400, 200, 400]);
  });

  it('needs the scope', async () => {
    const { app } = await startSocketApp(() => {}, { declined: ['files:write'] });
    expect(await errorOf(app.client.filesUploadV2({ filename: 'a', content: 'a' }))).toBe('missing_scope');
  });

  it('that is not there is not downloaded', async () => {
    const { sandbox } = await startSocketApp(() => {});
    expect((await fetch(new URL('/files/F0NONE/a.txt', sandbox.url))).status).toBe(404);
  });
});
