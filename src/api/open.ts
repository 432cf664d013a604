/** What other programs may ask of the bot, by its configuration. The packages for it are loaded only where something is on. */

import type { Config } from '../config.ts';
import type { Answerer } from '../door.ts';
import type { Kit } from '../kit.ts';
import type { Log } from '../log.ts';
import type { Observer } from '../metrics/observer.ts';
import type { Catalog } from '../search/catalog.ts';
import { countAnswers } from './counted.ts';

export interface OpenDeps {
  /** Undefined before there is any. */
  readonly catalog: () => Catalog | undefined;
  readonly kit: () => Promise<Pick<Kit, 'releases' | 'comparisons'>>;
  /** Asks the feeds at once. Never rejects. */
  readonly refresh: () => Promise<unknown>;
  readonly observer: Pick<Observer, 'served'>;
  readonly log: Log;
}

export interface Opened {
  readonly answerers: readonly Answerer[];
  /** Forgets what was put off. */
  readonly stop: () => void;
}

/** Requests a minute from one address. */
const PER_MINUTE = 300;
/** In ms: a proxy’s patience is 30 s at least. */
const PATIENCE = 20_000;

export async function openToPrograms(
  { api, refreshSecret: secret }: Pick<Config, 'api' | 'refreshSecret'>,
  deps: OpenDeps,
): Promise<Opened> {
  const { catalog, kit, refresh, observer, log } = deps;
  const answerers: Answerer[] = [];
  if (api.kind !== 'nobody') {
    const [{ createApi }, { releases, comparisons }] = await Promise.all([import('./api.ts'), kit()]);
    const answer = createApi({
      ...{ catalog, releases, comparisons, log },
      ...{ token: api.kind === 'bearer' ? api.token : undefined, perMinute: PER_MINUTE, patience: PATIENCE },
    });
    answerers.push(countAnswers(answer, observer));
  }
  if (secret === undefined) return { answerers, stop: () => undefined };
  const { createHook } = await import('./hook.ts');
  const hook = createHook({ secret, refresh, log, now: Date.now });
  return { answerers: [...answerers, countAnswers(hook.answer, observer)], stop: hook.stop };
}
