/**
 * `npm run bench:search [-- <folder> …]`: our search beside fuse.js and MiniSearch as they come, on sets of queries whose right answers
 * are known; those of `../shared/search` unless other folders are named. Milliseconds are this machine's; ratios can be compared.
 */

import { availableParallelism, cpus } from 'node:os';
import { hasShared, realCatalog, sharedPath } from '../../fixtures/shared.ts';
import { measureAsking } from './asking.ts';
import { checkBounds } from './bounds.ts';
import { measureBuild } from './building.ts';
import { buildFuse, buildMiniSearch, buildOurs, createFuse, createMiniSearch, createOurs } from './engines.ts';
import { isActiveTechnique } from './judge.ts';
import { measureLift } from './lift.ts';
import { showBounds, showCommitments, showEngines, showLengths, showLift, showSlips } from './report.ts';
import { readSets, sampleSets } from './sets.ts';
import { slipSets } from './slips.ts';

/** fuse.js reads every name for every query: all of them would take minutes. */
const FUSE_SAMPLE = 60;

function main(folders: readonly string[]): void {
  const begin = performance.now();
  if (!hasShared) throw new Error('The real bundles are needed: they are looked for in ../shared');
  const sets = readSets(folders.length > 0 ? folders : [sharedPath('search')]);
  const catalog = realCatalog();
  const active = catalog.objects.filter(({ status }) => status === 'active');
  const techniques = active.filter(isActiveTechnique);
  console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`);
  console.log(
    `Data: ATT&CK 18.1, all three domains: ${techniques.length} active techniques of ${active.length} active objects`,
  );

  const costs = {
    ours: measureBuild(() => buildOurs(catalog)),
    mini: measureBuild(() => buildMiniSearch(techniques)),
    wholeMini: measureBuild(() => buildMiniSearch(active)),
    fuse: measureBuild(() => buildFuse(techniques)),
  };

  const built = buildOurs(catalog);
  const alike = [
    createOurs('ours', built, ['technique']),
    createMiniSearch('MiniSearch, name + description', buildMiniSearch(techniques), catalog),
  ];
  const [ours, mini] = measureAsking(alike, sets, catalog);
  const [wholeOurs, wholeMini] = measureAsking(
    [
      createOurs('ours, every kind asked for', built, []),
      createMiniSearch('MiniSearch, every kind indexed', buildMiniSearch(active), catalog),
    ],
    sets,
    catalog,
  );
  const [fuse] = measureAsking(
    [createFuse(`fuse.js, name (≤ ${FUSE_SAMPLE} queries a set)`, buildFuse(techniques))],
    sampleSets(sets, FUSE_SAMPLE),
    catalog,
  );
  if (!ours || !mini || !wholeOurs || !wholeMini || !fuse) throw new Error('nothing was measured');

  console.log(
    showEngines(
      [
        { results: fuse, cost: costs.fuse },
        { results: mini, cost: costs.mini },
        { results: wholeMini, cost: costs.wholeMini },
        { results: ours, cost: costs.ours },
        { results: wholeOurs, cost: undefined },
      ],
      sets,
    ),
  );
  console.log(showLengths([fuse, mini, ours, wholeOurs]));
  console.log(showCommitments([ours, wholeOurs]));
  console.log(showSlips(measureAsking(alike, slipSets(sets), catalog)));
  const lift = measureLift(built, sets);
  if (lift) console.log(showLift(lift));
  // Our index holds every kind, so its build is compared with one that does; the answers with those of the faster one.
  const baseline = { results: mini, cost: costs.wholeMini };
  console.log(showBounds(checkBounds({ results: ours, cost: costs.ours }, baseline)));
  console.log(`\nDone in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

main(process.argv.slice(2));
