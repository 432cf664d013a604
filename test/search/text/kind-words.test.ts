import { describe, expect, it } from 'vitest';
import { readKind } from '../../../src/search/text/kind-words.ts';

describe('a question names a kind', () => {
  it.each([
    ['groups that target hospitals', 'group'],
    ['chinese espionage group', 'group'],
    ['banking trojan', 'software'],
    ['Linux Ransomware?', 'software'],
    ['campaigns against power grids', 'campaign'],
    ['mitigations for phishing', 'mitigation'],
    ['techniques of phishing', 'technique'],
  ])('by its first or last word: %j', (text, kind) => {
    expect(readKind(text)?.kind).toBe(kind);
  });

  it.each(['ransomware deletes backups', 'add user to group policy', '', 'the'])('or not: %j', (text) => {
    expect(readKind(text)).toBeUndefined();
  });

  it('and is asked for without the name, if anything is left', () => {
    expect(readKind('Groups that target hospitals')?.rest).toBe(' that target hospitals');
    expect(readKind('the groups')?.rest).toBe('the groups');
  });
});
