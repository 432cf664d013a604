/** An object as a Work Object of Slack's: what a link preview shows of it, and what the panel shows that opens from there. */

import type { EntityCustomField, EntityMetadata } from '@slack/types';
import { firstSentences, parseMarkup, plainText } from '../../attack/markup.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { keyOf } from '../answer.ts';
import { labelSection } from '../section-name.ts';
import { cutText, plain } from '../text/mrkdwn.ts';
import { unmark } from '../text/unmark.ts';
import { aliasesOf, capitalize, factsOf, wordFor } from './facts.ts';
import { ageNotes, sourceNote } from './notes.ts';
import { type Section, sectionsOf } from './sections.ts';
import { successionOf } from './succession.ts';
import { linkTo, nameOf, shortNameOf } from './title.ts';

export type Entity = EntityMetadata;

/** What Slack has to hear again word for word, so that it knows the panel's object as the preview's. */
export interface Reference {
  /** The address as it was posted, which Slack wants in a preview. */
  readonly posted?: string;
  /** The object's own address. */
  readonly url: string;
  readonly id: string;
  readonly type: string;
}

/** In characters; Slack names no limits for these. */
const LONGEST_TITLE = 150;
const LONGEST_LINE = 500;
const LONGEST_TEXT = 2800;
const SUMMARY = 320;
const MOST_ENTRIES = 20;

/** @param posted the address as it stands in the message */
export function referTo(catalog: Catalog, object: AttackObject, posted: string): Reference {
  const [, url = posted] = /^<([^|>]+)\|/.exec(linkTo(catalog, object)) ?? [];
  return { posted, url, id: keyOf(object, catalog), type: object.kind };
}

/** For a preview: as little as a card says before anything of it is opened. `notes` are plain text. */
export function previewEntity(
  catalog: Catalog,
  object: AttackObject,
  reference: Reference,
  { now, notes = [] }: { readonly now: number; readonly notes?: readonly string[] },
): Entity {
  const summary = plainText(firstSentences(parseMarkup(object.description, 1), SUMMARY));
  return build(catalog, object, reference, [
    ...facts(catalog, object),
    text('summary', 'Summary', summary),
    ...origin(catalog, object, now),
    ...notes.map((note) => text('note', 'Note', note)),
  ]);
}

/** For the panel: the whole description, and what every section of a card would open. */
export function detailEntity(catalog: Catalog, object: AttackObject, reference: Reference, now: number): Entity {
  const sections = sectionsOf(catalog, object).filter(({ name }) => !isTold(name, object));
  return build(catalog, object, reference, [
    ...facts(catalog, object),
    text('description', 'Description', plainText(parseMarkup(object.description)), LONGEST_TEXT),
    ...sections.map(summarize),
    ...origin(catalog, object, now),
  ]);
}

function build(
  catalog: Catalog,
  object: AttackObject,
  { posted, url, id, type }: Reference,
  fields: readonly EntityCustomField[],
): Entity {
  const shown = fields.filter(({ value }) => value !== '');
  const name = shortNameOf(object) === object.id ? { display_id: object.id } : {};
  return {
    entity_type: 'slack#/entities/item',
    ...(posted === undefined ? {} : { app_unfurl_url: posted }),
    url,
    external_ref: { id, type },
    entity_payload: {
      attributes: {
        title: { text: plain(nameOf(catalog, object), LONGEST_TITLE) },
        ...name,
        display_type: capitalize(wordFor(object)),
        product_name: 'MITRE ATT&CK',
      },
      custom_fields: [...shown],
      display_order: shown.map(({ key }) => key),
    },
  };
}

/** Whether another field says it: the description has its own, and a technique's tactics stand among its facts. */
function isTold(name: Section['name'], { kind }: AttackObject): boolean {
  return name === 'description' || (name === 'tactics' && kind === 'technique');
}

/** First of all whether it is still in use. */
function facts(catalog: Catalog, object: AttackObject): readonly EntityCustomField[] {
  return [
    text('status', 'Status', unmark(successionOf(catalog, object)?.notice ?? '')),
    text('facts', 'Facts', unmark(factsOf(catalog, object))),
    text('aliases', 'Names', unmark(aliasesOf(object))),
  ];
}

function origin(catalog: Catalog, object: AttackObject, now: number): readonly EntityCustomField[] {
  const notes = [sourceNote(catalog, object), ...ageNotes(catalog, [object], now)];
  return [text('source', 'Source', notes.map(unmark).join(' · '))];
}

/** The first line of each entry, which names it. */
function summarize({ name, count, pages, read }: Section): EntityCustomField {
  const entries = Array.from({ length: pages }, (_, at) => read(at + 1)).flat();
  const names = entries.map((entry) => unmark(entry.split('\n')[0] ?? ''));
  const label = count === undefined ? labelSection(name) : `${labelSection(name)} (${count})`;
  const shown = names.slice(0, MOST_ENTRIES);
  const rest = names.length > shown.length ? [`and ${names.length - shown.length} more`] : [];
  return text(name.replaceAll(/\W/g, '_'), label, [...shown, ...rest].join('\n'), LONGEST_TEXT);
}

function text(key: string, label: string, value: string, limit = LONGEST_LINE): EntityCustomField {
  const lines = value.split('\n').map((line) => plain(disarm(line)));
  const said = cutText(lines.filter(Boolean).join('\n'), limit);
  return { key, label, type: 'string', value: said, ...(limit > LONGEST_LINE ? { long: true } : {}) };
}

/** A plain field is no markup; should Slack ever read one as such, it still mentions nobody. */
function disarm(value: string): string {
  return value.replaceAll(/<(?=[!@#])/g, '<\u200b');
}
