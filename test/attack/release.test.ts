import { describe, expect, it } from 'vitest';
import { compareReleases } from '../../src/attack/release.ts';

describe('releases', () => {
  it.each([
    ['1.9', '1.10'],
    ['9.0', '10.0'],
    ['18', '18.1'],
    ['11.0-beta', '11.0'],
    ['10.1', '11.0-beta'],
    ['11.0-alpha', '11.0-beta'],
    ['', '1.0'],
    ['next', '1.0'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareReleases(older, newer)).toBeLessThan(0);
    expect(compareReleases(newer, older)).toBeGreaterThan(0);
  });

  it('are the same with and without a zero at the end', () => {
    expect(compareReleases('18', '18.0')).toBe(0);
    expect(compareReleases('18.1', '18.1')).toBe(0);
  });
});
