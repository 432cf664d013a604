import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../src/attack/domain.ts';
import type { AttackObject } from '../../src/attack/object.ts';
import { keyOf } from '../../src/reply/answer.ts';
import { escapeMrkdwn } from '../../src/reply/mrkdwn.ts';
import type { Answerable } from '../../src/reply/question.ts';
import { reply } from '../../src/reply/reply.ts';
import { sectionsOf } from '../../src/reply/views/sections.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { buildCatalog } from '../../src/search/catalog.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import { copyOf, editionOf } from '../fixtures/bundle.ts';
import { findFaults as findMessageFaults } from '../fixtures/message-faults.ts';
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

  it('names what was asked, by whatever ID or name', { timeout: 120_000 }, () => {
    const faults = catalog?.objects.flatMap((object) =>
      [object.id, object.name, ...object.aliases].filter(Boolean).flatMap((typed) => {
        const { text } = reply(parseAnswerable(typed), catalog, asking);
        // An ID in a name wins, and is what is understood.
        const [understood = typed] = /\bT\d{4}(?:\.\d{3})?\b/.exec(typed) ?? [];
        return text.toLowerCase().includes(escapeMrkdwn(understood).toLowerCase())
          ? []
          : [`${typed}: ${text.slice(0, 200)}`];
      }),
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

function findFaults(catalog: Catalog, question: Answerable): readonly string[] {
  return findMessageFaults(reply(question, catalog, asking)).map((fault) => `${JSON.stringify(question)}: ${fault}`);
}
