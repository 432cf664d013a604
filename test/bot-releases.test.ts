import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../src/attack/decode.ts';
import { decodeQuestion, type Question, releaseIn } from '../src/reply/question.ts';
import { readOption } from '../src/reply/selects.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { buildCatalog } from '../src/search/build.ts';
import type { Catalog } from '../src/search/catalog.ts';
import { body, type Loopback, serve, status } from './feeds/loopback.ts';
import { type BotOptions, SMALL_CATALOG, startBot } from './fixtures/bot.ts';
import { bundle21, editionOf, group, type Stix, technique } from './fixtures/bundle.ts';
import { buttonsOf, createSomeone, read } from './fixtures/person.ts';
import { feedOf, openShelf } from './fixtures/releases.ts';
import { SMALL_ATTACK } from './fixtures/small-attack.ts';
import { LATER_CATALOG, slowReleases } from './fixtures/two-releases.ts';

/** Process Injection had another name, one technique was not yet there, and one group is gone since. */
const OLD: readonly Stix[] = [
  ...SMALL_ATTACK.filter(
    (stix) => stix.name !== 'Command and Scripting Interpreter' && stix.name !== 'Process Injection',
  ),
  technique({ id: 'T1055', name: 'Old Injection', tactics: ['defense-evasion'], platforms: ['Windows'] }),
  group({ id: 'G0099', name: 'Long Gone' }),
].map((stix) => (stix.name === 'Old Injection' ? { ...stix, id: injectionId() } : stix));

const PATH = '/enterprise-attack/enterprise-attack-17.1.json';
const NOTE = 'ATT&amp;CK 17.1 · the newest is 18.1';
const PINNED = 'ATT&amp;CK 17.1, pinned by this workspace · the newest is 18.1';

function injectionId(): string {
  return SMALL_ATTACK.find((stix) => stix.name === 'Process Injection')?.id ?? '';
}

async function startWith(feeds: readonly string[], options: BotOptions = {}) {
  const catalog = options.catalog ?? (() => SMALL_CATALOG);
  const shelf = await openShelf({ newest: catalog, feeds });
  return { ...(await startBot({ ...options, releases: shelf })), shelf };
}

const start = (options?: BotOptions) => startWith([feedOf({ '17.1': { enterprise: OLD } })], options);

/** A feed that answers when it is told to. */
async function serveLater(): Promise<Loopback & { release(): void }> {
  const gate = Promise.withResolvers<void>();
  const answer = body(bundle21(OLD, '17.1'));
  const feed = await serve({ [PATH]: (request, response) => void gate.promise.then(() => answer(request, response)) });
  return { ...feed, release: () => gate.resolve() };
}

/** All that can be pressed in a message, as the questions that it asks. */
function questionsOf(message: unknown): readonly Question[] {
  const found: Question[] = [];
  JSON.stringify(message, (_, value) => {
    const { type, action_id: id, value: asked, options } = Object(value);
    const question =
      type === 'button' && typeof asked === 'string'
        ? decodeQuestion(asked)
        : type === 'static_select' && options
          ? readOption(id, options[0].value)
          : undefined;
    if (question) found.push(question);
    return value;
  });
  return found;
}

describe('a question that names a release', () => {
  it.each(['T1055 v17.1', 'T1055 @17', 'in ATT&CK 17.1 T1055'])(
    'is answered from it, says so, and leads to the newest: %s',
    async (asked) => {
      const { you } = await start();
      const card = await you.ask(`/attack ${asked}`);
      expect(read(card)).toContain('T1055 · Old Injection');
      expect(read(card)).toContain(NOTE);
      const newest = await you.turn(card, 'In 18.1');
      expect(read(newest)).toContain('T1055 · Process Injection');
      expect(read(newest)).not.toContain('17.1');
    },
  );

  it.each([
    'T1055 v17.1',
    'T1055 groups v17.1',
    'T1055.001 v17.1',
    'T1055, G0016, T9999 v17.1',
    'groups v17.1',
    'type:technique v17.1',
    'way of injecting v17.1',
    'tactic:"defense evason" v17.1',
    'G0016 v17.1',
    'TA0005 techniques v17.1',
  ])('all that can be pressed in the answer to "%s" stays in it, but for the way back', async (asked) => {
    const { you } = await start();
    const questions = questionsOf(await you.ask(`/attack ${asked}`));
    expect(questions.length).toBeGreaterThan(0);
    expect(new Set(questions.map(releaseIn))).toEqual(new Set(['17.1', '18.1']));
    expect(questions.filter((question) => releaseIn(question) === '18.1')).toHaveLength(1);
  });

  it('searches in it', async () => {
    const { you } = await start();
    expect(read(await you.ask('/attack old injecton v17.1'))).toMatch(
      /T1055 · Old Injection[\s\S]*the newest is 18\.1/,
    );
  });

  it('goes on in it: a part, a page, a card from a list, a share', async () => {
    const { you } = await start();
    const card = await you.ask('/attack T1055 v17.1');
    const groups = await you.turn(card, 'Sub-techniques (17)');
    expect(read(groups)).toContain(NOTE);
    const next = await you.turn(groups, 'Next page');
    expect(read(next)).toMatch(/Old Injection[\s\S]*page 2 of 2[\s\S]*the newest is 18\.1/);
    await you.press(next, 'Share to channel');
    const shared = await you.find((message) => message.ephemeral !== true && read(message).includes('Shared by'));
    expect(read(shared)).toContain('Old Injection');
    expect(questionsOf(shared).map(releaseIn)).toContain('17.1');
  });

  it('says nothing more where it names the newest', async () => {
    const { you } = await start();
    const card = await you.ask('/attack T1055 v18.1');
    expect(read(card)).not.toContain('the newest is');
    expect(buttonsOf(card).join()).not.toContain('In 18.1');
  });

  it('is answered in a mention, in a thread and in a direct message', async () => {
    const { you, sandbox } = await start();
    const mention = `<@${sandbox.workspace.bot.id}> T1055 v17.1`;
    expect(read(await you.ask(mention))).toContain(NOTE);
    expect(read(await you.ask('T1055 v17.1', { channel: DIRECT_MESSAGE }))).toContain('Old Injection');
  });

  it('says that another release has what this one has not', async () => {
    const { you } = await start();
    const nothing = await you.ask('/attack T1059 v17.1');
    expect(read(nothing)).toContain('T1059” is not in ATT&amp;CK 17.1');
    expect(read(nothing)).toContain('ATT&amp;CK 18.1 has T1059. It has come since 17.1.');
    expect(read(await you.turn(nothing, 'T1059 in 18.1'))).toContain('Command and Scripting Interpreter');
    const gone = await you.ask('/attack G0099');
    expect(read(gone)).toContain('ATT&amp;CK 17.1 has G0099. It is gone since.');
    expect(read(await you.turn(gone, 'G0099 in 17.1'))).toContain('Long Gone');
  });

  it('tells which releases there are where it is none', async () => {
    const { you } = await start();
    const none = await you.ask('/attack T1055 v17.9');
    expect(read(none)).toContain('There is no ATT&amp;CK “17.9”. There are 18.1, 17.1.');
    expect(buttonsOf(none)).toEqual(['In 18.1', 'In 17.1']);
    expect(read(await you.turn(none, 'In 17.1'))).toContain('Old Injection');
  });

  it('tells what failed where it cannot be had, and is tried again', async () => {
    const feed = await serve({ [PATH]: status(500) });
    const { you } = await startWith([feed.base]);
    const failed = await you.ask('/attack T1055 v17.1');
    expect(read(failed)).toContain(`cannot be had just now: ${feed.base}${PATH} answered 500`);
    expect(buttonsOf(failed)).toEqual(['Try again']);
  });

  it('tells that the release is on its way where that takes long, and answers then', async () => {
    const feed = await serveLater();
    const { you, sandbox } = await startWith([feed.base]);
    expect(read(await you.ask('/attack T1055 v17.1'))).toContain('Loading ATT&amp;CK 17.1');
    const loading = await you.ask(`<@${sandbox.workspace.bot.id}> T1055 v17.1`);
    expect(read(loading)).toContain('Loading ATT&amp;CK 17.1');
    feed.release();
    await you.find((message) => message.ephemeral === true && read(message).includes('Old Injection'));
    await you.find((message) => message.ts === loading.ts && read(message).includes('Old Injection'));
    expect(feed.asked.filter((path) => path === PATH)).toHaveLength(1);
  });

  it('is copied as Markdown from it', async () => {
    const { you, calls } = await start();
    await you.press(await you.ask('/attack T1055 v17.1'), 'Copy as Markdown');
    await expect.poll(() => calls('views.open').length).toBe(1);
    expect(JSON.stringify(calls('views.open'))).toMatch(/Old Injection[\s\S]*17\.1/);
  });
});

describe('a versioned link', () => {
  const link = 'https://attack.mitre.org/versions/v17/techniques/T1055/';

  it('is previewed from its release, and its buttons stay there', async () => {
    const { you, sandbox, shelf } = await start();
    await shelf.find('17.1');
    await you.say(link);
    const preview = await sandbox.until(
      () => you.messages().find(({ unfurls }) => unfurls?.length)?.unfurls?.[0],
      15_000,
    );
    expect(read(preview)).toContain('Old Injection');
    expect(read(preview)).toContain(NOTE);
    expect(questionsOf(preview).map(releaseIn)).toContain('17.1');
  });

  it('is previewed from the newest while its release is on its way, and then from that', async () => {
    const feed = await serveLater();
    const { you, sandbox } = await startWith([feed.base]);
    const said = await you.say(link.replace('v17', 'v17.1'));
    const previewed = (words: string) =>
      sandbox.until(() => {
        const preview = you.messages().find(({ ts }) => ts === said.ts)?.unfurls?.[0];
        return preview && read(preview).includes(words) ? preview : undefined;
      }, 15_000);
    expect(read(await previewed('Process Injection'))).toContain(
      'The link is to version 17.1; this is ATT&amp;CK 18.1.',
    );
    feed.release();
    expect(read(await previewed('Old Injection'))).not.toContain('The link is to');
  });

  it('that is asked with is answered from its release', async () => {
    const { you } = await start();
    expect(read(await you.ask(`/attack ${link}`))).toContain('Old Injection');
  });
});

describe('a workspace that pins a release', () => {
  it('is answered from it everywhere, and says so, until it is left again', async () => {
    const { you, memory, calls } = await start();
    const pinned = await you.ask('/attack pin v17.1');
    expect(read(pinned)).toContain('*This workspace is pinned to ATT&amp;CK 17.1*');
    expect(await memory.pins.of('T0SANDBOX1')).toMatchObject({ release: '17.1', told: '18.1' });
    const card = await you.ask('/attack T1055');
    expect(read(card)).toContain('Old Injection');
    expect(read(card)).toContain(PINNED);
    const said = await you.say('we saw T1055.001');
    expect(read(await you.find(({ threadTs, ts }) => threadTs === said.ts && ts !== said.ts))).toContain(PINNED);
    const other = await you.ask('/attack T1055 v18.1');
    expect(read(other)).toContain('ATT&amp;CK 18.1 · this workspace is pinned to 17.1');
    expect(read(await you.turn(other, 'In 17.1'))).toContain('Old Injection');
    await you.runShortcut('search_attack');
    await expect.poll(() => JSON.stringify(calls('views.open'))).toContain('pinned by this workspace');
    expect(read(await you.ask('/attack status'))).toMatch(
      /release 18\.1[\s\S]*pinned to 17\.1, less than a minute ago/,
    );
    const left = await you.ask('/attack unpin');
    expect(read(left)).toContain('answered from the newest ATT&amp;CK again');
    expect(read(await you.ask('/attack T1055'))).toContain('Process Injection');
    await you.press(left, 'Undo');
    await expect.poll(async () => (await memory.pins.of('T0SANDBOX1'))?.release).toBe('17.1');
  });

  it('is changed in the settings as well', async () => {
    const { you, memory } = await start();
    const settings = await you.ask('/attack settings');
    expect(read(settings)).toContain('*ATT&amp;CK release*: the newest, 18.1');
    await you.choose(settings, 'settings.release', '17.1');
    await you.find((message) => read(message).includes('pinned to 17.1, '));
    expect((await memory.pins.of('T0SANDBOX1'))?.release).toBe('17.1');
  });

  it('is told in the settings that the release is on its way, where that takes long', async () => {
    const { releases, arrive } = slowReleases();
    const { you } = await startBot({ releases, catalog: () => LATER_CATALOG });
    const settings = await you.ask('/attack settings');
    await you.choose(settings, 'settings.release', '17.1');
    const isDrawn = (words: string) =>
      you.find(({ ts, ...message }) => ts === settings.ts && read(message).includes(words));
    expect(read(await isDrawn('Loading'))).toContain('Loading ATT&amp;CK 17.1 … It is pinned as soon as it is there.');
    arrive();
    expect(read(await isDrawn('pinned to 17.1, '))).not.toContain('Loading');
  });

  it('is pinned to no release that cannot be had', async () => {
    const { you, memory } = await start();
    expect(read(await you.ask('/attack pin v16.1'))).toContain('There is no ATT&amp;CK “16.1”');
    expect(await memory.pins.of('T0SANDBOX1')).toBeUndefined();
  });

  it('is pinned by admins alone', async () => {
    const { sandbox, memory } = await start();
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    expect(read(await colleague.ask('/attack pin v17.1'))).toContain('only admins of this workspace');
    expect(read(await colleague.ask('/attack unpin'))).toContain('only admins of this workspace');
    expect(await memory.pins.of('T0SANDBOX1')).toBeUndefined();
  });

  it('is answered from the newest where the pinned one cannot be had, and is told why', async () => {
    const feed = await serve({ [PATH]: status(500) });
    const { you, memory } = await startWith([feed.base]);
    await memory.pins.set('T0SANDBOX1', { release: '17.1', by: 'U0YOU00001', at: 0, told: undefined });
    const card = await you.ask('/attack T1055');
    expect(read(card)).toContain('Process Injection');
    expect(read(card)).toContain('This workspace is pinned to 17.1, which cannot be had');
  });

  it('tells its person once that a newer release is out', async () => {
    let newest: Catalog = SMALL_CATALOG;
    const { app, you, memory, calls } = await start({ catalog: () => newest });
    await you.ask('/attack pin v17.1');
    const { tellOfNewest } = await app.unasked();
    await tellOfNewest();
    expect(calls('chat.postMessage')).toEqual([]);
    newest = buildCatalog(
      [editionOf(decodeBundle(bundle21(SMALL_ATTACK, '19.0'), 'enterprise'))],
      SMALL_CATALOG.refresh,
    );
    await Promise.all([tellOfNewest(), tellOfNewest()]);
    await tellOfNewest();
    const told = await you.find((message) => read(message).includes('*ATT&amp;CK 19.0 is out.*'), {
      channel: DIRECT_MESSAGE,
    });
    expect(calls('chat.postMessage')).toHaveLength(1);
    expect(questionsOf(told)).toContainEqual({ kind: 'changes', from: '17.1', to: '19.0', page: 1 });
    await you.press(told, 'Always the newest');
    await expect.poll(() => memory.pins.of('T0SANDBOX1')).toBeUndefined();
  });

  it('is told again where Slack did not take it', async () => {
    const { app, sandbox, memory, calls } = await start();
    await memory.pins.set('T0SANDBOX1', { release: '17.1', by: 'U0YOU00001', at: 0, told: '17.1' });
    sandbox.failNext('chat.postMessage', { kind: 'error', error: 'user_not_found' });
    const { tellOfNewest } = await app.unasked();
    await tellOfNewest();
    await tellOfNewest();
    expect(calls('chat.postMessage')).toHaveLength(2);
    expect(await memory.pins.of('T0SANDBOX1')).toMatchObject({ told: '18.1' });
  });
});

it('a status tells the releases that can be asked for', async () => {
  const { you } = await start();
  expect(read(await you.ask('/attack status'))).toContain('To be asked for by number (`T1055 v17.1`): 18.1, 17.1.');
});

it('a layer is of the release that is asked for', async () => {
  const { you, memory } = await start();
  await memory.mentions.add('T0SANDBOX1', INCIDENT_CHANNEL, { ts: '1.1', ids: ['T1055'] });
  const offer = await you.ask('/attack layer v17.1');
  expect(read(offer)).toContain(NOTE);
  expect(questionsOf(offer)).toEqual([{ kind: 'upload', release: '17.1' }]);
});
