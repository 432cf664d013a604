/** All that the bot knows at one moment: immutable, and swapped whole when a newer copy arrives. */

import { DOMAINS, type Domain } from '../attack/domain.ts';
import type { FilterValues } from './filter/values.ts';
import type { FuzzyIndex } from './fuzzy.ts';
import type { Graph } from './graph.ts';
import type { NameIndex } from './names.ts';
import type { ScopeWords } from './scope.ts';
import type { TextIndex } from './text/text-index.ts';

/** Where one domain's knowledge comes from. */
export interface Copy {
  readonly domain: Domain;
  /** Such as `18.1`; undefined where the source does not say (STIX 2.0). */
  readonly release: string | undefined;
  /** `feed`: fetched by this process; `disk`: kept from an earlier fetch; `embedded`: the facts that come with the bot. */
  readonly origin: 'feed' | 'disk' | 'embedded';
  /** The feed's base that it was once fetched from, for people to read; for embedded facts, `embedded`. */
  readonly address: string;
  /** When the copy was last known to be the newest, in ms since 1970; for embedded facts, when their release was published. */
  readonly asOf: number;
  /** How old it may grow before an answer has to say so, in ms; infinite for an earlier release, which is what it was. */
  readonly freshFor: number;
}

/** How the last attempt to renew the copies went. */
export interface RefreshReport {
  /** In ms since 1970; undefined before the first attempt has ended. */
  readonly endedAt: number | undefined;
  /** One line per domain that failed, fit for people to read. */
  readonly errors: readonly { readonly domain: Domain; readonly message: string }[];
  /** In ms since 1970; undefined while one is under way. */
  readonly nextAt: number | undefined;
}

/** What is known, wherever it comes from. */
export interface Knowledge extends Graph {
  readonly names: NameIndex;
  readonly fuzzy: FuzzyIndex;
  readonly scopeWords: ScopeWords;
  readonly filterValues: FilterValues;
  /** What the objects' texts say; undefined until it is built. May be that of the catalog before this one while its own is being built. */
  readonly text: TextIndex | undefined;
}

export interface Catalog extends Knowledge {
  /** In the order of `DOMAINS`. */
  readonly copies: readonly Copy[];
  readonly refresh: RefreshReport;
}

/** Copies in the order of `DOMAINS`. */
export function inOrder(copies: readonly Copy[]): readonly Copy[] {
  return DOMAINS.flatMap((domain) => copies.filter((copy) => copy.domain === domain));
}

/** A community's words for techniques, such as the title of a detection rule. */
export interface Phrase {
  readonly text: string;
  /** ATT&CK IDs of any release. */
  readonly ids: readonly string[];
}

/** The same knowledge with news about where it comes from or what was made of it; shares everything else. */
export function withNews(catalog: Catalog, news: Partial<Pick<Catalog, 'copies' | 'refresh' | 'text'>>): Catalog {
  return { ...catalog, ...news };
}
