/** The API and the hook behind a real door, over hand-made releases. */

import { onTestFinished } from 'vitest';
import { type ApiOptions, createApi } from '../../src/api/api.ts';
import { createComparisons } from '../../src/comparisons.ts';
import { type Answerer, openDoor } from '../../src/door.ts';
import { createLog } from '../../src/log.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { releasesOf } from '../fixtures/two-releases.ts';

export interface Served {
  readonly origin: string;
  /** What was answered, its JSON read. */
  ask(path: string, init?: RequestInit): Promise<{ readonly response: Response; readonly body: Body }>;
}

/** Loosely typed: what it holds is what the tests are about. */
// biome-ignore lint/suspicious/noExplicitAny: answers are read by path
export type Body = any;

export async function serveApi(catalog: Catalog | undefined, options: Partial<ApiOptions> = {}): Promise<Served> {
  const log = await createLog('silent');
  return serve(
    createApi({
      catalog: () => catalog,
      releases: releasesOf(catalog ? { '18.1': catalog } : {}),
      comparisons: createComparisons(() => catalog),
      patience: 1000,
      token: undefined,
      perMinute: 100_000,
      log,
      ...options,
    }),
  );
}

export async function serve(answer: Answerer): Promise<Served> {
  const door = await openDoor({ host: '127.0.0.1', port: 0, answerers: [answer] });
  onTestFinished(door.close);
  const origin = `http://127.0.0.1:${door.port}`;
  return {
    origin,
    async ask(path, init) {
      const response = await fetch(origin + path, init);
      const text = await response.text();
      return { response, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
  };
}
