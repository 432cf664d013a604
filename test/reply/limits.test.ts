import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../src/attack/domain.ts';
import type { AttackObject } from '../../src/attack/object.ts';
import { keyOf } from '../../src/reply/answer.ts';
import { LIMITS, type Message, weigh } from '../../src/reply/blocks.ts';
import { type Answerable, decodeQuestion } from '../../src/reply/question.ts';
import { reply } from '../../src/reply/reply.ts';
import { sectionsOf } from '../../src/reply/views/sections.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { buildCatalog } from '../../src/search/catalog.ts';
import { copyOf, editionOf } from '../fixtures/bundle.ts';
import { hasShared, realBundle, realCatalog } from '../fixtures/shared.ts';

const asking = { now: Date.UTC(2026, 10, 24), isPrivate: true };

describe.skipIf(!hasShared)('every message about real ATT&CK (needs ../shared)', () => {
  const catalog = hasShared ? realCatalog() : undefined;

  it('keeps to Slack’s limits, whatever the object', { timeout: 120_000 }, () => {
    expect(catalog?.objects.length).toBeGreaterThan(5000);
    const faults = catalog?.objects.flatMap((object) =>
      findFaults(catalog, { kind: 'lookup', terms: [keyOf(object, catalog)] }),
    );
    expect(faults).toEqual([]);
  });

  it('keeps to Slack’s limits, whatever section and page is open', { timeout: 300_000 }, () => {
    const faults = catalog?.objects.flatMap((object) => findSectionFaults(catalog, object));
    expect(faults).toEqual([]);
  });

  it('keeps to Slack’s limits for the longest lists of objects', () => {
    const ids = catalog?.objects.map(({ id }) => id) ?? [];
    for (let at = 0; at < ids.length; at += 60) {
      expect(catalog && findFaults(catalog, { kind: 'lookup', terms: ids.slice(at, at + 60) })).toEqual([]);
    }
  });

  it.each(['a', 'data', 'account', 'service', 'remote access', 'T9999', '<!channel> & <@U1> `*_~'.repeat(12)])(
    'keeps to Slack’s limits for the words %j, on every page',
    (text) => {
      for (let page = 1; page <= 4; page += 1) {
        expect(catalog && findFaults(catalog, { kind: 'search', text, page })).toEqual([]);
      }
    },
  );

  it('keeps to Slack’s limits for status and help, old and embedded', () => {
    const worn = buildCatalog(
      DOMAINS.map((domain) => ({
        ...editionOf(realBundle(domain, '18.1')),
        copy: copyOf(domain, { origin: 'embedded' }),
      })),
      { endedAt: 0, nextAt: undefined, errors: DOMAINS.map((domain) => ({ domain, message: 'x'.repeat(5000) })) },
    );
    expect([...findFaults(worn, { kind: 'status' }), ...findFaults(worn, { kind: 'help' })]).toEqual([]);
  });

  it('keeps to Slack’s limits for data components without IDs, as release 17.1 has them', () => {
    const older = buildCatalog([editionOf(realBundle('ics', '17.1'))], { endedAt: 0, nextAt: 0, errors: [] });
    const faults = older.objects.flatMap((object) => [
      ...findFaults(older, { kind: 'lookup', terms: [keyOf(object, older)] }),
      ...findSectionFaults(older, object),
    ]);
    expect(faults).toEqual([]);
  });
});

function findSectionFaults(catalog: Catalog, object: AttackObject): readonly string[] {
  const key = keyOf(object, catalog);
  return sectionsOf(catalog, object).flatMap(({ name, pages }) =>
    Array.from({ length: pages }, (_, at) => at + 1).flatMap((page) =>
      findFaults(catalog, { kind: 'section', key, section: name, page }),
    ),
  );
}

/** All that Slack would refuse, and what would leave a reader without an answer. */
function findFaults(catalog: Catalog, question: Answerable): readonly string[] {
  const message = reply(question, catalog, asking);
  const faults = [
    ...lintBlocks(message.blocks, 'message').map((fault) => JSON.stringify(fault)),
    ...(weigh(message.blocks) > LIMITS.budget ? [`weighs ${weigh(message.blocks)}`] : []),
    ...(message.text.trim() === '' || message.text.length > LIMITS.messageText
      ? [`text of ${message.text.length}`]
      : []),
    ...findLiveMentions(message),
    ...findDeadButtons(message, catalog),
  ];
  return faults.map((fault) => `${JSON.stringify(question)}: ${fault}`);
}

/** A button's value is read by the bot alone. */
function findLiveMentions({ text, blocks }: Message): readonly string[] {
  const shown = JSON.stringify(blocks, (key, value) => (key === 'value' ? undefined : value));
  return /<[!@#](?!date\^)/.test(text + shown) ? ['a live mention'] : [];
}

/** Values that the bot would not understand: a button's is a question, an option's the key of an object. */
function findDeadButtons({ blocks }: Message, catalog: Catalog): readonly string[] {
  const accessories = blocks.flatMap((block) => (block.type === 'section' && block.accessory ? [block.accessory] : []));
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return [...elements, ...accessories].flatMap((element) => {
    if (element.type === 'button') return decodeQuestion(element.value ?? '') ? [] : [`a dead button ${element.value}`];
    const options = element.type === 'static_select' ? (element.options ?? []) : [];
    const keys = options.map(({ value = '' }) => value);
    return keys.filter((key) => !catalog.byId.has(key) && !catalog.byStixId.has(key));
  });
}
