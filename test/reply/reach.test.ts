import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../src/attack/domain.ts';
import type { AttackObject } from '../../src/attack/object.ts';
import { keyOf } from '../../src/reply/answer.ts';
import { decodeQuestion } from '../../src/reply/question.ts';
import { openMenu } from '../../src/reply/selects.ts';
import { aboveButtons } from '../../src/reply/views/above.ts';
import { sectionsOf } from '../../src/reply/views/sections.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { editionOf } from '../fixtures/bundle.ts';
import { hasShared, realBundle, realCatalog } from '../fixtures/shared.ts';

describe('from the card of an object', () => {
  it('all that it is related to is a press away', () => {
    expect(findUnreached(SMALL_CATALOG)).toEqual([]);
  });
});

describe.skipIf(!hasShared)('from the card of every object of real ATT&CK (needs ../shared)', () => {
  it('all that it is related to is a press away', { timeout: 120_000 }, () => {
    expect(realCatalog().objects.length).toBeGreaterThan(5000);
    expect(findUnreached(realCatalog())).toEqual([]);
  });

  it('all that it is related to is a press away, of a release with data sources', { timeout: 120_000 }, () => {
    const editions = DOMAINS.map((domain) => editionOf(realBundle(domain, '17.1')));
    const older = buildCatalog(editions, { endedAt: undefined, errors: [], nextAt: undefined });
    expect(older.objects.filter(({ kind, status }) => kind === 'data-source' && status === 'active')).not.toEqual([]);
    expect(findUnreached(older)).toEqual([]);
  });
});

/**
 * The relations between active objects of which one end's card does not open the other. What was revoked by an object is left out: it is
 * no longer ATT&CK, and whoever asks for it is led to its successor.
 */
function findUnreached(catalog: Catalog): readonly string[] {
  return catalog.objects.filter(isActive).flatMap((object) => {
    const reached = new Set(keysOn(object, catalog));
    const related = [
      ...(catalog.outgoing.get(object.stixId) ?? []).map(({ type, target, dead }) => ({ type, end: target, dead })),
      ...(catalog.incoming.get(object.stixId) ?? []).map(({ type, source, dead }) => ({ type, end: source, dead })),
    ];
    return related.flatMap(({ type, end, dead }) => {
      const other = catalog.byStixId.get(end);
      if (dead || !other || !isActive(other) || reached.has(keyOf(other, catalog))) return [];
      return [`${object.kind} ${object.id} to ${other.kind} ${other.id} by ${type}`];
    });
  });
}

/** What the menus of all pages of all sections open, and the buttons beside them. */
function keysOn(object: AttackObject, catalog: Catalog): readonly string[] {
  const menus = sectionsOf(catalog, object).flatMap(({ name, pages, objectsOn }) =>
    Array.from({ length: pages }, (_, at) => openMenu(catalog, objectsOn(at + 1), name)).flat(),
  );
  const asked = aboveButtons(catalog, object).map(({ value = '' }) => decodeQuestion(value));
  return [
    ...menus.flatMap(({ options = [] }) => options.map(({ value = '' }) => value)),
    ...asked.flatMap((question) => (question?.kind === 'open' ? question.key : [])),
  ];
}

function isActive({ status }: AttackObject): boolean {
  return status === 'active';
}
