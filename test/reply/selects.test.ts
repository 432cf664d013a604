import { describe, expect, it } from 'vitest';
import { openMenu, pageMenu, readOption } from '../../src/reply/selects.ts';
import { catalogOf, tactic, technique } from '../fixtures/bundle.ts';

const catalog = catalogOf({
  enterprise: [
    tactic({ id: 'TA0005', shortname: 'stealth' }),
    technique({ id: 'T1055', name: 'Process Injection' }),
    technique({ id: '', stixId: 'attack-pattern--1', name: 'x'.repeat(90) }),
    technique({ id: '', stixId: `attack-pattern--${'x'.repeat(76)}` }),
    ...Array.from({ length: 120 }, (_, at) => technique({ id: `T${2000 + at}` })),
  ],
});

const search = { kind: 'search', text: 'registry', page: 7 } as const;

describe('a menu of objects', () => {
  it('opens the one that is chosen', () => {
    const [menu] = openMenu(catalog, catalog.objects.slice(1, 3), 'techniques');
    expect(menu?.placeholder?.text).toBe('Open one of these (techniques)');
    expect(menu?.options?.map(({ text }) => text.text)).toEqual(['T1055 · Process Injection', `${'x'.repeat(74)}…`]);
    expect(readOption(menu?.action_id ?? '', menu?.options?.[1]?.value ?? '')).toEqual({
      kind: 'open',
      key: 'attack-pattern--1',
    });
  });

  it('leaves out what Slack would refuse, and is none where nothing is left', () => {
    const long = catalog.objects.filter(({ stixId }) => stixId.length > 75);
    expect(long).toHaveLength(1);
    expect(openMenu(catalog, long)).toEqual([]);
    expect(openMenu(catalog, catalog.objects)[0]?.options).toHaveLength(100);
  });
});

describe('a menu of pages', () => {
  it('goes to the page that is chosen, of the question that it stands for', () => {
    const [menu] = pageMenu(search, 7, 60);
    const pages = menu?.options?.map(({ value }) => Number(value)) ?? [];
    expect(pages.at(0)).toBe(1);
    expect(pages.at(-1)).toBe(60);
    expect(pages.length).toBeLessThanOrEqual(10);
    expect(readOption(menu?.action_id ?? '', '60')).toEqual({ ...search, page: 60 });
  });

  it('offers every other page of a few', () => {
    const [menu] = pageMenu(search, 2, 5);
    expect(menu?.options?.map(({ text }) => text.text)).toEqual([1, 3, 4, 5].map((page) => `Page ${page} of 5`));
  });

  it('is none where there is one page, or a question too long to stand beside it', () => {
    expect(pageMenu(search, 1, 1)).toEqual([]);
    expect(pageMenu({ ...search, text: 'x'.repeat(250) }, 1, 5)).toEqual([]);
  });
});

describe('an option of an older version of the bot', () => {
  it.each([
    ['ask.0', '1'],
    ['ask.page ', '1'],
    ['ask.page {"kind":"help"}', '1'],
    ['ask.page {"kind":"search","text":"x","page":1}', '0'],
    ['ask.page {"kind":"search","text":"x","page":1}', 'two'],
    ['opened', 'T1055'],
  ])('asks nothing: %j %j', (actionId, value) => {
    expect(readOption(actionId, value)).toBeUndefined();
  });
});
