import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILTER_FIELDS, type FilterTerm, findFieldSlip, readFilters } from '../../../src/search/filter/words.ts';

const is = (field: FilterTerm['field'], value: string): FilterTerm => ({ field, value, isNot: false });
const not = (field: FilterTerm['field'], value: string): FilterTerm => ({ field, value, isNot: true });

describe('filters in a text', () => {
  it.each<[string, readonly FilterTerm[], string]>([
    ['tactic:persistence registry', [is('tactic', 'persistence')], 'registry'],
    ['run keys TACTIC:Persistence please', [is('tactic', 'Persistence')], 'run keys please'],
    ['tactic: persistence', [is('tactic', 'persistence')], ''],
    [
      'tactics:persistence os:linux kind:group matrix:ics',
      [is('tactic', 'persistence'), is('platform', 'linux'), is('type', 'group'), is('domain', 'ics')],
      '',
    ],
    ['tactic:"defense evasion" lsass', [is('tactic', 'defense evasion')], 'lsass'],
    ['tactic:“defense evasion” lsass', [is('tactic', 'defense evasion')], 'lsass'],
    ["tactic:'defense evasion' lsass", [is('tactic', 'defense evasion')], 'lsass'],
    ['tactic:‘defense evasion’ lsass', [is('tactic', 'defense evasion')], 'lsass'],
    ['tactic:"defense evasion', [is('tactic', 'defense evasion')], ''],
    [
      'platform:linux,windows,"network devices"',
      [is('platform', 'linux'), is('platform', 'windows'), is('platform', 'network devices')],
      '',
    ],
    ['platform:linux platform:LINUX', [is('platform', 'linux')], ''],
    ['platform:linux, windows', [is('platform', 'linux')], 'windows'],
    ['-platform:windows', [not('platform', 'windows')], ''],
    ['–platform:windows —type:group', [not('platform', 'windows'), not('type', 'group')], ''],
    ['!platform:windows platform:!linux', [not('platform', 'windows'), not('platform', 'linux')], ''],
    ['not platform:windows NOT type:group', [not('platform', 'windows'), not('type', 'group')], ''],
    ['-platform:!windows', [not('platform', 'windows')], ''],
    ['platform:linux,!windows', [is('platform', 'linux'), not('platform', 'windows')], ''],
    ['type:technique,-sub-technique', [is('type', 'technique'), not('type', 'sub-technique')], ''],
    ['platform:–linux,—"network devices"', [not('platform', 'linux'), not('platform', 'network devices')], ''],
    ['registry (platform:windows)', [is('platform', 'windows')], 'registry ('],
    ['type:technique; cron.', [is('type', 'technique')], '; cron.'],
    ['platform: tactic:impact', [is('platform', ''), is('tactic', 'impact')], ''],
    ['what is on platform:', [is('platform', '')], 'what is on'],
    ['it’s "quoted" type:tool', [is('type', 'tool')], 'it’s quoted'],
  ])('%j', (typed, filters, rest) => {
    expect(readFilters(typed)).toEqual({ filters, rest });
  });

  it.each([
    'C:\\windows\\system32',
    'http://type:80/',
    'cmd.exe /c: whoami',
    'foo:bar',
    'Process Injection: Process Hollowing',
    'subtype:x mytactic:y',
    'T1055:type',
    'the type of platform',
    '',
  ])('%j has none, and stays as it is', (typed) => {
    expect(readFilters(typed)).toEqual({ filters: [], rest: typed });
  });

  it('are as many and as long as a button can hold', () => {
    const { filters, rest } = readFilters(
      `${'platform:a"b '.repeat(3)}platform:${'x'.repeat(500)} ${Array.from({ length: 40 }, (_, n) => `tactic:t${n}`).join(' ')} ${'word '.repeat(900)}`,
    );
    expect(filters).toHaveLength(9);
    expect(Math.max(...filters.map(({ value }) => value.length))).toBe(60);
    expect(rest.length).toBeLessThanOrEqual(200);
  });

  it('are read as they were written, in any order, with any signs', () => {
    const word = fc
      .stringMatching(/^[a-z0-9.+/-]{1,12}$/)
      .filter((text) => /^[a-z0-9].*[a-z0-9]$/.test(text) && text !== 'not');
    const term = fc.record({
      field: fc.constantFrom(...FILTER_FIELDS),
      value: fc.oneof(
        word,
        fc.tuple(word, word).map((two) => two.join(' ')),
      ),
      isNot: fc.boolean(),
      sign: fc.constantFrom('-', '!', 'not ', '—'),
      quote: fc.constantFrom('""', '“”', "''", '‘’'),
    });
    const part = fc.oneof(
      term,
      word.map((text) => ({ word: text })),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(part, {
          maxLength: 7,
          selector: (one) => JSON.stringify('word' in one ? one : [one.field, one.value]),
        }),
        (parts) => {
          const typed = parts.map((one) => {
            if ('word' in one) return one.word;
            const value = one.value.includes(' ') ? `${one.quote[0]}${one.value}${one.quote[1]}` : one.value;
            return `${one.isNot ? one.sign : ''}${one.field}:${value}`;
          });
          const filters = parts.flatMap((one) =>
            'word' in one ? [] : [{ field: one.field, value: one.value, isNot: one.isNot }],
          );
          const words = parts.flatMap((one) => ('word' in one ? [one.word] : []));
          expect(readFilters(typed.join(' '))).toEqual({ filters, rest: words.join(' ') });
        },
      ),
    );
  });

  it('are read in any text', () => {
    const part = fc.constantFrom(
      'tactic:',
      'not ',
      '-',
      '!',
      ':',
      ',',
      '"',
      "'",
      '“',
      ' ',
      '\u0000',
      '\ud83d',
      '<!channel>',
      'linux',
      '\\',
      'x'.repeat(90),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const { filters, rest } = readFilters(parts.join(''));
        for (const { value } of filters) expect(value).toMatch(/^[^"\\\p{Cc}]{0,60}$/u);
        if (filters.length > 0) expect(rest).toMatch(/^[^"\\\p{Cc}]{0,200}$/u);
        expect(JSON.stringify([filters, rest]).isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('a word before a colon', () => {
  it.each([
    ['tatic:persistence run', 'tactic', 'tactic:persistence run'],
    ['registry -Plataform:linux', 'platform', 'registry -platform:linux'],
    ['domian:ics', 'domain', 'domain:ics'],
    ['tpye:group', 'type', 'type:group'],
  ])('is a slip of a field in %j', (text, field, mended) => {
    expect(findFieldSlip(text)).toMatchObject({ field, mended });
  });

  it.each(['foo:bar', 'http://x', 'time:12', 'static:x', 'c:\\x', 'tatic: x', 'tatic', 'os:', 'xtatic_:y'])(
    'is none in %j',
    (text) => {
      expect(findFieldSlip(text)).toBeUndefined();
    },
  );
});
