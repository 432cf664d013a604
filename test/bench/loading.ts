/** Loading ATT&CK: ours from its disk copies to an answer, and MITRE's own reader, each in a process of its own. */

import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DOMAINS } from '../../src/attack/domain.ts';
import { readBundleText } from './data.ts';
import { type Figure, limitByBaseline, notMeasured } from './figures.ts';
import { createFolder } from './folders.ts';
import { type LogLine, startProgram } from './processes.ts';
import { summarize } from './samples.ts';

const FOLDER = join(import.meta.dirname, 'data-model');
const OURS = 'test/bench/load-ours.ts';
const THEIRS = 'test/bench/data-model/load.mjs';
/** Ours is short, and sways the more. */
const RUNS = { ours: 3, theirs: 1 };
const FASTER = 30;
const SMALLER = 4;
const TITLE = 'loading all domains';

/** @param dataDir of an earlier run of the bot */
export async function measureLoading(dataDir: string): Promise<readonly Figure[]> {
  const problem = await installDataModel();
  if (problem !== undefined) {
    return [
      notMeasured(`${TITLE}: time`, `≤ 1/${FASTER}×`, problem),
      notMeasured(`${TITLE}: peak of resident memory`, `≤ 1/${SMALLER}×`, problem),
    ];
  }
  const bundles = await unpackBundles();
  const ours = await runAll(RUNS.ours, OURS, [dataDir]);
  const theirs = await runAll(RUNS.theirs, THEIRS, bundles);
  const of = 'attack-data-model';
  return [
    limitByBaseline({ title: `${TITLE}: time`, value: ours.took, unit: 'ms' }, { of, value: theirs.took }, 1 / FASTER),
    limitByBaseline(
      { title: `${TITLE}: peak of resident memory`, value: ours.peak, unit: 'MB' },
      { of, value: theirs.peak },
      1 / SMALLER,
    ),
  ];
}

/** @returns why it is not there; undefined when it is */
async function installDataModel(): Promise<string | undefined> {
  if (existsSync(join(FOLDER, 'node_modules/@mitre-attack/attack-data-model'))) return undefined;
  try {
    await promisify(execFile)('npm', ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund', '--ignore-scripts'], {
      timeout: 60_000,
    });
    return undefined;
  } catch {
    return 'skipped: npm ci --prefix test/bench/data-model failed';
  }
}

/** Its reader of files takes no gzip. */
async function unpackBundles(): Promise<readonly string[]> {
  const folder = createFolder('bundles');
  return Promise.all(
    DOMAINS.map(async (domain) => {
      const path = join(folder, `${domain}-attack.json`);
      writeFileSync(path, await readBundleText(domain));
      return path;
    }),
  );
}

/** Medians: ms, and MB of the whole process. */
async function runAll(runs: number, file: string, args: readonly string[]) {
  const lines: LogLine[] = [];
  for (let run = 0; run < runs; run += 1) {
    const program = startProgram(file, {}, args);
    lines.push(await program.waitFor('loaded'));
    await program.stop();
  }
  const median = (read: (line: LogLine) => number | undefined) =>
    summarize(lines.map((line) => read(line) ?? Number.NaN)).p50;
  return { took: median(({ took }) => took), peak: median(({ peak }) => peak) };
}
