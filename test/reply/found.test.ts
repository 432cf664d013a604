import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInMessage } from '../../src/reply/found.ts';
import { askToTick, foundView, notPostedView, postedView, postingView } from '../../src/reply/views/found.ts';
import { checkView } from '../../src/sandbox/view-check.ts';
import { buildText } from '../../src/search/build.ts';
import { type Catalog, withNews } from '../../src/search/catalog.ts';
import { runAtOnce } from '../../src/search/slices.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { hasShared, realCatalogWithText } from '../fixtures/shared.ts';

type Boxes = {
  readonly options: readonly { readonly text: { readonly text: string } }[];
  readonly initial_options?: unknown;
};

const catalog = withNews(SMALL_CATALOG, { text: runAtOnce(buildText(SMALL_CATALOG, [])) });

describe('what a message is about', () => {
  it('is what it names, by ID, tag and link, in the order of appearance', () => {
    const found = find('S0154 and attack.t1055.012, <https://attack.mitre.org/groups/G0016|them>, T1055 again T1055');
    expect(found.map(({ kind, object }) => [kind, object.id])).toEqual([
      ['named', 'S0154'],
      ['named', 'T1055.012'],
      ['linked', 'G0016'],
      ['named', 'T1055'],
    ]);
  });

  it('is also what stands in code and quotes, as alerts write it', () => {
    expect(find('```tags: T1055```\n&gt; `T1059`\n&gt;&gt;&gt; G0016').map(({ object }) => object.id)).toEqual([
      'T1055',
      'T1059',
      'G0016',
    ]);
  });

  it('is no ID that ATT&CK does not have', () => {
    expect(find('T9999 G9999 C1234')).toEqual([]);
  });
});

describe('the modal of what was found', () => {
  it('has a box for each, whose label stands alone, ticked for what is named', () => {
    const view = viewOf('T1055, G0016');
    expect(
      boxesOf(view).map(({ options, initial_options: ticked }) => [options[0]?.text.text, ticked !== undefined]),
    ).toEqual([
      ['Post T1055', true],
      ['Post G0016', true],
    ]);
    expect(view.submit?.text).toBe('Post in thread');
    expect(textOf(view)).toContain('_Named in the message_');
  });

  it('shows what a revoked one has become', () => {
    expect(textOf(viewOf('T1086'))).toMatch(/Revoked:.* is now .*T1059\.001/);
  });

  it('says what was read where nothing is found, and where to go on', () => {
    const view = viewOf('lunch at <noon> & *then* coffee?');
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toContain('I found no ATT&amp;CK object');
    expect(textOf(view)).toContain('lunch at &lt;noon&gt; &amp;');
    expect(textOf(view)).toContain('/attack dumped lsass memory');
    expect(textOf(viewOf(' '))).toContain('no words that I could read');
  });

  it('shows twenty and names the rest', () => {
    const ids = SMALL_CATALOG.objects
      .filter(({ kind }) => kind === 'group' || kind === 'technique')
      .map(({ id }) => id);
    const view = viewOf(ids.join(' '));
    expect(boxesOf(view)).toHaveLength(20);
    expect(textOf(view)).toContain(`And ${ids.length - 20} more: `);
  });

  it('keeps what it shows when nothing is ticked, with one note on top', () => {
    const view = viewOf('T1055');
    const again = askToTick(askToTick(view.blocks, 'm').blocks, 'm');
    expect(textOf(again)).toMatch(/^\*Nothing is ticked\.\*/);
    expect(again.blocks.slice(1)).toEqual(view.blocks);
  });

  it.each([
    ['many', '<!channel> `T1055` G0016 '.repeat(400)],
    ['hostile', '<!channel> <@U1> *_~`'.repeat(200)],
    ['nothing', ''],
    ['turned', '\u202e\u0000T1055\ud83d'],
  ])('keeps to Slack’s limits: %s', (_, text) => {
    expect(checkView(viewOf(text), 'modal')).toBeUndefined();
    expect(textOf(viewOf(text))).not.toMatch(/<!|<@/);
  });

  it('echoes nothing that acts, whatever the message holds', () => {
    const parts = [
      '<!channel>',
      '<@U1>',
      '<https://evil.example|T1055>',
      '*',
      '_',
      '`',
      '\n',
      '&lt;!here&gt;',
      'T1055',
      'G0016',
      '\u202e',
      '\u0000',
      '\ud83d',
      '🔥',
      'a'.repeat(900),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (chosen) => {
        const view = viewOf(chosen.join(' '));
        expect(checkView(view, 'modal')).toBeUndefined();
        expect(textOf(view)).not.toMatch(/<[!@#]|evil\.example\|/);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    postingView(),
    postedView(),
    notPostedView('not taken', 'r'),
    notPostedView('too late', 'r'),
    notPostedView('not allowed', 'r'),
    notPostedView('failed', 'r'),
  ])('keeps to Slack’s limits when it tells how posting went', (view) => {
    expect(checkView(view, 'modal')).toBeUndefined();
  });
});

describe('right after a start', () => {
  it('the modal says that descriptions are not read yet', () => {
    for (const text of ['T1055', 'nothing']) {
      const view = foundView(find(text, SMALL_CATALOG), text, SMALL_CATALOG, '{}');
      expect(textOf(view)).toContain('still being read in');
    }
  });
});

describe.skipIf(!hasShared)('what a message about real ATT&CK tells (needs ../shared)', () => {
  it('is also the techniques that it describes, unticked, with the sentence and how sure', () => {
    const real = hasShared ? realCatalogWithText() : catalog;
    const text = 'All quiet at first.\nThen someone dumped the memory of lsass.exe with <procdump>. See T1055.';
    const found = find(text, real);
    expect(found.map(({ kind, object }) => [kind, object.id])).toEqual([
      ['named', 'T1055'],
      ['described', 'T1003.001'],
    ]);
    const view = foundView(found, text, real, '{}');
    expect(boxesOf(view).map(({ initial_options: ticked }) => ticked !== undefined)).toEqual([true, false]);
    expect(textOf(view)).toMatch(/_(?:Almost certainly|Probably|Perhaps) described:_ “Then .* &lt;procdump&gt;\.”/);
  });

  it('keeps to Slack’s limits for every object', { timeout: 60_000 }, () => {
    const real = hasShared ? realCatalogWithText() : catalog;
    const ids = real.objects.map(({ id }) => id);
    for (let at = 0; at < ids.length; at += 20) {
      const text = ids.slice(at, at + 20).join(' ');
      expect(
        checkView(foundView(find(text, { ...real, text: undefined }), text, real, 'm'.repeat(3000)), 'modal'),
      ).toBeUndefined();
    }
  });
});

function find(text: string, of: Catalog = catalog) {
  return findInMessage({ mrkdwn: text, typed: text }, of);
}

function viewOf(text: string) {
  return foundView(find(text), text, catalog, '{}');
}

function boxesOf({ blocks }: ReturnType<typeof viewOf>): readonly Boxes[] {
  return blocks.flatMap((block) => ('accessory' in block ? [block.accessory as unknown as Boxes] : []));
}

function textOf({ blocks }: ReturnType<typeof viewOf>): string {
  return blocks
    .flatMap((block) => {
      if (block.type === 'section' && 'text' in block) return [(block.text as { text: string }).text];
      return block.type === 'context'
        ? (block as { elements: { text: string }[] }).elements.map(({ text }) => text)
        : [];
    })
    .join('\n');
}
