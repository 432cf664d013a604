import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildText } from '../../src/search/build.ts';
import { withNews } from '../../src/search/catalog.ts';
import { runAtOnce } from '../../src/search/slices.ts';
import { LONGEST_TEXT, suggest } from '../../src/search/suggest.ts';
import { catalogOf, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, realCatalogWithText } from '../fixtures/shared.ts';
import { TALK } from '../fixtures/small-talk.ts';

const names = catalogOf({
  enterprise: [
    tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
    technique({ id: 'T1053', name: 'Scheduled Task' }),
    technique({ id: 'T1490', name: 'Inhibit System Recovery' }),
    technique({ id: 'T1113', name: 'Screen Capture' }),
  ],
});
const catalog = withNews(names, { text: runAtOnce(buildText(names, [])) });

/** How often the texts are looked into. */
function countLooks(text: string): number {
  const { text: index } = catalog;
  if (!index) throw new Error('the texts are not read');
  let looks = 0;
  const counted: typeof index = {
    others: index.others,
    sayings: index.sayings,
    get techniques() {
      looks += 1;
      return index.techniques;
    },
  };
  suggest({ ...catalog, text: counted }, text);
  return looks;
}

function idsOf(text: string, within = catalog): readonly string[] {
  return suggest(within, text).map(({ technique: { id } }) => id);
}

describe('a suggestion', () => {
  it('tells which sentence told, and where it stands', () => {
    const text = 'It was a Monday. With a scheduled task.\nThen everybody went home.';
    expect(suggest(catalog, text)).toMatchObject([
      { technique: { id: 'T1053' }, sentence: 'With a scheduled task.', start: 17, end: 39 },
    ]);
  });

  it('is made once a technique, however often the text tells of it', () => {
    expect(idsOf('A scheduled task. Another scheduled task! A third scheduled task?')).toEqual(['T1053']);
  });

  it('is made of each clause too', () => {
    const text = 'It has a scheduled task and it has the screen capture';
    expect(new Set(idsOf(text))).toEqual(new Set(['T1053', 'T1113']));
  });

  it('is not made of what lies beyond the longest text', () => {
    expect(idsOf(`${' '.repeat(LONGEST_TEXT)}scheduled task`)).toEqual([]);
  });

  it('is not made before the texts are read', () => {
    expect(idsOf('scheduled task', names)).toEqual([]);
  });

  it('is asked for once a sentence, however often the text has it', () => {
    expect(countLooks('task\n')).toBeGreaterThan(0);
    expect(countLooks('task\n'.repeat(2000))).toBe(countLooks('task\n'));
  });

  it.each(['a\n', '. ', 'a, it is in it, ', ' and '])('is not asked for where no word counts: %j', (text) => {
    expect(countLooks(text.repeat(100))).toBe(0);
  });

  it.each([
    ['lines', (n: number) => `task${n}\n`],
    ['clauses', (n: number) => `a b c task${n}, `],
  ])('is asked for at most once for 25 characters of short %s, and 20 times more', (_name, say) => {
    const text = Array.from({ length: 800 }, (_, n) => say(n)).join('');
    expect(countLooks(text)).toBeLessThanOrEqual(countLooks('task') * (21 + Math.min(text.length, LONGEST_TEXT) / 25));
    expect(idsOf(`${text.slice(0, 9000)}\nThere is a scheduled task in it`)).toContain('T1053');
  });

  it('is not made of half a character, where a sentence or the text is too long', () => {
    const [long] = suggest(catalog, `scheduled-task-${'😀'.repeat(300)}`);
    expect(long?.sentence).toBe(`scheduled-task-${'😀'.repeat(192)}`);
    const lead = ' '.repeat(LONGEST_TEXT - 16);
    expect(suggest(catalog, `${lead}scheduled task 😀`)).toMatchObject([{ sentence: 'scheduled task' }]);
  });

  it('gives the place of its sentence in any text', () => {
    const words = fc.constantFrom(
      'scheduled task',
      'screen capture',
      '. ',
      '\n',
      ', ',
      ' and ',
      '🤷',
      '\ud800',
      'é',
      'x'.repeat(500),
    );
    fc.assert(
      fc.property(
        fc.array(words).map((parts) => parts.join(' ')),
        (text) => {
          for (const { sentence, start, end, confidence } of suggest(catalog, text)) {
            expect(text.slice(start, end)).toBe(sentence);
            expect(confidence).toBeGreaterThan(0);
            expect(confidence).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe.skipIf(!hasShared)('suggestions from the real domains (need ../shared)', () => {
  it.each([
    ['The tool dumped the memory of LSASS with procdump.', 'T1003.001'],
    ['All shadow copies were deleted with vssadmin.', 'T1490'],
    ['A scheduled task starts the malware at each logon.', 'T1053.005'],
  ])('%j describes %s', (text, id) => {
    expect(idsOf(text, realCatalogWithText())).toContain(id);
  });

  it.each([
    'Lunch is at noon in the cafeteria.',
    'Can somebody take over my shift on Friday evening?',
    'Happy birthday, have a great day!',
    'The train was late because of the snow.',
    'Please remember to fill in your timesheets.',
  ])('%j describes none', (text) => {
    expect(idsOf(text, realCatalogWithText())).toEqual([]);
  });

  it('are made of at most 2 of 100 sentences of small talk', () => {
    const suggested = TALK.filter((text) => suggest(realCatalogWithText(), text).length > 0);
    expect(suggested.length / TALK.length, suggested.join('; ')).toBeLessThanOrEqual(0.02);
  });
});
