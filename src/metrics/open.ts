/** Opens `/metrics` to whom the configuration says. Where that is nobody, nothing of it is loaded, and nothing counted. */

import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Answerer } from '../door.ts';
import type { Log } from '../log.ts';
import type { Readings } from './metrics.ts';
import { NOBODY, type Observer } from './observer.ts';

interface Opened {
  readonly observer: Observer;
  /** For the HTTP server: none where nobody may look. */
  readonly answerers: (log: Log) => readonly Answerer[];
}

const PACKAGE = new URL('../../package.json', import.meta.url);

export async function openMetrics(
  { metrics: audience }: Pick<Config, 'metrics'>,
  readings: Omit<Readings, 'version'>,
): Promise<Opened> {
  if (audience.kind === 'nobody') return { observer: NOBODY, answerers: () => [] };
  const [{ createMetrics }, { createMetricsEndpoint }, version] = await Promise.all([
    import('./metrics.ts'),
    import('./endpoint.ts'),
    readVersion(),
  ]);
  const metrics = createMetrics({ ...readings, version });
  const token = audience.kind === 'bearer' ? audience.token : undefined;
  return { observer: metrics, answerers: (log) => [createMetricsEndpoint(metrics, token, log)] };
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { readonly version: string };
  return version;
}
