/** Layers for the ATT&CK Navigator of what people named: one per domain, with the number of messages as the score. */

import { DOMAINS, type Domain, labelDomain } from '../../attack/domain.ts';
import type { Technique } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { parentOf } from '../../search/relations.ts';
import { plain } from '../text/mrkdwn.ts';
import { count, list } from '../views/facts.ts';
import { titleOf } from '../views/title.ts';
import { BY_SCORE_DESCENDING, colorAt, GRADIENT_COLORS, type Layer, type LayerTechnique, VERSIONS } from './format.ts';
import type { Counted, Tally } from './tally.ts';

/** A layer ready to be uploaded. */
export interface LayerFile {
  readonly domain: Domain;
  readonly filename: string;
  readonly layer: Layer;
}

/** Where the messages stand. */
export interface LayerPlace {
  /** Its name where Slack tells it, else its id. */
  readonly channel: string;
  readonly isThread: boolean;
  /** In ms since 1970. */
  readonly now: number;
}

const MOST_OTHERS = 40;

/** No file for a domain of which no technique was named. */
export function buildLayers(tally: Tally, catalog: Catalog, place: LayerPlace): readonly LayerFile[] {
  return DOMAINS.flatMap((domain) => {
    const counted = tally.techniques.filter(({ object }) => object.domains.includes(domain));
    if (counted.length === 0) return [];
    const filename = `attack-layer-${fileSafe(place.channel)}${place.isThread ? '-thread' : ''}-${domain}.json`;
    return [{ domain, filename, layer: buildLayer(domain, counted, tally, catalog, place) }];
  });
}

function buildLayer(
  domain: Domain,
  counted: readonly Counted<Technique>[],
  tally: Tally,
  catalog: Catalog,
  place: LayerPlace,
): Layer {
  const release = catalog.copies.find((copy) => copy.domain === domain)?.release?.split('.')[0];
  const most = Math.max(...counted.map((one) => one.count));
  const where = `${plain(place.channel)}${place.isThread ? ' (a thread)' : ''}`;
  return {
    name: `${labelDomain(domain)} techniques named in ${where}`,
    versions: { ...(release === undefined ? {} : { attack: release }), ...VERSIONS },
    domain: `${domain}-attack`,
    description: describe(tally, catalog, where),
    sorting: BY_SCORE_DESCENDING,
    techniques: [...counted.map((one) => scored(one, counted, catalog)), ...unfolded(counted, catalog)],
    gradient: { colors: GRADIENT_COLORS, minValue: 0, maxValue: most },
    legendItems: [...new Set([1, most])].map((number) => ({
      label: `named in ${count(number, 'message')}`,
      color: colorAt(number / most),
    })),
    metadata: [
      { name: 'Named in', value: where },
      { name: 'Messages counted', value: String(tally.messages) },
      { name: 'Made', value: new Date(place.now).toISOString() },
    ],
  };
}

function scored(
  { object, count: number, formerly }: Counted<Technique>,
  all: readonly Counted<Technique>[],
  catalog: Catalog,
): LayerTechnique {
  const also = formerly.length === 0 ? '' : `, also as ${formerly.join(', ')}`;
  const isParent = all.some((other) => parentOf(catalog, other.object) === object);
  return {
    techniqueID: object.id,
    score: number,
    comment: `Named in ${count(number, 'message')}${also}`,
    enabled: true,
    ...(isParent ? { showSubtechniques: true } : {}),
  };
}

/** Parents that nobody named, so that the sub-techniques beneath them are seen. */
function unfolded(counted: readonly Counted<Technique>[], catalog: Catalog): readonly LayerTechnique[] {
  const named = new Set(counted.map(({ object }) => object.id));
  const parents = new Set(counted.flatMap(({ object }) => parentOf(catalog, object)?.id ?? []));
  return [...parents]
    .filter((id) => !named.has(id))
    .map((techniqueID) => ({ techniqueID, enabled: true, showSubtechniques: true }));
}

function describe({ messages, others }: Tally, catalog: Catalog, where: string): string {
  const named = others.map(
    ({ object, count: number }) =>
      `${titleOf(catalog, object)} (${object.status === 'active' ? '' : `${object.status}, `}${number})`,
  );
  const also = named.length === 0 ? '' : ` Also named, and not in the matrix: ${list(named, MOST_OTHERS)}.`;
  return `The score is the number of messages that name the technique. ${count(messages, 'message')} counted in ${where}.${also}`;
}

/** Letters, digits and hyphens of any script; nothing that a file system or Slack reads otherwise. */
function fileSafe(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'channel';
}
