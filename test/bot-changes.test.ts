import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, OTHER_CHANNEL } from '../src/sandbox/workspace.ts';
import type { Releases } from '../src/search/releases.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { tactic, technique } from './fixtures/bundle.ts';
import { buttonsOf, createSomeone, read } from './fixtures/person.ts';
import {
  EARLIER_CATALOG,
  LATER_CATALOG,
  releaseOf,
  releasesOf,
  slowReleases,
  TWO_RELEASES,
} from './fixtures/two-releases.ts';

const world = { catalog: () => LATER_CATALOG, releases: TWO_RELEASES };

describe.each(DOORS)('what changed, by %s', (door) => {
  it('is told to the asker alone: a summary, its lists, and what changed of one object beside them', async () => {
    const { you, sandbox } = await startBot({ door, ...world });
    const summary = await you.ask('/attack changes');
    expect(summary.ephemeral).toBe(true);
    expect(read(summary)).toMatch(
      /^\*ATT&amp;CK 17\.1 → 18\.1\* · Enterprise, ICS · what a reader sees\n• \*New:\* 14 groups/,
    );
    await you.choose(summary, menuOf(summary, 'List what a reader sees'), 'renamed');
    const list = await you.find((message) => read(message).startsWith('*Renamed:* 2 objects'));
    expect(list.ts).toBe(summary.ts);
    await you.choose(list, menuOf(list, 'Open what changed of one'), 'T1003');
    const diff = await you.find((message) =>
      read(message).includes('*Renamed* from “Bash History” to “Shell History”'),
    );
    expect(diff.ts).not.toBe(list.ts);
    expect(diff.ephemeral).toBe(true);
    const again = await you.turn(list, 'Back to the summary');
    expect(read(again)).toBe(read(summary));
    await you.choose(again, menuOf(again, 'List what MITRE counts'), 'deletion');
    await you.find((message) => read(message).startsWith('*Deletions:* 1 object'));
    expect(createSomeone(sandbox, sandbox.workspace.colleague).messages()).toEqual([]);
  });

  it('of one object is its text too, and its long lists page by page', async () => {
    const { you } = await startBot({ door, ...world });
    const diff = await you.ask('/attack diff T1004 v17.1');
    expect(read(diff)).toContain('• _Reworded_: Intruders turn to a ~tool~ → ');
    const groups = await you.turn(diff, 'All 15 groups');
    expect(read(groups)).toContain('Groups, page 1 of 2');
    const second = await you.turn(groups, 'Next page: groups');
    expect(read(second)).toContain('• lost: <https://attack.mitre.org/groups/G0020|G0020 · Crew>');
    expect(read(await you.turn(second, 'Close groups'))).toBe(read(diff));
  });

  it('is shared, and copied as Markdown', async () => {
    const { you, sandbox } = await startBot({ door, ...world });
    const diff = await you.ask('/attack diff T1004');
    await you.press(diff, 'Share to channel');
    const shared = await createSomeone(sandbox, sandbox.workspace.colleague).find((message) =>
      read(message).includes('T1004 · Reworded'),
    );
    expect(read(shared)).toContain(`Shared by <@${you.who.id}>`);
    await you.press(diff, 'Copy as Markdown');
    const copied = JSON.stringify(await you.modal((view) => JSON.stringify(view).includes('T1004')));
    expect(copied).toContain(
      '- *Reworded*: that is there anyway. They seldom bring ~~their own one with them.~~ → **one of',
    );
  });
});

describe('what changed', () => {
  it('is shared and copied as it was seen, whatever is newer by then', async () => {
    let newest = LATER_CATALOG;
    const newer = releaseOf('19.0', {
      ics: [technique({ id: 'T0800' }), tactic({ id: 'TA0104', shortname: 'execution' })],
    });
    const releases = releasesOf({ '17.1': EARLIER_CATALOG, '18.1': LATER_CATALOG, '19.0': newer });
    const { you } = await startBot({
      catalog: () => newest,
      releases: { ...releases, list: async () => ['18.1', '17.1'] },
    });
    const diff = await you.ask('/attack diff T1003');
    newest = newer;
    await you.press(diff, 'Share to channel');
    const shared = await you.find((message) => message.ephemeral !== true && read(message).includes('Shared by'));
    expect(read(shared)).toContain('“Bash History”');
    await you.press(diff, 'Copy as Markdown');
    await you.modal((view) => JSON.stringify(view).includes('Bash History'));
  });

  it('answers a mention in its thread, a direct message where it stands, and follows an edit', async () => {
    const { you, sandbox } = await startBot(world);
    const asked = await you.say(`<@${sandbox.workspace.bot.id}> what's new since v17?`);
    const answer = await you.find(
      ({ threadTs, author }) => threadTs === asked.ts && author === sandbox.workspace.bot.id,
    );
    expect(read(answer)).toMatch(/^\*ATT&amp;CK 17\.1 → 18\.1\*/);
    expect(buttonsOf(answer)).toEqual(['Upload all as Markdown']);
    await you.edit(asked, `<@${sandbox.workspace.bot.id}> diff T1003`);
    await you.find(({ ts, ...message }) => ts === answer.ts && read(message).includes('“Bash History”'));
    expect(read(await you.ask('T1003 changes', { channel: DIRECT_MESSAGE }))).toContain('“Bash History”');
  });

  it('is uploaded as a file for all to see, when it is asked for', async () => {
    const bot = await startBot(world);
    const { you } = bot;
    const summary = await you.ask('/attack changes domain:enterprise');
    expect(bot.sandbox.calls.map(({ method }) => method)).not.toContain('files.getUploadURLExternal');
    await you.press(summary, 'Upload all as Markdown');
    const upload = await you.find(({ files }) => files.length > 0);
    expect(upload.ephemeral).toBe(false);
    expect(upload.files.map(({ name }) => name)).toEqual(['attack-changes-17.1-18.1.md']);
    expect(upload.text).toContain(`asked for by <@${you.who.id}>`);
    const markdown = await textOf(bot, upload);
    expect(markdown).toMatch(
      /^# What changed from ATT&CK 17\.1 to 18\.1\n\n\*\*ATT&CK 17\.1 → 18\.1\*\* · Enterprise\n/,
    );
    expect(markdown).toContain('| Enterprise techniques | 2 | 1 | 2 | 1 | 2 | 2 | 1 | 1 |');
    expect(markdown).toContain(
      '- T1004: mitigations: 1 kept; 1 dropped (M1017) · detections: 0 kept; 1 new (DET0001); 1 dropped',
    );
    expect(markdown).toContain('## New contributors (1)\n\n- Neu & Ling');
    await you.find((message) =>
      read(message).startsWith('Uploaded here, for all to see: `attack-changes-17.1-18.1.md`'),
    );
    expect(you.messages().some(({ ts }) => ts === summary.ts)).toBe(true);
  });

  it('says where it may not be uploaded', async () => {
    const declined = await startBot({ ...world, declined: ['files:write'] });
    await declined.you.press(await declined.you.ask('/attack changes'), 'Upload all as Markdown');
    const told = await declined.you.find((message) => read(message).includes('*The file was not uploaded.*'));
    expect(read(told)).toContain('declined the permission `files:write`');
    const { you } = await startBot(world);
    const place = { channel: OTHER_CHANNEL };
    await you.press(await you.ask('/attack changes', place), 'Upload all as Markdown');
    const outside = await you.find((message) => read(message).includes('*The file was not uploaded.*'), place);
    expect(read(outside)).toContain('/invite');
  });

  it.each([
    ['changes v9', 'There is no ATT&amp;CK “9”. There are 18.1, 17.1, 16.1.'],
    ['changes v18.1 v18', 'that is ATT&amp;CK 18.1 twice'],
    ['changes v16.1', 'ATT&amp;CK 16.1 is not on this bot’s disk, and cannot be had just now: the feed refuses.'],
    ['changes v18.1', '*ATT&amp;CK 17.1 → 18.1*'],
    ['changes in v17.1', 'ATT&amp;CK 16.1 is not on this bot’s disk'],
  ])('answers %j where releases are missing', async (typed, told) => {
    const releases = releasesOf({ '17.1': EARLIER_CATALOG, '18.1': LATER_CATALOG }, { '16.1': 'the feed refuses' });
    const { you } = await startBot({ ...world, releases });
    expect(read(await you.ask(`/attack ${typed}`))).toContain(told);
  });

  it('is nothing where the bot knows of one release alone', async () => {
    const { you } = await startBot();
    const alone = await you.ask('/attack changes');
    expect(read(alone)).toContain('I know of no release of ATT&amp;CK before 18.1');
    // The feeds may have been out of reach.
    expect(buttonsOf(alone)).toEqual(['Try again']);
  });

  it('is worked on aloud where it takes a while, and the answer follows', async () => {
    const { releases, arrive } = slowReleases();
    const { you } = await startBot({ ...world, releases });
    const notice = await you.ask('/attack changes');
    expect(notice.ephemeral).toBe(true);
    expect(read(notice)).toContain('Loading ATT&amp;CK 17.1 …');
    arrive();
    await you.find((message) => read(message).startsWith('*ATT&amp;CK 17.1 → 18.1*'));
  });

  it('is worked on aloud where something was pressed too, in its thread, and says where to look', async () => {
    const { releases, arrive } = slowReleases();
    let isSlow = false;
    const find: Releases['find'] = (release) => (isSlow ? releases : TWO_RELEASES).find(release);
    const { you, sandbox } = await startBot({ ...world, releases: { ...TWO_RELEASES, find } });
    const asked = await you.say('Who knows?');
    const place = { threadTs: asked.ts };
    const diff = await you.ask(`<@${sandbox.workspace.bot.id}> diff T1004`, place);
    const summary = await you.ask(`<@${sandbox.workspace.bot.id}> changes`, place);
    isSlow = true;
    const isNotice = (end: string) => (message: PageMessage) =>
      read(message) === `Loading ATT&amp;CK 17.1 … The answer ${end} in a moment.`;
    await you.press(diff, 'All 15 groups');
    await you.find(isNotice('takes the place of what you pressed'), place);
    await you.press(summary, 'Upload all as Markdown');
    await you.find(isNotice('follows'), place);
    arrive();
    await you.find(({ ts, ...message }) => ts === diff.ts && read(message).includes('Groups, page 1 of 2'), place);
    await you.find(({ files }) => files.length > 0, place);
  });

  it('takes the place of what said so, where it answers a mention', async () => {
    const { releases, arrive } = slowReleases();
    const { you, sandbox } = await startBot({ ...world, releases });
    await you.say(`<@${sandbox.workspace.bot.id}> diff T1003`);
    const notice = await you.find((message) => read(message).startsWith('Loading ATT&amp;CK 17.1 …'));
    arrive();
    const answer = await you.find((message) => read(message).includes('“Bash History”'));
    expect(answer.ts).toBe(notice.ts);
  });
});

function menuOf({ blocks = [] }: PageMessage, label: string): string {
  const menus = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const found = menus.find((one) => one.type === 'static_select' && one.placeholder?.text === label);
  if (!found?.action_id) throw new Error(`there is no menu "${label}"`);
  return found.action_id;
}

async function textOf({ sandbox }: Bot, { files }: PageMessage): Promise<string> {
  return (await fetch(new URL(files[0]?.path ?? '', sandbox.apiUrl))).text();
}
