import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/search/text/explain.ts';
import { group, relationship, type Stix, strategy, technique } from '../../fixtures/bundle.ts';
import { anyText, anyWorld, HOSTILE_TEXTS, type Searchable, searchable, techniqueOf } from './searchable.ts';

const memory = technique({
  id: 'T1003.001',
  name: 'LSASS Memory',
  description: 'Secrets lie in a process.(Citation: Somebody) They are <code>dumped</code>\n\nto a file.',
});
const bear = group({ id: 'G0001', name: 'Bear' });
const plan = strategy({ id: 'DET0001', name: 'Odd Handles' });
const desktop = technique({ id: 'T1021.001', name: 'Logon', description: 'The Remote Desktop of somebody else.' });
const catalog = searchable([
  memory,
  bear,
  relationship(bear, 'uses', memory, 'It ran [ProcDump](https://attack.mitre.org/software/S0001).'),
  plan,
  relationship(plan, 'detects', memory),
  desktop,
]);

function why(asked: string, stix: Stix = memory, within: Searchable = catalog) {
  return explain(within, within.text, techniqueOf(within, stix), asked);
}

/** Of a technique that nothing else is told of. */
function whyTold(description: string, asked: string) {
  const told = technique({ id: 'T1000', name: 'Zed', description });
  return why(asked, told, searchable([told, memory]));
}

describe('an explanation', () => {
  it('is the passage that has the question’s words, in its own spelling', () => {
    expect(why('process secrets')).toEqual({
      field: 'description',
      passage: 'Secrets lie in a process.',
      by: undefined,
      words: ['Secrets', 'process'],
    });
  });

  it('names who was seen doing so', () => {
    expect(why('procdump')).toEqual({
      field: 'procedure',
      passage: 'It ran ProcDump.',
      by: catalog.byStixId.get(bear.id),
      words: ['ProcDump'],
    });
  });

  it('may come from what detects', () => {
    expect(why('handle')).toMatchObject({ field: 'detection', passage: 'Odd Handles', words: ['Handles'] });
  });

  it('goes by the word’s stem and without markup, on one line', () => {
    expect(why('dumping files')).toMatchObject({ passage: 'They are dumped to a file.', words: ['dumped', 'file'] });
  });

  it('has what a short form means', () => {
    expect(why('rdp', desktop)).toMatchObject({ field: 'description', words: ['Remote', 'Desktop'] });
  });

  it('prefers the shorter of two passages that have the same', () => {
    const long = 'A sentence that at great length comes to speak of the vault somewhere.';
    expect(whyTold(`${long} Opens a vault.`, 'vault')).toMatchObject({ passage: 'Opens a vault.' });
  });

  it.each(['', 'hello', 'qqqq', 'remote desktop'])('is none for %j', (asked) => {
    expect(why(asked)).toBeUndefined();
  });

  it('is no name, which is shown anyway, but the best of all else', () => {
    const reader = technique({ id: 'T1000', name: 'Vault Reader', description: 'It has a door. It opens the vault.' });
    const part = technique({ id: 'T1000.001', name: 'Part', description: 'Who is a reader of keys?' });
    const within = searchable([reader, part, relationship(part, 'subtechnique-of', reader)]);
    expect(why('vault reader', reader, within)).toMatchObject({ field: 'description', words: ['vault'] });
    expect(why('vault reader', part, within)).toMatchObject({ field: 'description', words: ['reader'] });
    expect(why('part', part, within)).toBeUndefined();
  });

  it('does not tell of the kind that the question names', () => {
    const within = searchable([
      memory,
      group({ id: 'G0002', name: 'Fox', description: 'A group that targets hospitals.' }),
    ]);
    const fox = within.objects.find(({ id }) => id === 'G0002');
    if (!fox) throw new Error('no fox');
    const wordsFor = (asked: string) => explain(within, within.text, fox, asked)?.words;
    expect(wordsFor('groups targeting hospitals')).toEqual(['targets', 'hospitals']);
    expect(wordsFor('hospitals of a group of clinics')).toEqual(['group', 'hospitals']);
  });

  it('has each word once', () => {
    expect(whyTold('Vault vault VAULT vault.', 'vault')?.words).toEqual(['Vault', 'vault', 'VAULT']);
  });

  // A ligature and a decomposed accent change a text's length by as much: the places of the one are not those of the other.
  it('has the passage’s words even where folding moves them', () => {
    expect(whyTold('The ﬁle cafe\u0301 vault.', 'file vault')?.words).toEqual(['ﬁle', 'vault']);
  });

  it('has the passage’s own spelling beside signs that folding spells out', () => {
    expect(whyTold('A Vault™ of Secrets…', 'vault secrets')?.words).toContain('Secrets');
  });

  it('of any text has words which stand in its passage', () => {
    fc.assert(
      fc.property(anyWorld, anyText, (objects, asked) => {
        const within = searchable(objects);
        for (const object of within.objects) {
          if (object.kind !== 'technique') continue;
          const found = explain(within, within.text, object, asked);
          if (!found) continue;
          expect(found.words.length).toBeGreaterThan(0);
          for (const word of found.words) expect(found.passage).toContain(word);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(HOSTILE_TEXTS)('is given of %s, asked and told', (_name, text) => {
    why(`${text} lsass`);
    expect(whyTold(`${text} vault.`, 'vault')?.words.join(' ')).toMatch(/vault/i);
  });
});
