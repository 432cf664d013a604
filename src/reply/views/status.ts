/** What is loaded, from where and how old, and how the last refresh went. */

import type { KnownBlock } from '@slack/types';
import { labelDomain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog, Copy } from '../../search/catalog.ts';
import { compareLikely } from '../../search/rank.ts';
import { section } from '../blocks.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { countKind, typeOf } from './facts.ts';
import { describeAge, formatSpan, isWorn } from './notes.ts';

/** In ms. */
const MINUTE = 60_000;

export function statusView(catalog: Catalog, now: number): readonly KnownBlock[] {
  return [
    section('*What I know of ATT&amp;CK*'),
    ...catalog.copies.map((copy) => section(describeCopy(copy, catalog, now))),
    ...(isEarlier(catalog) ? [] : [section(describeRefresh(catalog, now))]),
  ];
}

/** It is never refreshed. */
function isEarlier({ copies }: Catalog): boolean {
  return copies.length > 0 && copies.every(({ freshFor }) => !Number.isFinite(freshFor));
}

function describeCopy(copy: Copy, catalog: Catalog, now: number): string {
  const active = catalog.objects.filter(({ domains, status }) => status === 'active' && domains.includes(copy.domain));
  return [
    describeRelease(copy, [copy]),
    describeSource(copy, now),
    escapeMrkdwn(countKinds(active)),
    ...warn(copy, now),
  ].join('\n');
}

/** Mrkdwn, a few lines: which release, from where, how old; domains that came together share theirs. */
export function describeBriefly(copies: readonly Copy[], now: number): readonly string[] {
  const together = Map.groupBy(copies, ({ release, origin, address, asOf }) =>
    JSON.stringify([release, origin, address, Math.floor(asOf / MINUTE)]),
  );
  return [...together.values()].flatMap((same) =>
    same
      .slice(0, 1)
      .flatMap((copy) => [`${describeRelease(copy, same)}, ${describeSource(copy, now)}`, ...warn(copy, now)]),
  );
}

function describeRelease({ release }: Copy, of: readonly Copy[]): string {
  const domains = of.map(({ domain }) => labelDomain(domain)).join(', ');
  return `*${domains}*: release ${escapeMrkdwn(release ?? 'unnamed (STIX 2.0 does not say)')}`;
}

function describeSource(copy: Copy, now: number): string {
  return `${describeOrigin(copy)} ${date(copy.asOf)} (${formatSpan(now - copy.asOf)} ago)`;
}

function warn(copy: Copy, now: number): readonly string[] {
  return isWorn(copy, now) ? [`*Warning:* ${escapeMrkdwn(describeAge(copy, now))}`] : [];
}

/** Mrkdwn; goes on with a date. An earlier release is none that could be confirmed as the newest. A folder's path says nothing to whoever asks, and something to whoever should not know. */
function describeOrigin({ origin, address, freshFor }: Copy): string {
  const place = /^https?:/i.test(address) ? escapeMrkdwn(address) : 'a folder';
  const since = Number.isFinite(freshFor) ? 'confirmed as the newest' : 'fetched';
  switch (origin) {
    case 'feed':
      return `from ${place}, ${since}`;
    case 'disk':
      return `from the disk copy of ${place}, ${since}`;
    case 'embedded':
      return 'from the facts that come with this bot; published';
  }
}

function countKinds(objects: readonly AttackObject[]): string {
  const groups = Map.groupBy(objects.toSorted(compareLikely), typeOf);
  return [...groups].map(([type, { length }]) => countKind(length, type)).join(', ');
}

function describeRefresh({ refresh }: Catalog, now: number): string {
  const { endedAt, errors, nextAt } = refresh;
  const last = endedAt === undefined ? 'not ended yet' : `${date(endedAt)} (${formatSpan(now - endedAt)} ago)`;
  const next =
    nextAt === undefined ? 'under way' : nextAt <= now ? 'due now' : `${date(nextAt)} (in ${formatSpan(nextAt - now)})`;
  const failures = errors.map(
    ({ domain, message }) => `*Warning:* ${labelDomain(domain)} failed: ${escapeMrkdwn(message.slice(0, 300))}`,
  );
  const outcome = endedAt === undefined ? [] : failures.length === 0 ? ['No errors.'] : failures;
  return [`*Refresh*: last ${last}, next ${next}`, ...outcome].join('\n');
}

/** In the reader's own time zone and language; the text after the bar is for clients that cannot. */
function date(time: number): string {
  const iso = new Date(time).toISOString();
  return `<!date^${Math.floor(time / 1000)}^{date_short_pretty} {time}|${iso.slice(0, 16).replace('T', ' ')} UTC>`;
}
