import { describe, expect, it } from 'vitest';
import { encodeCatalog } from '../../src/compact/encode.ts';
import { openCatalog } from '../../src/compact/open.ts';
import { runAtOnce } from '../../src/search/slices.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import { searchable } from '../search/text/searchable.ts';

describe('a catalog in its compact form', () => {
  it('is what it was', () => {
    const catalog = searchable(SMALL_ATTACK);
    const opened = runAtOnce(openCatalog(encodeCatalog(catalog), catalog));
    expect(opened.objects).toEqual(catalog.objects);
    expect(opened.text).toEqual(catalog.text);
  });
});
