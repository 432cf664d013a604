import { describe, expect, it, vi } from 'vitest';
import { INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { LoadingError } from '../src/slack/loading.ts';
import { type Bot, type LogLine, startBot } from './fixtures/bot.ts';
import { lintEntity } from './fixtures/entity-faults.ts';
import { PATIENCE, read } from './fixtures/person.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/?from=here';
/** What was previewed a moment ago is not previewed again. */
const OTHER_LINK = 'https://attack.mitre.org/groups/G0016/';
const REF = { id: 'T1055', type: 'technique' };

describe('a link preview', () => {
  it('is no Work Object unless these are switched on', async () => {
    const { you, settled } = await startBot();
    await you.say(LINK);
    await you.find(({ unfurls }) => unfurls.length > 0);
    expect((await settled('chat.unfurl')).map(({ args }) => Object.keys(args))).toEqual([
      expect.not.arrayContaining(['metadata']),
    ]);
  });

  it('is a Work Object for each link, and nothing else, where they are', async () => {
    const { sandbox, you, calls } = await startBot({ workObjects: true });
    await you.say(`${LINK} and https://attack.mitre.org/groups/G0016`);
    const { args } = await sandbox.until(() => calls('chat.unfurl')[0], PATIENCE);
    expect(args.unfurls).toBeUndefined();
    expect(args.metadata).toMatchObject({
      entities: [
        { app_unfurl_url: LINK, url: 'https://attack.mitre.org/techniques/T1055', external_ref: REF },
        { app_unfurl_url: 'https://attack.mitre.org/groups/G0016', external_ref: { id: 'G0016', type: 'group' } },
      ],
    });
  });

  it.each(['invalid_metadata', 'invalid_arguments', 'feature_not_enabled', 'unknown_error_of_next_year'])(
    'is blocks in the same breath where Slack says %s, and from then on at once',
    async (error) => {
      const { sandbox, you, settled, lines } = await startBot({ workObjects: true });
      sandbox.failNext('chat.unfurl', { kind: 'error', error });
      const first = await you.say(LINK);
      const { unfurls } = await you.find(({ ts, unfurls: grown }) => ts === first.ts && grown.length > 0);
      expect(unfurls.map(read).join()).toContain('T1055 · Process Injection');
      await vi.waitUntil(() => lines.some(wasRefused), PATIENCE);
      const second = await you.say(OTHER_LINK);
      await you.find(({ ts, unfurls: grown }) => ts === second.ts && grown.length > 0);
      const calls = await settled('chat.unfurl');
      expect(calls.map(({ args }) => 'metadata' in args)).toEqual([true, false, false]);
      expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  it('is blocks on a bad day of Slack’s, which proves nothing for the next', async () => {
    const { sandbox, you, calls, lines } = await startBot({ workObjects: true });
    sandbox.failNext('chat.unfurl', { kind: 'error', error: 'fatal_error' });
    const first = await you.say(LINK);
    await you.find(({ ts, unfurls }) => ts === first.ts && unfurls.length > 0);
    await vi.waitUntil(() => lines.some(wasRefused), PATIENCE);
    await you.say(OTHER_LINK);
    const { args } = await sandbox.until(() => calls('chat.unfurl')[2], PATIENCE);
    expect(args).toHaveProperty('metadata');
  });

  it('that came too late is let be, and proves nothing', async () => {
    const { sandbox, you, calls, settled, lines } = await startBot({ workObjects: true });
    sandbox.failNext('chat.unfurl', { kind: 'error', error: 'cannot_unfurl_message' }, 2);
    await you.say(LINK);
    await sandbox.until(() => calls('chat.unfurl')[1], PATIENCE);
    expect(await settled('chat.unfurl')).toHaveLength(2);
    expect(lines.map(({ msg }) => msg)).toContain('a link preview came too late');
    expect(lines.filter(({ level }) => ['warn', 'error'].includes(level))).toEqual([]);
  });
});

describe('the panel of a Work Object', () => {
  it('opens from the preview, and shows what the preview does and more', async () => {
    const { sandbox, you } = await startBot({ workObjects: true });
    await you.say(LINK);
    const message = await you.find(({ unfurls }) => unfurls.length > 0);
    const [preview] = message.unfurls;
    expect(preview).toMatchObject({
      url: LINK,
      entity: { title: 'Process Injection', kind: 'Technique · T1055 · MITRE ATT&CK' },
    });
    await sandbox.act({ kind: 'open-panel', channel: INCIDENT_CHANNEL, ts: message.ts, url: LINK });
    const panel = await sandbox.until(() => {
      const open = sandbox.state().panel;
      return open?.status === 'waiting' ? undefined : open;
    }, PATIENCE);
    expect(panel).toMatchObject({ status: 'shown', title: 'Process Injection' });
    const [facts, , source] = preview?.entity?.fields ?? [];
    expect(panel?.fields).toEqual(expect.arrayContaining([facts, source]));
    expect(panel?.fields.map(({ label }) => label)).toContain('Groups (20)');
  });

  it('gets the details, by the reference and at the address of the preview', async () => {
    const bot = await startBot();
    const { metadata } = await open(bot, { external_ref: REF, entity_url: 'https://attack.mitre.org/x' });
    expect(metadata).toMatchObject({ external_ref: REF, url: 'https://attack.mitre.org/x' });
    expect(lintEntity(metadata as never)).toEqual([]);
    expect(JSON.stringify(metadata)).toContain('Cobalt Strike');
  });

  it('says what is not there any more', async () => {
    const args = await open(await startBot(), { external_ref: { id: 'T9999' }, entity_url: LINK });
    expect(args).toMatchObject({ error: { status: 'custom', custom_title: 'Not in ATT&CK 18.1' } });
    expect(args.metadata).toBeUndefined();
  });

  it('says what failed, and why', async () => {
    const catalog = () => {
      throw new LoadingError();
    };
    const { error } = await open(await startBot({ catalog }), { external_ref: REF, entity_url: LINK });
    expect(error).toMatchObject({
      status: 'custom',
      custom_title: 'That failed',
      custom_message: expect.stringMatching(
        /^Sorry, that failed: the details of “T1055”\. ATT&CK is still being loaded\. .* reference \w{8}\.$/,
      ),
    });
  });
});

/** A press on the preview, as Slack tells it. @returns what the bot presents */
async function open({ sandbox, calls }: Bot, pressed: Readonly<Record<string, unknown>>) {
  await sandbox.deliverEvent({
    type: 'entity_details_requested',
    user: sandbox.workspace.me.id,
    trigger_id: '1.2.abc',
    link: { url: LINK, domain: 'attack.mitre.org' },
    user_locale: 'en-US',
    channel: INCIDENT_CHANNEL,
    event_ts: '1.000001',
    ...pressed,
  });
  const { args } = await sandbox.until(() => calls('entity.presentDetails')[0], PATIENCE);
  return { metadata: args.metadata, error: typeof args.error === 'string' ? JSON.parse(args.error) : args.error };
}

function wasRefused({ msg }: LogLine): boolean {
  return msg.startsWith('Slack refused a Work Object');
}
