/** A community's phrases, asked for word by word and in part. */

import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/attack/object.ts';
import { withNews } from '../../../src/search/catalog.ts';
import { find } from '../../../src/search/find.ts';
import { campaign, catalogOf, group, malware, relationship, tactic, technique } from '../../fixtures/bundle.ts';
import { ofKinds } from '../../fixtures/kinds.ts';
import { foundByText, type Searchable, searchable } from './searchable.ts';

const credentials = technique({ id: 'T1003.001', name: 'LSASS Memory' });
const old = technique({ id: 'T1208', name: 'Kerberoasting of Old', status: 'revoked' });
const roasting = technique({ id: 'T1558.003', name: 'Kerberoasting' });
const objects = [
  technique({ id: 'T1005', name: 'Data from Local System' }),
  technique({ id: 'T1113', name: 'Screen Capture' }),
  technique({ id: 'T1064', name: 'Scripting', status: 'deprecated' }),
  credentials,
  old,
  roasting,
  relationship(old, 'revoked-by', roasting),
  group({ id: 'G0016', name: 'APT29', aliases: ['Cozy Bear'] }),
  group({ id: 'G0080', name: 'Cobalt Group' }),
  malware({ id: 'S0002', name: 'Mimikatz' }),
  malware({ id: 'S0154', name: 'Cobalt Strike' }),
  campaign({ id: 'C0024', name: 'SolarWinds Compromise' }),
];
const phrases = [
  { text: 'Zorkmid theft', ids: ['T1005'] },
  { text: 'blue elephant crew', ids: ['G0016'] },
  { text: 'tin opener', ids: ['S0002'] },
  { text: 'Operation Teapot', ids: ['C0024'] },
  { text: 'coffee run', ids: ['T1003.001'] },
  { text: 'lunch', ids: ['T1113'] },
  { text: 'dog grooming', ids: ['T1208'] },
  { text: 'tea and cake', ids: ['T1113', 'G0016', 'T1064', 'T9999'] },
  { text: 'tea, and cake!', ids: ['S0002'] },
  { text: 'Cozy Bear', ids: ['T1113'] },
  { text: 'cobalt', ids: ['T1005'] },
  { text: 'mim', ids: ['T1005'] },
  { text: 'cozy bears', ids: ['T1005'] },
  { text: 'Given Up', ids: ['T1064'] },
];
const catalog = searchable(objects, phrases);

/** What is found, best first, after how sure that is. */
function found(text: string, kinds: readonly Kind[] = [], within: Searchable = catalog): readonly string[] {
  const finding = find(within, text, ofKinds(...kinds));
  if (finding.kind === 'none') return ['none'];
  const hits = finding.kind === 'one' ? [finding.hit] : finding.hits;
  return [finding.kind, ...hits.map(({ object }) => object.id)];
}

describe('a phrase', () => {
  it.each([
    ['zorkmid theft', 'T1005'],
    ['blue elephant crew', 'G0016'],
    ['Tin-Opener!', 'S0002'],
    ['tinopener', 'S0002'],
    ['operation teapot', 'C0024'],
    ['coffee run', 'T1003.001'],
    ['lunch', 'T1113'],
    ['dog grooming', 'T1558.003'],
  ])('%j finds what it stands for today', (text, id) => {
    expect(found(text)).toEqual(['one', id]);
  });

  it('of several objects gives a choice of those that are active, likeliest first', () => {
    expect(found('tea and cake')).toEqual(['several', 'T1113', 'G0016', 'S0002']);
    expect(found('tea and cake', ['software'])).toEqual(['one', 'S0002']);
  });

  it('is shown as it is written', () => {
    expect(find(catalog, 'OPERATION TEAPOT')).toMatchObject({ hit: { label: 'Operation Teapot', by: 'name' } });
  });

  it('of what was given up alone finds nothing', () => {
    expect(found('given up')).toEqual(['none']);
  });

  it('takes no name from what ATT&CK calls so', () => {
    expect(find(catalog, 'cozy bear')).toMatchObject({ kind: 'one', isExact: true, hit: { object: { id: 'G0016' } } });
  });

  it.each([
    ['cobalt', ['T1005', 'G0080', 'S0154']],
    ['mim', ['T1005', 'S0002']],
    ['cozy bears', ['T1005', 'G0016']],
  ])('%j that is nearly a name leaves a choice', (text, ids) => {
    expect(found(text)).toEqual(['several', ...ids]);
  });

  it.each([
    ['zorkmid', 'T1005'],
    ['theft of a zorkmid', 'T1005'],
    ['the blue elephant', 'G0016'],
    ['teapot', 'C0024'],
  ])('is found by a part of it: %j', (text, id) => {
    expect(foundByText(catalog, text)[0]).toBe(id);
  });

  it('is the same in whatever order it comes', () => {
    const turned = searchable([...objects].reverse(), [...phrases].reverse());
    expect(new Map([...turned.text.sayings].sort())).toEqual(new Map([...catalog.text.sayings].sort()));
  });

  it('means what the catalog of the day has, while its own texts are being read', () => {
    const next = catalogOf({ enterprise: [tactic({ id: 'TA0002', shortname: 'execution' }), roasting] });
    const between = { ...withNews(next, { text: catalog.text }), text: catalog.text };
    expect(found('dog grooming', [], between)).toEqual(['one', 'T1558.003']);
    expect(found('coffee run', [], between)).toEqual(['none']);
  });
});
