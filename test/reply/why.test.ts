import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context } from '../../src/reply/blocks.ts';
import { reply } from '../../src/reply/reply.ts';
import { whyFound } from '../../src/reply/views/why.ts';
import type { Hit } from '../../src/search/find.ts';
import { group, objectOf, relationship, type Stix, strategy, technique } from '../fixtures/bundle.ts';
import { anyText, HOSTILE_TEXTS, searchable } from '../search/text/searchable.ts';

const other = technique({ id: 'T1999', name: 'Something Else', description: 'It is about the vault of nobody.' });
const bear = group({ id: 'G0001', name: 'Bear' });

interface Options {
  readonly by?: Hit['by'];
  readonly others?: readonly Stix[];
}

/** Of a technique that is described so. */
function why(description: string, asked = 'lsass', { by = 'text', others = [] }: Options = {}): string {
  const told = technique({ id: 'T1000', name: 'Zed', description });
  const uses = others.map((one) => relationship(one, one.type === 'intrusion-set' ? 'uses' : 'detects', told, 'Seen.'));
  const catalog = searchable([told, other, ...others, ...uses]);
  return whyFound(catalog, { object: objectOf(catalog, told, 'technique'), label: 'Zed', score: 1, by }, asked);
}

/** Words that fill a passage. */
function fill(count: number): string {
  return 'word '.repeat(count).trimEnd();
}

describe('why a technique was found', () => {
  it('is the telling passage with the question’s words in bold', () => {
    expect(why('Nothing here. Reads the memory of LSASS now.', 'lsass memories')).toBe(
      'Its description: “Reads the *memory* of *LSASS* now.”',
    );
  });

  it('names who was seen doing so', () => {
    expect(why('', 'seen', { others: [bear] })).toBe('Procedure of G0001: “*Seen*.”');
  });

  it('tells that it stands in what detects', () => {
    const plan = strategy({ id: 'DET0001', name: 'Odd handles of a process' });
    expect(why('', 'handle', { others: [plan] })).toBe('Its detection: “Odd *handles* of a process”');
  });

  it('is not said where a name found it', () => {
    expect(why('Reads LSASS.', 'lsass', { by: 'name' })).toBe('');
  });

  it('is what slang means, where that is its name', () => {
    const middle = technique({ id: 'T1557', name: 'Adversary-in-the-Middle' });
    const catalog = searchable([middle, other]);
    const hit = { object: objectOf(catalog, middle, 'technique'), label: '', score: 1, by: 'name' } as const;
    expect(whyFound(catalog, hit, 'MitM')).toBe('“MitM” means Adversary-in-the-Middle');
    expect(whyFound(catalog, hit, 'in the middle')).toBe('');
    expect(whyFound(catalog, hit, 'kerberoast')).toBe('');
    const [lead] = reply({ kind: 'search', text: 'MitM', page: 1 }, catalog, { now: 0, isPrivate: false }).blocks;
    expect(lead).toEqual(context('“MitM” means Adversary-in-the-Middle:'));
  });

  it('is not said where only its own name tells, which stands there anyway', () => {
    expect(why('Reads LSASS.', 'zed')).toBe('');
  });

  it('is not said where nothing of the text is left', () => {
    expect(why('Reads LSASS.', 'vault')).toBe('');
    expect(why('Reads LSASS.', '')).toBe('');
  });

  it('is not said of what is no technique, nor while there is no index', () => {
    const catalog = searchable([other, bear]);
    const hit = { label: '', score: 1, by: 'text' } as const;
    expect(whyFound(catalog, { ...hit, object: objectOf(catalog, bear, 'group') }, 'bear')).toBe('');
    const unread = { ...catalog, text: undefined };
    expect(whyFound(unread, { ...hit, object: objectOf(catalog, other, 'technique') }, 'vault')).toBe('');
  });
});

describe('bold', () => {
  it.each([
    ['An lsassy thing and the lsass', 'An lsassy thing and the *lsass*'],
    ['A lsass.exe or lsass', 'A lsass.exe or *lsass*'],
    ['lsass first', '*lsass* first'],
    ['pre_lsass lsass', 'pre_lsass *lsass*'],
    ['the word alsass and lsass', 'the word alsass and *lsass*'],
  ])('is for whole words: %j', (passage, shown) => {
    expect(why(passage)).toBe(`Its description: “${shown}”`);
  });
});

describe('a long passage', () => {
  it('is cut between words, around the first that tells', () => {
    const shown = why(`${fill(50)} lsass ${fill(50)}`);
    expect(shown).toMatch(/^Its description: “… (?:word )+\*lsass\*(?: word)+ …”$/);
    expect(shown.length).toBeLessThan(230);
  });

  it('is shown from its beginning where the word stands there', () => {
    expect(why(`lsass ${fill(50)}`)).toMatch(/^Its description: “\*lsass\*(?: word)+ …”$/);
  });

  it('of 180 characters is whole', () => {
    const passage = `lsass ${'x'.repeat(174)}`;
    expect(why(passage)).toBe(`Its description: “*lsass* ${'x'.repeat(174)}”`);
  });

  it('is shown to its end where the word stands there', () => {
    expect(why(`${fill(60)} lsass`)).toMatch(/^Its description: “… (?:word )+\*lsass\*”$/);
  });

  it('is cut around the word, not around its letters', () => {
    expect(why(`The category ${fill(60)} the cat sat ${fill(40)}`, 'cat')).toContain('*cat*');
  });

  it('is not cut within a character', () => {
    expect(why(`lsass${'😀'.repeat(120)}`).isWellFormed()).toBe(true);
    expect(why(`lsass-${'😀'.repeat(120)}`).isWellFormed()).toBe(true);
  });
});

describe('a hostile passage', () => {
  it.each([
    ['<!channel> lsass <@U123>', '&lt;!channel&gt; *lsass* &lt;@U123&gt;'],
    ['lsass & <mailto:x|T1055>', '*lsass* &amp; &lt;mailto:x|T1055&gt;'],
    ['an :smile: lsass', 'an :\u200bsmile: *lsass*'],
    ['*all* of lsass', '*\u200ball* of *lsass*'],
    ['the _very_ ~last~ lsass', 'the _\u200bvery_ ~\u200blast~ *lsass*'],
    ['x *click the lsass', 'x *\u200bclick the *lsass*'],
    ['(*click lsass) *', '(*\u200bclick *lsass*) *'],
    ['> lsass', '\u200b&gt; *lsass*'],
    ['left \u202e lsass \u0000 right', 'left  *lsass*  right'],
  ])('%j notifies nobody and formats nothing', (passage, shown) => {
    expect(why(passage)).toBe(`Its description: “${shown}”`);
  });

  it.each(['_a lsass b_ c', '~a lsass b~ c', '*a lsass b* c', '`a lsass b` c'])(
    '%j formats nothing across a bold word',
    (passage) => {
      expect(why(passage)).not.toMatch(/(?<![\p{L}\p{N}\u200b])([_~*`])a \*lsass\* b\1/u);
    },
  );

  it('of any kind leaves no bare bracket', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = why(`${text} lsass ${text}`);
        expect(shown).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 60 },
    );
  });

  it.each(HOSTILE_TEXTS)('may be %s', (_name, text) => {
    expect(why(`${text} lsass`).length).toBeLessThan(1500);
    expect(why('Reads LSASS.', `lsass ${text}`)).toBe('Its description: “Reads *LSASS*.”');
  });
});
