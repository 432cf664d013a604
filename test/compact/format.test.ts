import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { encodeCatalog } from '../../src/compact/encode.ts';
import { withNews } from '../../src/search/catalog.ts';
import { group, relationship, technique } from '../fixtures/bundle.ts';
import { searchable } from '../search/text/searchable.ts';

const parent = technique({ id: 'T1547', name: 'Boot or Logon Autostart Execution', platforms: ['Windows'] });
const child = technique({
  id: 'T1547.001',
  name: 'Registry Run Keys / Startup Folder',
  description: 'Accounts of the Security Account Manager (SAM) are read, and keys of the registry are changed.',
});
const old = technique({ id: 'T1060', name: 'Rägistry Run Keys', status: 'revoked' });
const user = group({ id: 'G0016', name: 'APT29', aliases: ['Cozy Bear'], description: 'They change registry keys.' });
const world = [
  parent,
  child,
  old,
  user,
  relationship(child, 'subtechnique-of', parent),
  relationship(old, 'revoked-by', child),
  relationship(user, 'uses', child, 'Keys of the registry were changed.'),
];

/**
 * Where this fails, the same ATT&CK gives other bytes than it did: by another layout, or by other rules of what things are called and how
 * words are cut. Then raise FORMAT in `columns.ts`, so that no bot opens what the program before it kept, and write down the new digest.
 * What is learnt is left out: processors differ in a float's last digit.
 */
it('has a format that changes with what the bytes mean', () => {
  const catalog = searchable(world, [{ text: 'Zorkmid Theft', ids: ['T1060'] }]);
  const { stems, pairs } = catalog.text.techniques.terms;
  const bytes = encodeCatalog(withNews(catalog, { text: undefined }));
  const digest = createHash('sha256').update(bytes).update(stems.units).update(pairs.seconds).digest('hex');
  expect({ format: bytes[4], digest: digest.slice(0, 16) }).toEqual({ format: 1, digest: '4853c021c3ff83bf' });
});
