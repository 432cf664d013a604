import { describe, expect, it } from 'vitest';
import { buildLayers } from '../../src/reply/layer/layer.ts';
import { tally } from '../../src/reply/layer/tally.ts';
import { layerComment, layerOffer, noLayer } from '../../src/reply/views/layer.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, tactic, technique } from '../fixtures/bundle.ts';
import { findBreaches, loadLayer } from '../fixtures/navigator.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const PLACE = { channel: '#incidents', isThread: false, now: Date.UTC(2026, 10, 24) };

describe('a layer', () => {
  it('scores each technique by the number of messages that name it, sub-techniques by themselves', () => {
    expect(scoresOf([['T1055', 'T1059.001'], ['T1055'], ['T1055.012']])).toEqual({
      T1055: 2,
      'T1055.012': 1,
      'T1059.001': 1,
    });
  });

  it('counts a revoked technique for its successor, once a message, and says so', () => {
    const { layer } = only([['T1086'], ['T1086', 'T1059.001']]);
    expect(layer.techniques[0]).toMatchObject({ techniqueID: 'T1059.001', score: 2 });
    expect(layer.techniques[0]?.comment).toBe('Named in 2 messages, also as T1086');
  });

  it('unfolds the parents of scored sub-techniques, named or not', () => {
    const { layer } = only([['T1055', 'T1055.012', 'T1059.001']]);
    const unfolded = layer.techniques.filter((one) => one.showSubtechniques);
    expect(unfolded.map(({ techniqueID, score }) => [techniqueID, score])).toEqual([
      ['T1055', 1],
      ['T1059', undefined],
    ]);
  });

  it('tells of groups, software and dead techniques in its description alone', () => {
    const { layer } = only([['T1055', 'G0016', 'T1064']]);
    expect(layer.techniques.map(({ techniqueID }) => techniqueID)).toEqual(['T1055']);
    expect(layer.description).toContain('Also named, and not in the matrix: G0016 · APT29 (1), ');
    expect(layer.description).toContain('(deprecated, 1)');
  });

  it('is none where no technique is named, or none that the release has', () => {
    expect(buildLayers(tally([['G0016'], ['T9999']], SMALL_CATALOG), SMALL_CATALOG, PLACE)).toEqual([]);
  });

  it('is one for each domain that has a technique', () => {
    const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
    const catalog = catalogOf({
      enterprise: [execution, technique({ id: 'T1055', name: 'Process Injection' })],
      ics: [execution, technique({ id: 'T0852', name: 'Screen Capture' })],
    });
    const files = buildLayers(tally([['T1055', 'T0852'], ['T0852']], catalog), catalog, PLACE);
    expect(files.map(({ filename }) => filename)).toEqual([
      'attack-layer-incidents-enterprise.json',
      'attack-layer-incidents-ics.json',
    ]);
    expect(files.map(({ layer }) => layer.gradient.maxValue)).toEqual([1, 2]);
  });

  it('keeps to the format, whatever the channel is called', () => {
    for (const channel of ['#incidents', '../../etc', '💥', '<!channel> & "x"', 'канал', '\u202e\u0000']) {
      for (const isThread of [true, false]) {
        const [file] = buildLayers(tally([['T1055']], SMALL_CATALOG), SMALL_CATALOG, { ...PLACE, channel, isThread });
        expect(file?.filename).toMatch(/^attack-layer-[\p{L}\p{N}_-]+-enterprise\.json$/u);
        expect(findBreaches(JSON.parse(JSON.stringify(file?.layer)))).toEqual([]);
      }
    }
  });

  it('leaves the release to the Navigator where the copy does not tell it', () => {
    const catalog = { ...SMALL_CATALOG, copies: SMALL_CATALOG.copies.map((copy) => ({ ...copy, release: undefined })) };
    const [file] = buildLayers(tally([['T1055']], catalog), catalog, PLACE);
    expect(file?.layer.versions).toEqual({ navigator: '5.2.0', layer: '4.5' });
    expect(findBreaches(file?.layer)).toEqual([]);
  });

  it('is loaded by what the Navigator does with it, every score in its cell', () => {
    const { layer } = only([['T1055', 'T1055.012'], ['T1055']]);
    const { complaints, scores, unfolded } = loadLayer(JSON.stringify(layer), SMALL_CATALOG);
    expect(complaints).toEqual([]);
    expect([...scores]).toEqual([
      ['T1055^defense-evasion', 2],
      ['T1055.012^defense-evasion', 1],
    ]);
    expect(unfolded).toEqual(['T1055^defense-evasion']);
  });
});

describe('the check of a layer', () => {
  it.each([
    ['a format of another version', { versions: { attack: '18', navigator: '5.2.0', layer: '4.4' } }],
    ['a release as a number', { versions: { attack: 18, navigator: '5.2.0', layer: '4.5' } }],
    ['an unknown domain', { domain: 'mitre-enterprise' }],
    ['a score in words', { techniques: [{ techniqueID: 'T1055', score: '2' }] }],
    ['an unknown property', { colour: '#fff' }],
  ])('finds %s', (_, change) => {
    expect(findBreaches({ ...only([['T1055']]).layer, ...change })).not.toEqual([]);
  });

  it.each([
    ['a technique that its domain lacks', { techniques: [{ techniqueID: 'T0852', score: 1 }] }],
    ['a revoked technique', { techniques: [{ techniqueID: 'T1086', score: 1 }] }],
    ['another release', { versions: { attack: '17', navigator: '5.2.0', layer: '4.5' } }],
    ['metadata without a value', { metadata: [{ name: 'a', value: '' }] }],
  ])('complains of %s', (_, change) => {
    const text = JSON.stringify({ ...only([['T1055']]).layer, ...change });
    expect(loadLayer(text, SMALL_CATALOG).complaints).toHaveLength(1);
  });
});

describe('what is said of a layer', () => {
  it('tells what would be in it before it is uploaded', () => {
    const counted = tally([['T1055'], ['T1055', 'G0016']], SMALL_CATALOG);
    const { text } = layerOffer(counted, buildLayers(counted, SMALL_CATALOG, PLACE), 'channel');
    expect(text).toContain(
      'Techniques named in 2 messages of this channel:\n• Enterprise: 1 technique, by messages: T1055 (2)',
    );
    expect(text).toContain('G0016');
    expect(text).toContain('[Upload to this channel]');
  });

  it('tells what was named where that makes no layer', () => {
    expect(noLayer(tally([['G0016']], SMALL_CATALOG), 'thread').text).toMatch(/no technique .* in this thread.*G0016/);
  });
});

describe.skipIf(!hasShared)('a layer of all of real ATT&CK (needs ../shared)', () => {
  const catalog = hasShared ? realCatalog() : SMALL_CATALOG;

  it('keeps to the format and is loaded whole, in each domain', () => {
    const files = layersOfAll(catalog);
    expect(files.map(({ domain }) => domain)).toEqual(['enterprise', 'mobile', 'ics']);
    for (const { layer } of files) {
      expect(findBreaches(layer)).toEqual([]);
      const { complaints, scores } = loadLayer(JSON.stringify(layer), catalog);
      expect(complaints).toEqual([]);
      const active = catalog.objects.filter(
        (one) =>
          one.kind === 'technique' &&
          one.status === 'active' &&
          one.domains.some((d) => `${d}-attack` === layer.domain),
      );
      expect(new Set([...scores.keys()].map((cell) => cell.split('^')[0])).size).toBe(active.length);
    }
  });

  it('is told of within Slack’s limits', () => {
    const counted = tally([catalog.objects.map(({ id }) => id)], catalog);
    const files = buildLayers(counted, catalog, PLACE);
    expect(lintBlocks(layerOffer(counted, files, 'channel').blocks, 'message')).toEqual([]);
    expect(layerComment(counted, files, 'channel', 'U1').length).toBeLessThan(4000);
  });
});

function layersOfAll(catalog: Catalog) {
  return buildLayers(tally([catalog.objects.map(({ id }) => id)], catalog), catalog, PLACE);
}

function only(named: readonly (readonly string[])[]) {
  const files = buildLayers(tally(named, SMALL_CATALOG), SMALL_CATALOG, PLACE);
  expect(files).toHaveLength(1);
  return files[0] as (typeof files)[number];
}

function scoresOf(named: readonly (readonly string[])[]) {
  return Object.fromEntries(
    only(named).layer.techniques.flatMap(({ techniqueID, score }) =>
      score === undefined ? [] : [[techniqueID, score]],
    ),
  );
}
