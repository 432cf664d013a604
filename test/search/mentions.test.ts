import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMentions } from '../../src/search/mentions.ts';
import { hasShared, readOracle, realCatalog } from '../fixtures/shared.ts';

const KNOWN = new Set([
  ...[
    'T1055',
    'T1055.012',
    'T1059',
    'T0800',
    'T0800.001',
    'TA0002',
    'G0016',
    'S0154',
    'C0024',
    'M1013',
    'DS0009',
    'DC0032',
  ],
  ...['DET0508', 'AN1399', 'A0001'],
]);
const PAGE = 'https://attack.mitre.org/techniques/T1055';

function find(text: string): readonly string[] {
  return findMentions(text, (id) => KNOWN.has(id)).map(({ id }) => id);
}

describe('findMentions', () => {
  it('tells form and place', () => {
    const text = `T1059, <${PAGE}|T1055>, attack.s0154 and T1055/012`;
    const mentions = findMentions(text, (id) => KNOWN.has(id));
    expect(mentions.map(({ id, form, start, end }) => [id, form, text.slice(start, end)])).toEqual([
      ['T1059', 'bare', 'T1059'],
      ['T1055', 'link', `<${PAGE}|T1055>`],
      ['S0154', 'tag', 'attack.s0154'],
      ['T1055.012', 'bare', 'T1055/012'],
    ]);
  });

  it('names an ID once, in its first place and its most explicit form', () => {
    expect(findMentions(`G0016 and https://attack.mitre.org/groups/G0016`, () => true)).toEqual([
      { id: 'G0016', start: 0, end: 5, form: 'link' },
    ]);
  });

  it('finds only what exists', () => {
    expect(find('T9999 T1055.999 T1055')).toEqual(['T1055']);
  });

  it('knows every family, bare', () => {
    const all = [...KNOWN];
    expect(find(all.join(' '))).toEqual(all);
  });

  it.each([
    ['quotes', '"T1055" “T1055” ‘T1059’', ['T1055', 'T1059']],
    ['brackets', '(T1055) [T1059] {TA0002}', ['T1055', 'T1059', 'TA0002']],
    ['a possessive', "T1055's and T1059’s", ['T1055', 'T1059']],
    ['a line break', 'T1055\nT1059\r\n', ['T1055', 'T1059']],
    ['a no-break space and a zero-width one', 'a\u00a0T1055\u00a0b\u200bT1059\u200bc', ['T1055', 'T1059']],
    ['Chinese, Japanese, Korean neighbours', '检测T1055技术、T1059を T0800은', ['T1055', 'T1059', 'T0800']],
    ['full-width punctuation', '（T1055）：T1059。', ['T1055', 'T1059']],
    ['emoji', ':fire:T1055:fire: 🔥T1059🔥', ['T1055', 'T1059']],
    ['a table', '| T1055 | T1059 |', ['T1055', 'T1059']],
    ['an ellipsis and dashes', 'T1055...then T1059--or—T0800–', ['T1055', 'T1059', 'T0800']],
    ['slashes', 'T1055/T1059 Execution/TA0002', ['T1055', 'T1059', 'TA0002']],
    ['a sub-technique written as on the site', 'T1055/012', ['T1055.012']],
    ['a range', 'T1055-T1059', ['T1055', 'T1059']],
    ['an adjective', 'a T1055-based loader', ['T1055']],
    ['signs', 'T1055+T1059=TA0002 #T0800', ['T1055', 'T1059', 'TA0002', 'T0800']],
    ['escaped brackets', '&lt;T1055&gt; &amp;T1059', ['T1055', 'T1059']],
    ['raw brackets', '<T1055>', ['T1055']],
    ['bold, italic, struck', '*T1055* _T1059_ ~TA0002~ *_T0800_*', ['T1055', 'T1059', 'TA0002', 'T0800']],
    ['italics of several words', '_T1055 and T1059_', ['T1055', 'T1059']],
    ['a list', '- T1055\n-T1059\n• TA0002', ['T1055', 'T1059', 'TA0002']],
    ['a tag of Sigma', 'tags:\n- attack.t1055.012\n- attack.T1059', ['T1055.012', 'T1059']],
    ['an ICS sub-technique', 'T0800.001', ['T0800.001']],
  ])('sees IDs beside %s', (_what, text, ids) => {
    expect(find(text)).toEqual(ids);
  });

  it.each([
    ['glued letters, digits and underscores', 'XT1055 T10555 T1055x T1055_x x_T1055 T1055T1059'],
    ['a lone underscore', 'T1055_ _T1059 __T0800__'],
    ['other alphabets’ letters', 'ТT1055 T1055é ＡT1055 T1055１'],
    ['full-width letters', 'Ｔ１０５５'],
    ['lower case', 't1055 ta0002'],
    ['keys of a tracker', 'PROJ-T1055 T1055-2 2024-T1055'],
    ['dots', 'rev.T1055 T1055.md T1055.12 T1055.0123 T1055.012.003'],
    [
      'an e-mail address',
      'T1055@example.com x@T1055.com T1055+x@example.com <mailto:T1055@example.com|T1055@example.com>',
    ],
    ['paths', 'C:\\T1055\\x /srv/T1055 ~/T1055 ./T1055/x atomics/T1055/T1055.md'],
    [
      'addresses on other hosts',
      `https://example.com/T1055 example.com/T1055?a=T1059 ftp://x/T1055 https://example.com/?u=${PAGE}`,
    ],
    ['what Slack links by itself', '<https://example.com/T1055|example.com/T1055> <http://T1055.md|T1055.md>'],
    [
      'hosts that look alike',
      'https://attack.mitre.org.evil.com/techniques/T1055 https://x@attack.mitre.org/techniques/T1055',
    ],
    ['a defanged host', 'T1055[.]example[.]com'],
    ['hashes', 'd41d8cd98f00b204e9800998ecf8427eT1055'],
    ['Slack’s own entities', '<@U0T1055> <#C0024|T1055> <!subteam^S0154|@T1055> <!date^1^T1055|T1055>'],
    ['code', '`T1055` `` T1059 `` ```T1055\n\nT1059``` x'],
    ['code that was never closed', '```\nT1055'],
    ['quotes', '&gt; T1055\n &gt; T1059\n> T1055'],
    ['a quote to the end', '&gt;&gt;&gt; T1055\nT1059'],
    [
      'other pages of the site',
      'https://attack.mitre.org/matrices/enterprise/ https://attack.mitre.org/mitigations/T1055',
    ],
  ])('sees no ID in %s', (_what, text) => {
    expect(find(text)).toEqual([]);
  });

  it.each([
    [
      'defanged',
      'hxxps://attack[.]mitre[.]org/techniques/T1055/012, https[:]//attack.mitre.org/groups/G0016',
      ['T1055.012', 'G0016'],
    ],
    ['without a scheme', '(attack.mitre.org/software/S0154)', ['S0154']],
    ['before Japanese', `${PAGE}を参照`, ['T1055']],
    ['one after the other', `${PAGE},https://attack.mitre.org/techniques/T1059;`, ['T1055', 'T1059']],
    ['in brackets and italics', `&lt;${PAGE}&gt; _https://attack.mitre.org/techniques/T1059_`, ['T1055', 'T1059']],
    ['in Markdown', `[T1059](${PAGE}).`, ['T1059', 'T1055']],
    [
      'with query and fragment',
      `<${PAGE}?a=1&amp;b=2#c> https://attack.mitre.org/techniques/T1059/?a=1&amp;b#c`,
      ['T1055', 'T1059'],
    ],
    ['of an analytic', '<https://attack.mitre.org/detectionstrategies/DET0508#AN1399>', ['AN1399']],
    ['with a label that says more', `<${PAGE}|T1059>`, ['T1055']],
  ])('sees links %s', (_what, text, ids) => {
    expect(find(text)).toEqual(ids);
  });

  it('reads the label of a link that leads elsewhere', () => {
    expect(find('<https://example.com/blog|Notes on T1055>')).toEqual(['T1055']);
  });

  it('goes on after code, a quote and an entity', () => {
    expect(find('`x` T1055\n&gt; x\nT1059 <@U1> TA0002 ```\nx\n``` T0800')).toEqual([
      'T1055',
      'T1059',
      'TA0002',
      'T0800',
    ]);
    expect(find('it`s T1055\nit`s T1059')).toEqual(['T1055', 'T1059']);
    expect(find('a < T1055 > b')).toEqual(['T1055']);
  });
});

/** Words and separators whose meaning does not depend on what stands further away, so that a pattern can judge each word alone. */
const words = fc.oneof(
  fc.constantFrom(
    ...KNOWN,
    ...['T9999', 't1055', 'T1055.12', 'T1055_', 'x.T1055', 'T1055-2', 'X-T1055', 'T1055.012.003', 'T105', 'and'],
  ),
  fc.stringMatching(/^[TGSCMDA][TAESNC]{0,2}\d{3,5}(\.\d{2,4})?[a-z]?$/),
);
const separators = fc.constantFrom(
  ' ',
  ', ',
  '. ',
  ': ',
  '; ',
  ' (',
  ') ',
  '\n',
  '\u00a0',
  '|',
  ' "',
  '" ',
  '…',
  '*',
  '。',
  '漢',
  ' 🔥',
);

describe('against a naive reading', () => {
  it('finds the same IDs in the same order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(words, separators), { maxLength: 30 }), (pieces) => {
        const naive = pieces.map(([word]) => word).filter((word) => KNOWN.has(word));
        expect(find(pieces.flat().join(''))).toEqual([...new Set(naive)]);
      }),
    );
  });

  it('notes places that read as the ID, whatever stands around', () => {
    const markup = fc.constantFrom(
      '`',
      '```',
      '<',
      '>',
      '|',
      '_',
      '*',
      '&gt;',
      '\n',
      '/',
      '-',
      '.',
      '@',
      '\\',
      'https://',
      'attack.',
      '[.]',
      PAGE,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, separators, markup), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { id, start, end, form } of findMentions(text, () => true)) {
          const source = text.slice(start, end);
          if (form === 'bare') expect(source.replace('/', '.')).toBe(id);
          else expect(source.toUpperCase().replaceAll('/', '.')).toContain(id);
        }
      }),
    );
  });
});

describe('hostile texts', () => {
  it.each([
    ...[
      '`',
      '```',
      '<',
      '<http://a|',
      '_',
      '_a ',
      'T1055-',
      'T1055/',
      'T1055+',
      'a@b`',
      'https://',
      'https://attack.mitre.org/',
      '\n',
    ],
    ...['&gt;', '&gt; ', '[:]//', '.', '-', 'éT1055é', 'attack.', 'a://b<', 'a://`'],
    ...['T1055 `', 'T1055 <', 'T1055_\n', '_T1055é_', 'a@T1055,', '```T1055'],
  ])('%j is read over and over for a megabyte, which would not end were the scan not linear', (piece) => {
    const text = piece.repeat(2 ** 20 / piece.length);
    expect(findMentions(`${text}\nT1059`, () => true).length).toBeLessThanOrEqual(2);
  });
});

describe.skipIf(!hasShared)('the match vectors (need ../shared)', () => {
  const vectors = (hasShared ? readOracle('match-vectors') : []) as { text: string; ids: string[]; why: string }[];

  it.each(vectors)('$why: $text', ({ text, ids }) => {
    const { byId } = realCatalog();
    expect(findMentions(text, (id) => byId.has(id)).map(({ id }) => id)).toEqual(ids);
  });
});
