import { describe, expect, it } from 'vitest';
import { findNewest } from '../../src/feeds/release.ts';

describe('the newest release of an index', () => {
  const collection = (name: string, file: string, ...versions: string[]) => ({
    id: `x-mitre-collection--${name}`,
    name,
    versions: versions.map((version) => ({
      version,
      url: `https://elsewhere.example/${file}-attack/${file}-attack-${version}.json`,
      modified: `2025-01-01T00:00:00.000Z of ${version}`,
    })),
  });

  it('is found by number, whatever the order', () => {
    const json = { collections: [collection('A', 'ics', '1.9', '1.10', '1.2'), collection('B', 'mobile', '3.0')] };
    expect(findNewest(json, 'ics')).toEqual({ release: '1.10', modified: '2025-01-01T00:00:00.000Z of 1.10' });
    expect(findNewest(json, 'mobile')?.release).toBe('3.0');
  });

  it('is not a preview of it', () => {
    const json = { collections: [collection('Mobile ATT&CK', 'mobile', '11.0-beta', '11.0', '10.1')] };
    expect(findNewest(json, 'mobile')?.release).toBe('11.0');
  });

  it('is found by the files’ name before the collection’s', () => {
    const json = { collections: [collection('ICS ATT&CK', 'mobile', '1.0'), collection('Other', 'ics', '2.0')] };
    expect(findNewest(json, 'ics')?.release).toBe('2.0');
  });

  it('is found by the collection’s name where files have other names', () => {
    const versions = [{ version: '4.0', url: 'https://elsewhere.example/bundle?id=7' }];
    expect(findNewest({ collections: [{ name: 'ICS ATT&CK', versions }] }, 'ics')).toEqual({
      release: '4.0',
      modified: undefined,
    });
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['no collections', {}],
    ['collections of a wrong type', { collections: 'none' }],
    ['a collection without versions', { collections: [{ name: 'ICS ATT&CK' }] }],
    ['an empty collection', { collections: [{ name: 'ICS ATT&CK', versions: [] }] }],
    ['another domain only', { collections: [collection('Mobile ATT&CK', 'mobile', '1.0')] }],
  ])('is unknown for %s', (_name, json) => {
    expect(findNewest(json, 'ics')).toBeUndefined();
  });

  it('is found among what cannot be read', () => {
    const good = collection('ICS ATT&CK', 'ics', '5.0');
    const versions = [...good.versions, { version: 6 }, null, { url: 7, version: '5.1' }];
    expect(findNewest({ collections: [null, 7, { ...good, versions }] }, 'ics')?.release).toBe('5.1');
  });
});
