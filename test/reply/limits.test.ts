import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../src/attack/domain.ts';
import type { AttackObject } from '../../src/attack/object.ts';
import { keyOf } from '../../src/reply/answer.ts';
import type { Answerable } from '../../src/reply/question.ts';
import { reply } from '../../src/reply/reply.ts';
import { escapeMrkdwn } from '../../src/reply/text/mrkdwn.ts';
import { sectionsOf } from '../../src/reply/views/sections.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { listValues } from '../../src/search/filter/values.ts';
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

  it('keeps to Slack’s limits for the list of each type and of the dead, on every page', { timeout: 300_000 }, () => {
    const types = catalog ? listValues(catalog.filterValues, 'type').map(({ label }) => ({ type: label })) : [];
    const all = [...types, { status: 'deprecated' }, { status: 'revoked' }];
    expect(types.length).toBeGreaterThan(10);
    expect(catalog && all.flatMap((one) => findListFaults(catalog, one))).toEqual([]);
  });

  it('keeps to Slack’s limits for the list of each tactic, platform and domain, on the first page and beyond the last', () => {
    for (const field of ['tactic', 'platform', 'domain'] as const) {
      for (const { label } of catalog ? listValues(catalog.filterValues, field) : []) {
        const filters = [{ field, value: label, isNot: false }];
        for (const page of [1, 9999])
          expect(catalog && findFaults(catalog, { kind: 'search', text: '', filters, page })).toEqual([]);
      }
    }
  });

  it('keeps to Slack’s limits for the longest questions with filters', () => {
    for (const page of [1, 2, 1000]) {
      const platforms = catalog ? listValues(catalog.filterValues, 'platform') : [];
      const longest = platforms.toSorted((a, b) => b.label.length - a.label.length).slice(0, 8);
      const filters = longest.map(({ field, label }) => ({ field, value: label, isNot: false }));
      const text = 'remote access '.repeat(15).trim().slice(0, 200);
      const question: Answerable = { kind: 'search', text, filters, page };
      expect(catalog && findFaults(catalog, question)).toEqual([]);
      const unknown = filters.map((term) => ({ ...term, value: term.value.slice(1) }));
      expect(catalog && findFaults(catalog, { ...question, filters: unknown })).toEqual([]);
      const contradictory = filters.flatMap((term) => [term, { ...term, isNot: true }]).slice(0, 8);
      expect(catalog && findFaults(catalog, { ...question, filters: contradictory })).toEqual([]);
    }
  });

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
    // Beside another release, with which every button grows.
    const vantage = { kind: 'asked', usual: realCatalog(), isPinned: true } as const;
    const beside = older.objects.flatMap((object) => {
      const question = { kind: 'section', key: keyOf(object, older), section: 'groups', page: 1 } as const;
      return findMessageFaults(reply({ ...question, release: '17.1' }, older, { ...asking, vantage }));
    });
    expect(beside).toEqual([]);
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

function findListFaults(
  catalog: Catalog,
  by: { readonly type: string } | { readonly status: string },
): readonly string[] {
  const filters = Object.entries(by).map(([field, value]) => ({
    field: field as 'type' | 'status',
    value,
    isNot: false,
  }));
  const question = { kind: 'search', text: '', filters, page: 1 } as const;
  const [, pages = '1'] = /, page 1 of (\d+)$/m.exec(reply(question, catalog, asking).text) ?? [];
  return Array.from({ length: Number(pages) + 1 }, (_, at) => at + 1).flatMap((page) =>
    findFaults(catalog, { ...question, page }),
  );
}

function findFaults(catalog: Catalog, question: Answerable): readonly string[] {
  return findMessageFaults(reply(question, catalog, asking)).map((fault) => `${JSON.stringify(question)}: ${fault}`);
}
