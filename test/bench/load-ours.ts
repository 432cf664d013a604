/** Loads ATT&CK as a warm start does, answers with it, and says as a line of JSON what that took. Runs in a process of its own. */

import { fileURLToPath } from 'node:url';
import { DOMAINS } from '../../src/attack/domain.ts';
import { createSource } from '../../src/feeds/source.ts';
import { createLog } from '../../src/log.ts';
import { createPress } from '../../src/refresh/press.ts';
import { createRefresh } from '../../src/refresh.ts';
import { reply } from '../../src/reply/reply.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { readStamp } from '../../src/workshop/stamp.ts';
import { createWorkshop } from '../../src/workshop/workshop.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import { readMemoryOf } from './processes.ts';

const [dataDir = ''] = process.argv.slice(2);

const begin = performance.now();
const catalog = await load(dataDir);
const answer = reply(parseAnswerable('T1055'), catalog, { now: Date.now(), isPrivate: true });
const took = performance.now() - begin;
if (!answer.text.includes('Process Injection')) throw new Error(`T1055 was answered with "${answer.text}"`);
process.stdout.write(`${JSON.stringify({ msg: 'loaded', took, ...readMemoryOf(process.pid) })}\n`);
process.exit(0);

/** From the disk copies of an earlier run to a catalog that answers. */
async function load(dir: string): Promise<Catalog> {
  const { promise, resolve } = Promise.withResolvers<Catalog>();
  const log = await createLog('error');
  const workshop = createWorkshop({ program: fileURLToPath(new URL('../../src/worker.ts', import.meta.url)) });
  const refresh = createRefresh({
    source: createSource({ feeds: [], dataDir: dir }),
    press: createPress({ workshop, stamp: readStamp(), dataDir: dir, log }),
    domains: DOMAINS,
    refreshSeconds: 86_400,
    log,
    publish: resolve,
  });
  await refresh.start();
  return promise;
}
