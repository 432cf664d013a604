/** The real ATT&CK through its compact form: the same data, and the same answers. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeCatalog } from '../../src/compact/encode.ts';
import { reply } from '../../src/reply/reply.ts';
import { type Catalog, withNews } from '../../src/search/catalog.ts';
import { explain } from '../../src/search/text/explain.ts';
import { complete } from '../../src/search/typeahead.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import { hasShared, realCatalogWithText, sharedPath } from '../fixtures/shared.ts';
import { expectSame, open } from './reopened.ts';

const asking = { now: Date.UTC(2026, 10, 24), isPrivate: true };
/** Of thousands of questions, each so manyeth, to be done in half a minute. */
const STRIDE = 4;

describe.skipIf(!hasShared)('ATT&CK 18.1 in its compact form (needs ../shared)', () => {
  const catalog = hasShared ? realCatalogWithText() : undefined;
  const bytes = catalog && encodeCatalog(catalog);
  const opened = catalog && bytes && withNews(open(bytes), { copies: catalog.copies, refresh: catalog.refresh });

  it('is the same in every field, and not large', { timeout: 120_000 }, () => {
    if (!catalog || !opened || !bytes) return;
    expectSame(opened, catalog);
    expect(bytes.length).toBeLessThan(25_000_000);
    expect(encodeCatalog(opened)).toEqual(bytes);
  });

  it('answers the same to every ID', { timeout: 300_000 }, () => {
    if (!catalog || !opened) return;
    const typed = [...catalog.byId.keys()];
    expect(typed.filter((text) => answerOf(text, opened) !== answerOf(text, catalog))).toEqual([]);
  });

  it('answers the same to questions of all sorts', { timeout: 300_000 }, () => {
    if (!catalog || !opened) return;
    const asked = readQuestions().filter((_, at) => at % STRIDE === 0);
    expect(asked.length).toBeGreaterThan(1000);
    expect(asked.filter((text) => answerOf(text, opened) !== answerOf(text, catalog))).toEqual([]);
  });

  it('completes and explains the same', { timeout: 300_000 }, () => {
    if (!catalog || !opened) return;
    const asked = readQuestions().filter((_, at) => at % STRIDE === 1);
    expect(asked.filter((text) => tellOf(text, opened) !== tellOf(text, catalog))).toEqual([]);
  });
});

function answerOf(typed: string, catalog: Catalog): string {
  return JSON.stringify(reply(parseAnswerable(typed), catalog, asking));
}

/** What is completed while the question is being typed, and why the first of that was found. */
function tellOf(text: string, catalog: Catalog): string {
  const beginnings = [text.slice(0, 3), text.slice(0, text.length / 2), text];
  const found = beginnings.map((typed) => complete(catalog, typed, 10));
  const [first] = found.flat();
  const why = first && catalog.text && explain(catalog, catalog.text, first, text);
  return JSON.stringify([found.map((objects) => objects.map(({ stixId }) => stixId)), why]);
}

/** Of all sets. */
function readQuestions(): readonly string[] {
  const sets = readdirSync(sharedPath('search')).filter((name) => name.endsWith('.tsv'));
  const lines = sets.flatMap((name) =>
    readFileSync(sharedPath(`search/${name}`), 'utf8')
      .trim()
      .split('\n'),
  );
  return lines.map((line) => line.split('\t')[0] ?? '');
}
