/** All that the bot knows at one moment: immutable, and swapped whole when a newer copy arrives. */

import type { Bundle } from '../attack/bundle.ts';
import type { Domain } from '../attack/domain.ts';
import type { AttackObject } from '../attack/object.ts';

/** Where one domain's knowledge comes from. */
export interface Copy {
  readonly domain: Domain;
  /** Such as `18.1`; undefined where the source does not say (STIX 2.0). */
  readonly release: string | undefined;
  /** `feed`: fetched by this process; `disk`: kept from an earlier fetch; `embedded`: the facts that come with the bot. */
  readonly origin: 'feed' | 'disk' | 'embedded';
  /** The feed's base that it was once fetched from, for people to read; for embedded facts, `embedded`. */
  readonly address: string;
  /** When the copy was last known to be the newest, in ms since 1970; for embedded facts, when they were made. */
  readonly asOf: number;
  /** How old it may grow before an answer has to say so, in ms. */
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

export interface Catalog {
  readonly copies: readonly Copy[];
  readonly refresh: RefreshReport;
  /** Every object once, whatever its status, even when several domains share it. */
  readonly objects: readonly AttackObject[];
  readonly byStixId: ReadonlyMap<string, AttackObject>;
  /** ATT&CK ID → its objects: active before dead, technique before its old mitigation. */
  readonly byId: ReadonlyMap<string, readonly AttackObject[]>;
}

/** What a catalog is built from: a decoded bundle and where it came from. */
export interface Edition {
  readonly bundle: Bundle;
  readonly copy: Copy;
}
