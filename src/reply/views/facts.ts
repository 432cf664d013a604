/** One line of facts per kind of object: what it is, in which domain, and what tells it apart. */

import { labelDomain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { sourceOf, strategyOf, tacticsOf, techniquesOf } from '../../search/relations.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { titleOf } from './title.ts';

/** More would wrap into a third line. */
const MOST_PLATFORMS = 6;
const MOST_ALIASES = 8;

/** Mrkdwn, such as "Enterprise sub-technique · Stealth, Privilege Escalation · Linux, Windows". */
export function factsOf(catalog: Catalog, object: AttackObject): string {
  const facts = [labelKind(object), ...particularsOf(catalog, object)];
  return facts
    .filter((fact) => fact !== '')
    .map(escapeMrkdwn)
    .join(' · ');
}

/** Plain text: the kind in the field's words with its domains, such as "Enterprise, ICS group". */
export function labelKind(object: AttackObject): string {
  return `${object.domains.map(labelDomain).join(', ')} ${wordFor(object)}`;
}

/** Plain text: what the field calls the kind of object. */
export function wordFor(object: AttackObject): string {
  switch (object.kind) {
    case 'technique':
      return object.isSubtechnique ? 'sub-technique' : 'technique';
    case 'software':
      return object.type;
    case 'data-source':
      return 'data source';
    case 'data-component':
      return 'data component';
    case 'detection-strategy':
      return 'detection strategy';
    default:
      return object.kind;
  }
}

/** What one chooses between when one looks for an object: the field's word for its kind, but malware and tools are both software. */
export function typeOf(object: AttackObject): string {
  return object.kind === 'software' ? 'software' : wordFor(object);
}

/** "techniques", "matrices", "software" */
export function pluralOf(type: string): string {
  if (type === 'software' || type === 'malware') return type;
  if (type.endsWith('x')) return 'matrices';
  return type.endsWith('y') ? `${type.slice(0, -1)}ies` : `${type}s`;
}

/** Mrkdwn; empty where the object has no other names. The one that was asked for comes first, or it may be among those left out. */
export function aliasesOf({ aliases }: AttackObject, asked?: string): string {
  if (aliases.length === 0) return '';
  const first = aliases.filter((alias) => alias === asked);
  const inOrder = aliases.length > MOST_ALIASES ? [...first, ...aliases.filter((alias) => alias !== asked)] : aliases;
  return `Also known as ${escapeMrkdwn(list(inOrder, MOST_ALIASES))}`;
}

/** Plain texts: what tells the object apart from others of its kind; of a technique its tactics and its platforms. */
export function particularsOf(catalog: Catalog, object: AttackObject): readonly string[] {
  switch (object.kind) {
    case 'technique':
      return [tacticNames(catalog, object), list(object.platforms, MOST_PLATFORMS)];
    case 'tactic':
      return [count(techniquesOf(catalog, object).length, 'technique')];
    case 'software':
      return [list(object.platforms, MOST_PLATFORMS)];
    case 'campaign':
      return [[object.firstSeen, object.lastSeen].map(month).filter(Boolean).join(' to ')];
    case 'data-component': {
      const source = sourceOf(catalog, object);
      return source ? [`of data source ${source.name}`] : [];
    }
    case 'data-source':
      return [list(object.platforms, MOST_PLATFORMS)];
    case 'detection-strategy':
      return techniquesOf(catalog, object).map(({ object: technique }) => `detects ${titleOf(catalog, technique)}`);
    case 'analytic': {
      const strategy = strategyOf(catalog, object);
      const detected = strategy ? techniquesOf(catalog, strategy) : [];
      return [
        list(object.platforms, MOST_PLATFORMS),
        ...detected.map((one) => `detects ${titleOf(catalog, one.object)}`),
      ];
    }
    case 'asset':
      return [list(object.sectors, MOST_PLATFORMS), list(object.platforms, MOST_PLATFORMS)];
    case 'group':
    case 'mitigation':
    case 'matrix':
      return [];
  }
}

/** A technique whose tactic is not in the loaded release still shows the phase it is filed under. */
function tacticNames(catalog: Catalog, object: Extract<AttackObject, { kind: 'technique' }>): string {
  const known = tacticsOf(catalog, object).map(({ object: tactic }) => tactic.name);
  return [...new Set(known.length > 0 ? known : object.phases.map(({ name }) => name))].join(', ');
}

/** "Sub-techniques" */
export function capitalize(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "a, b, c and 4 more" */
export function list(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

/** "1 tactic", "12 malware", "2 matrices": of a word for a kind of object. */
export function countKind(number: number, word: string): string {
  return `${number} ${number === 1 ? word : pluralOf(word)}`;
}

/** "12 sub-techniques", or "12 objects" of several kinds. */
export function countObjects(objects: readonly AttackObject[]): string {
  const words = new Set(objects.map(wordFor));
  const kinds = new Set(objects.map(({ kind }) => (kind === 'technique' || kind === 'software' ? kind : 'object')));
  const [word = 'object'] = words.size === 1 ? words : kinds.size === 1 ? kinds : [];
  return countKind(objects.length, word);
}

/** "1 group", "85 groups" */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function month(timestamp: string | undefined): string {
  return timestamp?.slice(0, 7) ?? '';
}
