import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { lintBlocks } from '../src/sandbox/lint/lint.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { LoadingError } from '../src/slack/loading.ts';
import { createErrorHandler } from '../src/slack/out/failure.ts';
import { createMemory } from '../src/store/memory.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { type LogLine, SMALL_CATALOG, startBot } from './fixtures/bot.ts';
import { read } from './fixtures/person.ts';

const FAULT = /^\*Sorry, that failed:\* (.+)\. The fault is mine\. .* quote reference `\w{8}`\.$/;

const broken = () => {
  throw new Error('xoxb-1 the catalog of #other-channel is broken');
};

describe('an apology', () => {
  it.each([
    ['a command', '/attack <!channel> qqq', {}, 'the search for “&lt;!channel&gt; qqq”'],
    ['a command for a section', '/attack T1055 groups', {}, 'the groups of “T1055”'],
    ['a mention', '<@U0BOT00001> T1055, G0016', {}, 'the card of “T1055, G0016”'],
    ['a direct message', 'lsass dump', { channel: DIRECT_MESSAGE }, 'the search for “lsass dump”'],
  ])('names what %s asked, and says whose fault it was', async (_, asked, place, named) => {
    const { you, lines } = await startBot({ catalog: broken });
    const said = read(await you.ask(asked, place));
    expect(FAULT.exec(said)?.[1]).toBe(named);
    expect(said).not.toMatch(/xoxb|other-channel|<!/);
    expect(failureOf(lines)).toMatchObject({ cause: 'fault', reference: expect.stringMatching(/^\w{8}$/) });
  });

  it('names what a button asked', async () => {
    let isBroken = false;
    const { you } = await startBot({ catalog: () => (isBroken ? broken() : SMALL_CATALOG) });
    const card = await you.ask('/attack T1055');
    isBroken = true;
    await you.press(card, 'Groups (20)');
    expect(read(await you.find(({ ts }) => ts > card.ts))).toMatch(/^\*Sorry, that failed:\* the groups of “T1055”\./);
  });

  it('says that the data is being loaded, before there is any', async () => {
    const { you, lines } = await startBot({
      catalog: () => {
        throw new LoadingError();
      },
    });
    expect(read(await you.ask('/attack T1055'))).toContain('ATT&amp;CK is still being loaded. Please try again');
    expect(failureOf(lines)).toMatchObject({ cause: 'loading' });
  });

  it.each([
    [{ kind: 'error', error: 'is_archived' }, 'Slack refused the answer (`is_archived`).', 'refused'],
    [{ kind: 'error', error: 'fatal_error' }, 'Slack could not be reached.', 'unreachable'],
    [{ kind: 'rate-limited', retryAfter: 3600 }, 'Slack takes no more calls just now.', 'too many calls'],
    [{ kind: 'status', status: 503 }, 'Slack could not be reached.', 'unreachable'],
    [{ kind: 'dropped' }, 'Slack could not be reached.', 'unreachable'],
  ] as const)('says what Slack’s %j at a response URL was', async (failure, why, cause) => {
    const { sandbox, you, lines } = await startBot();
    sandbox.failNext('response_url', failure);
    expect(read(await you.ask('/attack T1055'))).toContain(why);
    expect(failureOf(lines)).toMatchObject({ cause });
  });

  it.each([
    ['expired_trigger_id', 'It took longer than Slack waits for a window to open.'],
    ['fatal_error', 'Slack could not be reached.'],
  ])('goes to the person themselves where no modal opens at all, for %s', async (error, why) => {
    const { sandbox, you, lines } = await startBot();
    sandbox.failNext('views.open', { kind: 'error', error }, 9);
    await you.runShortcut('search_attack');
    const told = await you.find(({ text }) => text.includes('failed'), { channel: DIRECT_MESSAGE });
    expect(read(told)).toContain(`the shortcut. ${why}`);
    expect(read(told)).toContain(String(failureOf(lines)?.reference));
  });

  it('says what Slack’s refusal of a post was, in the thread', async () => {
    const { sandbox, you } = await startBot();
    sandbox.failNext('chat.postMessage', { kind: 'error', error: 'restricted_action' });
    const asked = await you.say('<@U0BOT00001> T1055');
    const apology = await you.find(({ threadTs }) => threadTs === asked.ts);
    expect(read(apology)).toContain('the card of “T1055”. Slack refused the answer (`restricted_action`).');
  });

  it.each([
    ['a shortcut', { type: 'shortcut' }, 'the shortcut'],
    [
      'a form',
      { type: 'view_submission', view: { title: { type: 'plain_text', text: 'Search <b>' } } },
      'the form “Search &lt;b&gt;”',
    ],
    [
      'a menu in a modal',
      { type: 'block_actions', actions: [{ type: 'static_select', value: 1 }], view: {} },
      'your choice',
    ],
    [
      'a button that asks nothing',
      { type: 'block_actions', actions: [{ text: { text: 'Save' } }] },
      'the button “Save”',
    ],
  ])('of %s is a small modal', async (_, body, named) => {
    const { calls } = await fail({ ...body, trigger_id: '1.2.3' });
    const opened = calls.filter(({ method }) => method === 'views.open');
    expect(opened).toHaveLength(1);
    const { blocks } = readView(opened[0]?.args.view);
    expect(JSON.stringify(blocks)).toContain(`that failed:* ${named}. `);
    expect(lintBlocks(blocks, 'modal')).toEqual([]);
  });

  it.each([
    ['a typeahead', { type: 'block_suggestion', value: 'x' }],
    ['a link', { type: 'event_callback', event: { type: 'link_shared', channel: INCIDENT_CHANNEL } }],
    ['a message in a channel', { type: 'event_callback', event: { type: 'message', channel_type: 'channel' } }],
    ['the Home tab', { type: 'event_callback', event: { type: 'app_home_opened' } }],
  ])('of %s there is none, but the log has the cause', async (_, body) => {
    const { calls, lines } = await fail(body);
    expect(calls).toEqual([]);
    expect(failureOf(lines)).toMatchObject({ level: 'error', cause: 'fault' });
  });
});

/** Has a payload fail that nothing but the error handler has seen. */
async function fail(body: object) {
  const { sandbox } = await startBot();
  const before = sandbox.calls.length;
  const lines: LogLine[] = [];
  const log = await createLog('debug', { write: (line: string) => void lines.push(JSON.parse(line)) });
  const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } });
  const memory = createMemory(await openSqlite(undefined, Date.now), Date.now);
  const handle = createErrorHandler({ log, memory }, client);
  await handle({ error: new Error('broken'), body });
  return { lines, calls: sandbox.calls.slice(before) };
}

function readView(view: unknown): { readonly blocks: readonly unknown[] } {
  return JSON.parse(typeof view === 'string' ? view : JSON.stringify(view));
}

function failureOf(lines: readonly LogLine[]) {
  return lines.find(({ msg }) => msg === 'an answer failed');
}
