/** The small print beneath an answer: which release it is from, and a warning when that is old or only the embedded facts. */

import { labelDomain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import { sortReleases } from '../../attack/release.ts';
import type { Catalog, Copy } from '../../search/catalog.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';

/** In ms. */
const MINUTES = { length: 60_000, one: 'minute', many: 'minutes' };
const HOURS = { length: 60 * MINUTES.length, one: 'hour', many: 'hours' };
const DAYS = { length: 24 * HOURS.length, one: 'day', many: 'days' };
const MONTHS = { length: 30.44 * DAYS.length, one: 'month', many: 'months' };
const UNITS = [MONTHS, DAYS, HOURS];

/** Mrkdwn: "ATT&amp;CK 18.1 · object version 1.5 · changed 2025-10-24". */
export function sourceNote(catalog: Catalog, object: AttackObject): string {
  const version = object.version === undefined ? [] : [`object version ${object.version}`];
  const changed = object.modified === undefined ? [] : [`changed ${object.modified.slice(0, 10)}`];
  return escapeMrkdwn([releaseOf(copiesOf(catalog, [object])), ...version, ...changed].join(' · '));
}

/** Mrkdwn; empty when all the objects come from copies that are fresh. */
export function ageNotes(catalog: Catalog, objects: readonly AttackObject[], now: number): readonly string[] {
  const worn = copiesOf(catalog, objects).filter((copy) => isWorn(copy, now));
  return [...Map.groupBy(worn, (copy) => describeAge(copy, now))].map(
    ([age, copies]) => `*Warning:* ${copies.map(({ domain }) => labelDomain(domain)).join(', ')}: ${escapeMrkdwn(age)}`,
  );
}

/** Plain text: "ATT&CK 18.1", or "ATT&CK 18.1 and 17.1" where the domains differ. */
export function releaseOf(copies: readonly Copy[]): string {
  const releases = [...new Set(copies.map(({ release }) => release ?? 'of unnamed release'))];
  return `ATT&CK ${releases.join(' and ') || '(nothing loaded)'}`;
}

/** The number of a catalog's release, such as `18.1`: where its domains differ, the highest; undefined where none is stated. */
export function numberOf({ copies }: Catalog): string | undefined {
  return sortReleases(copies.flatMap(({ release }) => release ?? []))[0];
}

/** Plain text: how old, and why it matters. */
export function describeAge(copy: Copy, now: number): string {
  const age = formatSpan(now - copy.asOf);
  const release = copy.release ?? 'of unnamed release';
  if (copy.origin === 'embedded') {
    return `only the facts that come with this bot, of ATT&CK ${release}, published ${age} ago, without MITRE's texts`;
  }
  return `this may be old: ATT&CK ${release} was last known to be the newest ${age} ago`;
}

/** Embedded facts always are; a copy is once it is older than it may grow. */
export function isWorn(copy: Copy, now: number): boolean {
  return copy.origin === 'embedded' || now - copy.asOf > copy.freshFor;
}

/** "14 months", "3 days", "5 hours", "1 minute"; from ms. In the largest unit of which there are two, so that little is lost. */
export function formatSpan(span: number): string {
  const unit = UNITS.find(({ length }) => span >= 2 * length) ?? MINUTES;
  const number = Math.floor(Math.max(0, span) / unit.length);
  return number === 0 ? 'less than a minute' : `${number} ${number === 1 ? unit.one : unit.many}`;
}

function copiesOf(catalog: Catalog, objects: readonly AttackObject[]): readonly Copy[] {
  return catalog.copies.filter(({ domain }) => objects.some(({ domains }) => domains.includes(domain)));
}
