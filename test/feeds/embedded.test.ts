import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/attack/bundle.ts';
import { decodeBundle } from '../../src/attack/decode.ts';
import { DOMAINS, type Domain } from '../../src/attack/domain.ts';
import type { AttackObject } from '../../src/attack/object.ts';
import { compactFacts, encodeFacts } from '../../src/feeds/embedded/compact.ts';
import { EMBEDDED_FACTS, readFacts } from '../../src/feeds/embedded/embedded.ts';
import { expandFacts } from '../../src/feeds/embedded/expand.ts';
import { SUMMARIES } from '../../src/feeds/embedded/summaries.ts';
import { bundle21, group, malware, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, readRealText, realBundle } from '../fixtures/shared.ts';

const SUMMARISED = 'T1548 T1134 T1531 T1078 T1055 T1053 T1083 T1562 T1071 T1041 T1490 T1673 T1497 T1600 T1102'.split(
  ' ',
);

describe('the embedded facts', () => {
  it('stay under a megabyte', () => {
    expect(statSync(EMBEDDED_FACTS).size).toBeLessThan(1_000_000);
  });

  it.each(DOMAINS)('decode as a bundle of %s with nothing left out, and name their release and day', async (domain) => {
    const { bundle, releasedAt } = await readEmbedded(domain);
    expect(bundle.release).toBe('18.1');
    expect(bundle.skipped).toEqual({});
    expect(new Date(releasedAt).toISOString()).toMatch(/^2025-11-13T/);
  });

  it('explain exactly fifteen techniques, each in one sentence', async () => {
    const { bundle } = await readEmbedded('enterprise');
    const described = bundle.objects.filter(({ description }) => description !== '');
    expect(described.map(({ id }) => id).sort()).toEqual(SUMMARISED.toSorted());
    expect(Object.keys(SUMMARIES).sort()).toEqual(SUMMARISED.toSorted());
    for (const { description, status, kind } of described) {
      expect(description).toMatch(/^[A-Z][^.!?]{40,180}\.$/);
      expect({ status, kind }).toEqual({ status: 'active', kind: 'technique' });
    }
  });

  it('are written with one object a line', () => {
    const longest = Math.max(
      ...readFileSync(EMBEDDED_FACTS, 'utf8')
        .split('\n')
        .map(({ length }) => length),
    );
    expect(longest).toBeLessThan(20_000);
  });
});

describe.skipIf(!hasShared)('the embedded facts, held against the real bundles (needs ../shared)', () => {
  it.each(DOMAINS)('give the objects and relations of %s 18.1', async (domain) => {
    const { bundle } = await readEmbedded(domain);
    const real = realBundle(domain, '18.1');
    expect(factsOf(bundle)).toEqual(factsOf(real));
    expect(relationsOf(bundle)).toEqual(relationsOf(real));
  });

  it('hold no sentence of MITRE’s', () => {
    const embedded = readFileSync(EMBEDDED_FACTS, 'utf8') + Object.values(SUMMARIES).join('\n');
    const sentences = new Set(DOMAINS.flatMap((domain) => findProse(JSON.parse(readRealText(domain, '18.1')))));
    expect(sentences.size).toBeGreaterThan(20_000);
    expect([...sentences].filter((sentence) => embedded.includes(sentence))).toEqual([]);
  });

  it('are what the script makes of them', () => {
    const bundles = Object.fromEntries(DOMAINS.map((domain) => [domain, JSON.parse(readRealText(domain, '18.1'))]));
    expect(encodeFacts(compactFacts(bundles))).toBe(readFileSync(EMBEDDED_FACTS, 'utf8'));
  });
});

describe('facts made from a small bundle', () => {
  const execution = tactic({ id: 'TA0002', shortname: 'execution', description: 'Our own words.' });
  const parent = technique({ id: 'T9100', name: 'Parent', platforms: ['Windows'], description: 'Our own words.' });
  const old = technique({ id: 'T9001', name: 'Old', status: 'revoked' });
  const actor = group({ id: 'G9000', name: 'Actor', aliases: ['Other Actor'] });
  const virus = malware({ id: 'S9000', name: 'Virus', aliases: ['Bug'], platforms: ['Linux'] });
  const objects = [
    execution,
    parent,
    old,
    actor,
    relationship(actor, 'uses', parent, 'A procedure.'),
    relationship(old, 'revoked-by', parent),
  ];
  const bundles = { enterprise: bundle21([...objects, virus], '99.1'), ics: bundle21([...objects], '99.1') };

  it('keep names, aliases, states and relations, and drop every description', () => {
    const facts = compactFacts(bundles);
    const bundle = decodeBundle(expandFacts(facts, 'enterprise'), 'enterprise');
    expect(factsOf(bundle)).toEqual(factsOf(decodeBundle(bundles.enterprise, 'enterprise')));
    expect(encodeFacts(facts)).not.toContain('words');
    expect(encodeFacts(facts)).not.toContain('procedure');
    expect(JSON.parse(encodeFacts(facts))).toEqual(facts);
  });

  it('keep an object of two domains once, and give each domain its own', () => {
    const facts = compactFacts(bundles);
    expect(facts.objects['intrusion-set']).toHaveLength(1);
    const ics = decodeBundle(expandFacts(facts, 'ics'), 'ics');
    expect(ics.objects.map(({ id }) => id)).toEqual(['T9001', 'T9100', 'G9000', 'TA0002']);
  });

  it('refuse the STIX 2.0 form, which names no release', () => {
    expect(() => compactFacts({ ics: { objects } })).toThrow('name no release');
  });
});

async function readEmbedded(domain: Domain): Promise<{ readonly bundle: Bundle; readonly releasedAt: number }> {
  const { json, releasedAt } = await readFacts(EMBEDDED_FACTS, domain);
  return { bundle: decodeBundle(json, domain), releasedAt };
}

/** What is left of an object without prose, dates and the channels and tunables of log sources. */
function factsOf(bundle: Bundle): readonly object[] {
  return bundle.objects.map(stripObject).sort((a, b) => (a.stixId < b.stixId ? -1 : 1));
}

function stripObject(object: AttackObject) {
  const { description: _, created: _created, modified: _modified, contributors: _contributors, ...facts } = object;
  const logSources = 'logSources' in object ? { logSources: stripLogSources(object.logSources) } : {};
  return { ...facts, ...logSources, ...('tunables' in object ? { tunables: [] } : {}) };
}

function stripLogSources(sources: readonly { readonly name: string; readonly component?: string | undefined }[]) {
  return [...new Set(sources.map(({ name, component }) => `${name} ${component ?? ''}`))].sort();
}

/** The targets of one source keep their order where it means something: a matrix's tactics, a strategy's analytics. */
function relationsOf({ relations }: Bundle): readonly string[] {
  const groups = Map.groupBy(relations, ({ type, source }) => `${type} ${source}`);
  return [...groups]
    .map(([start, members]) => {
      const targets = members.map(({ target }) => target);
      return `${start} ${(start.startsWith('has-') ? targets : targets.sort()).join(' ')}`;
    })
    .sort();
}

/** Every sentence of more than 40 characters in a field that holds prose. Names are facts, and detection strategies have long ones. */
function findProse(json: unknown): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(findProse);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === 'string' && /description|detection|channel|statement/.test(key)
      ? value.split(/(?<=[.!?])\s+|\n+/).filter(({ length }) => length > 40)
      : findProse(value),
  );
}
