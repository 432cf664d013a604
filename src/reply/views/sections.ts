/** What a card can open, as data: which objects have it, how many entries it counts, and how each entry reads. */

import { parseMarkup } from '../../attack/markup.ts';
import type { Analytic, AttackObject, DataComponent, Technique } from '../../attack/object.ts';
import { lazy } from '../../lazy.ts';
import type { Catalog } from '../../search/catalog.ts';
import {
  analyticsOf,
  analyticsReading,
  assetsTargeted,
  campaignsOf,
  campaignsUsing,
  componentsDetecting,
  componentsOf,
  groupsOf,
  groupsUsing,
  groupsViaCampaigns,
  mitigationsOf,
  type Related,
  softwareOf,
  softwareUsing,
  strategiesDetecting,
  subtechniquesOf,
  tacticsInOrder,
  tacticsOf,
  techniquesOf,
} from '../../search/relations.ts';
import { SECTION_NAMES, type SectionName } from '../section-name.ts';
import { cutText, escapeMrkdwn, renderMrkdwn, renderWords } from '../text/mrkdwn.ts';
import { list as listWords } from './facts.ts';
import { type Entry, entries, type Listed, listed } from './listed.ts';
import { linkTo } from './title.ts';

/** One section of one object, ready to be counted and paged. */
export interface Section {
  readonly name: SectionName;
  /** Over all pages; undefined where counting says nothing (a description). */
  readonly count: number | undefined;
  readonly pages: number;
  /** Mrkdwn, one text per entry; a page beyond the last is the last. Pages count from 1. */
  readonly read: (page: number) => readonly string[];
  /** What the entries of a page name, that has a card of its own. */
  readonly objectsOn: (page: number) => readonly AttackObject[];
}

/** Names are many to a page, texts are few: a full page and its card together stay within a message's budget. */
const NAMES_A_PAGE = 15;
const TEXTS_A_PAGE = 6;
const ANALYTICS_A_PAGE = 3;
const TEXT_LIMIT = 380;
const LOG_SOURCES_SHOWN = 6;
const DESCRIPTION_LIMIT = 2800;

type LogSource = DataComponent['logSources'][number];

interface Plan {
  readonly perPage: number;
  readonly isCounted?: false;
  /** Whether there are entries, for those that take long to list. */
  readonly isThere?: (object: AttackObject) => boolean;
  readonly list: (catalog: Catalog, object: AttackObject) => Listed;
}

const PLANS: Readonly<Record<SectionName, Plan>> = {
  description: {
    perPage: 1,
    isCounted: false,
    isThere: ({ description }) => description !== '',
    list: (_, object) => listed(chunk(object.description), (text) => ({ read: () => text, objects: [] })),
  },
  techniques: texts(techniquesOf),
  'sub-techniques': names((catalog, object) => (object.kind === 'technique' ? subtechniquesOf(catalog, object) : [])),
  detection: {
    perPage: ANALYTICS_A_PAGE,
    list: (catalog, object) => entries(object.kind === 'technique' ? detections(catalog, object) : []),
  },
  analytics: { perPage: ANALYTICS_A_PAGE, list: (catalog, object) => entries(analytics(catalog, object)) },
  'log sources': { perPage: NAMES_A_PAGE, list: (catalog, object) => entries(logSources(catalog, object)) },
  tunables: {
    perPage: TEXTS_A_PAGE,
    list: (_, object) => entries(object.kind === 'analytic' ? tunables(object) : []),
  },
  'data components': names((catalog, object) => (object.kind === 'data-source' ? componentsOf(catalog, object) : [])),
  mitigations: texts((catalog, object) => (object.kind === 'technique' ? mitigationsOf(catalog, object) : [])),
  groups: names(groups),
  software: names(software),
  campaigns: names(campaigns),
  procedures: texts((catalog, object) => (object.kind === 'technique' ? procedures(catalog, object) : [])),
  assets: names((catalog, object) => (object.kind === 'technique' ? assetsTargeted(catalog, object) : [])),
  tactics: names(tactics),
};

/** The sections that have something to show, in the order in which a card offers them. */
export function sectionsOf(catalog: Catalog, object: AttackObject): readonly Section[] {
  return SECTION_NAMES.flatMap((name) => {
    const { perPage, isCounted, isThere, list } = PLANS[name];
    const all = lazy(() => list(catalog, object));
    if (isThere ? !isThere(object) : all().count === 0) return [];
    const countPages = () => Math.max(1, Math.ceil(all().count / perPage));
    const entriesOn = (page: number) => {
      const from = (Math.min(page, countPages()) - 1) * perPage;
      return all().entries(from, from + perPage);
    };
    return [
      {
        name,
        count: isCounted === false ? undefined : all().count,
        get pages() {
          return countPages();
        },
        read: (page) => entriesOn(page).map(({ read }) => read()),
        objectsOn: (page) => entriesOn(page).flatMap(({ objects }) => objects),
      },
    ];
  });
}

/** Entries that are objects with little to say about each. */
function names(related: (catalog: Catalog, object: AttackObject) => readonly Related[]): Plan {
  return {
    perPage: NAMES_A_PAGE,
    list: (catalog, object) =>
      listed(related(catalog, object), (one) => ({
        read: () => `• ${nameRelated(catalog, one)}`,
        objects: [one.object],
      })),
  };
}

/** Entries that are objects with a text of how they are related. */
function texts(related: (catalog: Catalog, object: AttackObject) => readonly Related[]): Plan {
  return {
    perPage: TEXTS_A_PAGE,
    list: (catalog, object) => listed(related(catalog, object), (one) => describe(catalog, one)),
  };
}

function describe(catalog: Catalog, one: Related): Entry {
  const text = () => (one.description === '' ? '' : `\n${brief(one.description)}`);
  return { read: () => `• *${nameRelated(catalog, one)}*${text()}`, objects: [one.object] };
}

function nameRelated(catalog: Catalog, { object, via }: Related): string {
  return linkTo(catalog, object) + (via ? ` (via ${linkTo(catalog, via)})` : '');
}

function brief(markup: string): string {
  return renderMrkdwn(parseMarkup(markup), { limit: TEXT_LIMIT });
}

/** Whole paragraphs, packed into as few pages as a section's text allows. */
function chunk(description: string): readonly string[] {
  const chunks: string[] = [];
  for (const node of parseMarkup(description)) {
    const text = renderMrkdwn([node], { limit: DESCRIPTION_LIMIT });
    const last = chunks.at(-1);
    if (last !== undefined && last.length + text.length + 2 <= DESCRIPTION_LIMIT)
      chunks[chunks.length - 1] = `${last}\n\n${text}`;
    else if (text !== '') chunks.push(text);
  }
  return chunks;
}

function tactics(catalog: Catalog, object: AttackObject): readonly Related[] {
  if (object.kind === 'technique') return tacticsOf(catalog, object);
  return object.kind === 'matrix' ? tacticsInOrder(catalog, object) : [];
}

function groups(catalog: Catalog, object: AttackObject): readonly Related[] {
  switch (object.kind) {
    case 'technique':
    case 'software':
      return keepFirst([...groupsUsing(catalog, object), ...groupsViaCampaigns(catalog, object)]);
    case 'campaign':
      return groupsOf(catalog, object);
    default:
      return [];
  }
}

/** A group counts once, however many of its campaigns lead to it; what is said of the group itself comes first. */
function keepFirst(related: readonly Related[]): readonly Related[] {
  const seen = new Set<AttackObject>();
  return related.filter(({ object }) => !seen.has(object) && seen.add(object));
}

function software(catalog: Catalog, object: AttackObject): readonly Related[] {
  if (object.kind === 'technique') return softwareUsing(catalog, object);
  return object.kind === 'group' || object.kind === 'campaign' ? softwareOf(catalog, object) : [];
}

function campaigns(catalog: Catalog, object: AttackObject): readonly Related[] {
  switch (object.kind) {
    case 'technique':
    case 'software':
      return campaignsUsing(catalog, object);
    case 'group':
      return campaignsOf(catalog, object);
    default:
      return [];
  }
}

function procedures(catalog: Catalog, technique: Technique): readonly Related[] {
  const uses = [
    ...groupsUsing(catalog, technique),
    ...campaignsUsing(catalog, technique),
    ...softwareUsing(catalog, technique),
  ];
  return uses.filter(({ description }) => description !== '');
}

/** A strategy is named once on a page, over all its analytics. */
function detections(catalog: Catalog, technique: Technique): readonly Entry[] {
  const found = strategiesDetecting(catalog, technique).flatMap(({ object: strategy }) => {
    const analysed = analyticsOf(catalog, strategy).map(({ object }) => object);
    const rows: readonly (Analytic | undefined)[] = analysed.length === 0 ? [undefined] : analysed;
    return rows.map((analytic) => ({ strategy, analytic }));
  });
  const strategies = found.map(({ strategy, analytic }, at): Entry => {
    const isNamed = at % ANALYTICS_A_PAGE > 0 && found[at - 1]?.strategy === strategy;
    const read = () => {
      const text = analytic ? describeAnalytic(catalog, analytic) : 'No analytic yet.';
      return isNamed ? text : `*${linkTo(catalog, strategy)}*\n${text}`;
    };
    return { read, objects: analytic ? [strategy, analytic] : [strategy] };
  });
  const components = componentsDetecting(catalog, technique).map((one) => describe(catalog, one));
  return [...strategies, ...components];
}

function analytics(catalog: Catalog, object: AttackObject): readonly Entry[] {
  const found =
    object.kind === 'detection-strategy'
      ? analyticsOf(catalog, object)
      : object.kind === 'data-component'
        ? analyticsReading(catalog, object)
        : [];
  return found.map(({ object: analytic }) => ({
    read: () => describeAnalytic(catalog, analytic),
    objects: [analytic],
  }));
}

function describeAnalytic(catalog: Catalog, object: Analytic): string {
  const platforms = object.platforms.length === 0 ? '' : ` for ${escapeMrkdwn(object.platforms.join(', '))}`;
  const sources = [...new Set(object.logSources.map(nameLogSource))];
  const logs =
    sources.length === 0
      ? ''
      : `\nLog sources: ${renderWords(cutText(listWords(sources, LOG_SOURCES_SHOWN), TEXT_LIMIT))}`;
  const text = object.description === '' ? '' : `\n${brief(object.description)}`;
  return `• ${linkTo(catalog, object)}${platforms}${text}${logs}`;
}

function logSources(catalog: Catalog, object: AttackObject): readonly Entry[] {
  switch (object.kind) {
    case 'analytic':
      return object.logSources.map((source) => {
        const of = source.component === undefined ? undefined : catalog.byStixId.get(source.component);
        const read = () => `• ${describeLogSource(source)}${of ? `: ${linkTo(catalog, of)}` : ''}`;
        return { read, objects: of ? [of] : [] };
      });
    case 'data-component':
      return object.logSources.map((source) => ({ read: () => `• ${describeLogSource(source)}`, objects: [] }));
    default:
      return [];
  }
}

function describeLogSource(source: LogSource): string {
  return renderWords(cutText(nameLogSource(source), TEXT_LIMIT));
}

/** The data writes the channel "None" where it knows none. */
function nameLogSource({ name, channel }: LogSource): string {
  return channel === '' || channel === 'None' ? name : `${name} (${channel})`;
}

function tunables(analytic: Analytic): readonly Entry[] {
  return analytic.tunables.map(({ field, description }) => ({
    read: () => `• *${escapeMrkdwn(field)}*\n${brief(description)}`,
    objects: [],
  }));
}
