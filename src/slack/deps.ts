/** What every listener is given: the catalog of the moment, the log, what is remembered, and the clock. */

import type { Log } from '../log.ts';
import type { Observer } from '../metrics/observer.ts';
import type { ChannelSettings } from '../reply/settings/settings.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Comparisons } from '../search/comparisons.ts';
import type { Releases } from '../search/releases.ts';
import type { Memory } from '../store/memory.ts';
import type { Roles } from './settings/roles.ts';

export interface Deps {
  /** Called once an event, so that one answer never mixes two releases. Throws `LoadingError` before there is any. */
  readonly catalog: () => Catalog;
  /** The other releases, for whoever asks for one by its number. */
  readonly releases: Releases;
  /** What differs between two of them. */
  readonly comparisons: Comparisons;
  readonly log: Log;
  readonly observer: Observer;
  readonly memory: Memory;
  /** In ms since 1970. */
  readonly now: () => number;
  /** What a channel has where neither it nor its workspace has set anything. */
  readonly defaults: ChannelSettings;
  readonly roles: Roles;
}
