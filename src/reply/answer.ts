/** From a question to what is true about it: "nothing found" and "which of these?" are answers like any other. */

import { candidateIds, normalizeId } from '../attack/id.ts';
import type { AttackObject, Kind } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { readLeadingType } from '../search/filter/filter.ts';
import { type FilterValue, hasValue } from '../search/filter/values.ts';
import { type Finding, find, findById, type Hit } from '../search/find.ts';
import { findByName, foldName } from '../search/names.ts';
import { compareLikely } from '../search/rank.ts';
import { successorOf } from '../search/successor.ts';
import { answerComparison, type ComparisonAnswer } from './changes/answer.ts';
import type { Compared } from './changes/compared.ts';
import { answerFiltered, type Filtered, listType, type Search } from './filtered.ts';
import type { Shareable } from './question.ts';
import type { SectionName } from './section-name.ts';

export type Answer =
  | {
      readonly kind: 'card';
      readonly object: AttackObject;
      /** Others of its kind that carry the same ID. */
      readonly namesakes: readonly AttackObject[];
      /** The next best, where words were searched for. */
      readonly others: readonly Hit[];
      /** What is open beneath the card. */
      readonly open?: { readonly section: SectionName; readonly page: number };
      /** The words that found it, where they were not quite its name. */
      readonly asked?: string;
      /** Which of its names found it. */
      readonly label?: string;
    }
  | { readonly kind: 'cards'; readonly objects: readonly AttackObject[]; readonly unknown: readonly string[] }
  | { readonly kind: 'choices'; readonly asked: string; readonly hits: readonly Hit[]; readonly page: number }
  /** `instead` are IDs or objects that may have been meant. */
  | {
      readonly kind: 'nothing';
      readonly asked: readonly string[];
      readonly isId: boolean;
      readonly instead: readonly AttackObject[];
    }
  | Filtered
  | ComparisonAnswer
  | { readonly kind: 'status' }
  | { readonly kind: 'help' };

/** "group G0016", "tactic TA0003": beside an ID of that very kind the word names no part of it, and opens what most ask for. */
const OWN_SECTION: Readonly<Partial<Record<Kind, SectionName>>> = {
  tactic: 'tactics',
  group: 'groups',
  software: 'software',
  campaign: 'campaigns',
  mitigation: 'mitigations',
  asset: 'assets',
};

/** @param compared what differs between the releases that the question names, where it was gathered */
export function answer(question: Shareable, catalog: Catalog, compared: Compared = { kind: 'ungathered' }): Answer {
  switch (question.kind) {
    case 'help':
    case 'status':
      return { kind: question.kind };
    case 'lookup':
      return lookUp(question.terms, catalog);
    case 'open':
      return lookUp([question.key], catalog);
    case 'section': {
      const objects = resolve(question.key, catalog);
      const [object] = objects;
      if (!object) return nothingCalled([question.key], catalog);
      const namesakes = objects.filter(({ id }) => id === object.id);
      const section = OWN_SECTION[object.kind] === question.section ? 'techniques' : question.section;
      return { ...card(object, namesakes), open: { section, page: question.page } };
    }
    case 'search':
      return search(question, catalog);
    case 'changes':
    case 'diff':
      return answerComparison(question, compared);
  }
}

/** The one object that an answer is about: what stands in its place today, where it has a successor. */
export function objectShown(found: Answer, catalog: Catalog): AttackObject | undefined {
  if (found.kind !== 'card') return undefined;
  const { path, end } = successorOf(catalog, found.object);
  return end === 'active' ? (path.at(-1) ?? found.object) : found.object;
}

/** The key of the one object that a question shows, if it shows one. */
export function keyShown(question: Shareable, catalog: Catalog): string | undefined {
  const object = objectShown(answer(question, catalog), catalog);
  return object && keyOf(object, catalog);
}

/** What a button says to name this very object. */
export function keyOf(object: AttackObject, catalog: Catalog): string {
  return catalog.byId.get(object.id)?.[0] === object ? object.id : object.stixId;
}

function lookUp(terms: readonly string[], catalog: Catalog): Answer {
  const [term, ...more] = terms;
  if (term === undefined) return { kind: 'help' };
  if (more.length > 0) {
    const found = terms.map((one) => ({ term: one, object: resolve(one, catalog)[0] }));
    const objects = [...new Set(found.flatMap(({ object }) => object ?? []))];
    const unknown = found.flatMap((one) => (one.object ? [] : [one.term]));
    return objects.length === 0 ? nothingCalled(unknown, catalog) : { kind: 'cards', objects, unknown };
  }
  const objects = resolve(term, catalog);
  const [object] = objects;
  if (!object) return nothingCalled([term], catalog);
  return isOneId(objects) ? card(object, objects) : choose(term, objects, 1);
}

function isOneId(objects: readonly AttackObject[]): boolean {
  return new Set(objects.map(({ id }) => id)).size <= 1;
}

function choose(asked: string, objects: readonly AttackObject[], page: number): Answer {
  return {
    kind: 'choices',
    asked,
    hits: objects.map(hitOf),
    page,
  };
}

function search(question: Search, catalog: Catalog): Answer {
  const filtered = answerFiltered(question, catalog);
  if (filtered) return openOnly(filtered);
  const { text, page } = question;
  // The further pages of what bare digits stand for.
  const numbered = candidateIds(text).length === 0 ? [] : resolve(text, catalog);
  if (!isOneId(numbered)) return choose(text, numbered, page);
  const finding = find(catalog, text);
  return searchKind(question, finding, catalog) ?? answerFinding(finding, text, page);
}

/** A list of one is that one. */
function openOnly(filtered: Filtered): Answer {
  if (filtered.kind !== 'list') return filtered;
  const [object, another] = filtered.objects;
  if (!object || another) return filtered;
  const { text } = filtered.asked;
  return text === '' || isCalled(object, text) ? card(object, [object]) : { ...card(object, [object]), asked: text };
}

/**
 * "groups", "tactic persistence", "mitigation mfa": all of a kind, the one of that name, or what is found within the kind.
 *
 * @param finding what the words find whatever its kind, which is right where they are, or nearly, a name: "group policy modification"
 * @returns undefined where they begin with no kind, or it is a part of a name
 */
function searchKind({ text, page }: Search, finding: Finding, catalog: Catalog): Answer | undefined {
  const led = readLeadingType(catalog.filterValues, text);
  if (!led) return undefined;
  const isMeant = (object: AttackObject) => hasValue(catalog, led.value, object);
  if (led.rest === '') return openOnly(listType(led.value, findNamed(text, catalog).filter(isActive), page, catalog));
  if (finding.kind === 'one' && finding.isExact) return undefined;
  const [object, ...namesakes] = findNamed(led.rest, catalog).filter(isMeant);
  if (object) return { ...card(object, [object]), ...opened(object), others: namesakes.map(hitOf) };
  if (isNamed(finding, led.value)) return undefined;
  const within = find(catalog, text, isMeant);
  if (within.kind === 'none') return undefined;
  const found = answerFinding(within, text, page);
  return found.kind === 'card' ? { ...found, ...opened(found.object) } : found;
}

/** What is exactly called so, likeliest first. */
function findNamed(name: string, catalog: Catalog): readonly AttackObject[] {
  return findByName(catalog.names, name)
    .map(({ object }) => object)
    .toSorted(compareLikely);
}

function isCalled({ name }: AttackObject, text: string): boolean {
  return foldName(name) === foldName(text);
}

function isActive({ status }: AttackObject): boolean {
  return status === 'active';
}

/** Whether the best name that was found has the kind's word in it. */
function isNamed(finding: Finding, { label: word }: FilterValue): boolean {
  if (finding.kind === 'none') return false;
  const best = finding.kind === 'one' ? finding.hit : finding.hits[0];
  return best?.by === 'name' && foldName(best.label).includes(foldName(word));
}

/** A technique's own card says what most ask for. */
function opened({ kind }: AttackObject): { readonly open?: { readonly section: SectionName; readonly page: number } } {
  return kind === 'technique' ? {} : { open: { section: 'techniques', page: 1 } };
}

function hitOf(object: AttackObject): Hit {
  return { object, label: object.name, score: 1, by: 'name' };
}

function answerFinding(finding: Finding, text: string, page: number): Answer {
  switch (finding.kind) {
    case 'one': {
      const { others } = finding;
      const { object, label } = finding.hit;
      const found = { ...card(object, [object]), others, label };
      return finding.isExact ? found : { ...found, asked: text };
    }
    case 'several':
      return { kind: 'choices', asked: text, hits: finding.hits, page };
    case 'none':
      return { kind: 'nothing', asked: [text], isId: false, instead: [] };
  }
}

function card(object: AttackObject, sameId: readonly AttackObject[]) {
  // Two hundred techniques share their ID with a mitigation that is dead since 2019: no news to anyone.
  const namesakes = sameId.filter((other) => other !== object && other.kind === object.kind);
  return { kind: 'card', object, namesakes, others: [] } as const;
}

/** Best first. Digits stand for every ID that has them; a STIX id for the one object. */
function resolve(term: string, catalog: Catalog): readonly AttackObject[] {
  const exact = catalog.byStixId.get(term);
  if (exact) return [exact];
  const candidates = candidateIds(term);
  if (candidates.length === 0) return findById(catalog, term);
  return candidates
    .flatMap((id) => catalog.byId.get(id)?.[0] ?? [])
    .toSorted((a, b) => Number(a.status !== 'active') - Number(b.status !== 'active'));
}

function nothingCalled(asked: readonly string[], catalog: Catalog): Answer {
  const instead = asked.flatMap((term) => nearbyIds(term).flatMap((id) => catalog.byId.get(id)?.[0] ?? []));
  return { kind: 'nothing', asked, isId: true, instead: [...new Set(instead)] };
}

/** What a wrong ID may have meant: letters read as digits, a digit missing or too many, or the parent of a sub-technique that is not there. */
function nearbyIds(term: string): readonly string[] {
  const [letters = ''] = /^(?:DET|TA|DS|DC|AN|[TGSCMA])/i.exec(term) ?? [];
  const digits = term.slice(letters.length).replace(/O/gi, '0').replace(/[IL]/gi, '1');
  const [all = '', sub] = digits.split('.');
  const number = all.slice(0, 4).padStart(4, '0');
  const mended = sub === undefined ? letters + number : `${letters}${number}.${sub.slice(-3).padStart(3, '0')}`;
  return [mended, letters + number].flatMap((id) => normalizeId(id) ?? []).filter((id) => id !== term);
}
