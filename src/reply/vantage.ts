/** From where an answer is given where that is not simply the newest release: what is said of it, and the way to another. */

import type { Button } from '@slack/types';
import { labelDomain } from '../attack/domain.ts';
import { compareReleases } from '../attack/release.ts';
import type { Catalog } from '../search/catalog.ts';
import { findById } from '../search/find.ts';
import type { Answer } from './answer.ts';
import { button, context, type Piece, row, section } from './blocks.ts';
import { type Shareable, withRelease } from './question.ts';
import { escapeMrkdwn } from './text/mrkdwn.ts';
import { count, list } from './views/facts.ts';
import { numberOf, releaseOf } from './views/notes.ts';

export type Vantage =
  /** Asked for by its number; `usual` is what answers come from where nobody names one. */
  | { readonly kind: 'asked'; readonly usual: Catalog; readonly isPinned: boolean }
  | { readonly kind: 'pinned'; readonly newest: Catalog }
  /** What the workspace has pinned is not at hand: the newest stands in. `problem` is for people to read; undefined while it is loading. */
  | { readonly kind: 'pin missing'; readonly release: string; readonly problem: string | undefined };

/** What an answer stands on. */
export interface Stand {
  readonly catalog: Catalog;
  readonly vantage?: Vantage | undefined;
  /** Its number, where it was asked for by that. */
  readonly release?: string | undefined;
}

const MOST_IDS = 10;
const LONGEST_PROBLEM = 300;

/** Beneath an answer: that it is of no other release, and why. */
export function vantageRows(catalog: Catalog, vantage: Vantage | undefined): readonly Piece[] {
  if (!vantage) return [];
  return [context(escapeMrkdwn([tellVantage(catalog, vantage), ...tellGaps(catalog, vantage)].join('\n')))];
}

/** Plain text. */
export function tellVantage(catalog: Catalog, vantage: Vantage): string {
  const here = releaseOf(catalog.copies);
  switch (vantage.kind) {
    case 'asked': {
      const usual = numberOf(vantage.usual) ?? 'another';
      return vantage.isPinned ? `${here} · this workspace is pinned to ${usual}` : `${here} · the newest is ${usual}`;
    }
    case 'pinned':
      return `${here}, pinned by this workspace · the newest is ${numberOf(vantage.newest) ?? 'another'}`;
    case 'pin missing': {
      const { release, problem } = vantage;
      const why =
        problem === undefined ? 'is still being loaded' : `cannot be had (${problem.slice(0, LONGEST_PROBLEM)})`;
      return `This is ${here}. This workspace is pinned to ${release}, which ${why}.`;
    }
  }
}

/** The same question where answers come from otherwise; none where this is the workspace's own choice. */
export function backButton(asked: Shareable, vantage: Vantage | undefined): readonly Button[] {
  if (vantage?.kind !== 'asked') return [];
  const usual = numberOf(vantage.usual);
  return usual === undefined
    ? []
    : [button(`In ${usual}`, withRelease(asked, usual), { spoken: `In ${usual}: the same in that release` })];
}

/**
 * Where an ID is in no object of the release, but in one of another: that it came, or went.
 *
 * @param elsewhere the other releases that are at hand
 */
export function elsewhereRows(found: Answer, catalog: Catalog, elsewhere: readonly Catalog[]): readonly Piece[] {
  const unknown = found.kind === 'nothing' && found.isId ? found.asked : found.kind === 'cards' ? found.unknown : [];
  const here = numberOf(catalog);
  const other = elsewhere.find((each) => each !== catalog && unknown.some((id) => findById(each, id).length > 0));
  const there = other && numberOf(other);
  if (!other || here === undefined || there === undefined) return [];
  const ids = unknown.filter((id) => findById(other, id).length > 0);
  const what = escapeMrkdwn(list(ids, MOST_IDS));
  const when =
    compareReleases(there, here) > 0
      ? `${ids.length === 1 ? 'It has' : 'They have'} come since ${here}.`
      : `${ids.length === 1 ? 'It is' : 'They are'} gone since.`;
  const label = ids.length === 1 ? `${ids[0]} in ${there}` : `${count(ids.length, 'ID')} in ${there}`;
  return [
    section(`ATT&amp;CK ${escapeMrkdwn(there)} has ${what}. ${when}`),
    ...row([button(label, { kind: 'lookup', terms: ids, release: there })]),
  ];
}

/** Domains that the other release has and this one has not: there was none, or it could not be had. */
function tellGaps(catalog: Catalog, vantage: Vantage): readonly string[] {
  if (vantage.kind === 'pin missing') return [];
  const other = vantage.kind === 'asked' ? vantage.usual : vantage.newest;
  const has = new Set(catalog.copies.map(({ domain }) => domain));
  const lacking = other.copies.map(({ domain }) => domain).filter((domain) => !has.has(domain));
  return lacking.map((domain) => {
    const problem = catalog.refresh.errors.find((error) => error.domain === domain)?.message;
    const name = labelDomain(domain);
    if (problem !== undefined)
      return `${name} is missing, for it could not be had: ${problem.slice(0, LONGEST_PROBLEM)}`;
    return `There is no ${name} in ${numberOf(catalog) ?? 'it'}.`;
  });
}
