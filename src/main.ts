/**
 * The start. Signals are heard from the first moment: the first process of a container dies of none that it does not hear. And Node is
 * told to keep what it compiles before there is anything to compile, which is why all else is loaded behind it.
 */

import module from 'node:module';
import { join } from 'node:path';
import { chooseDataDir } from './data-dir.ts';

const stopSignal = new Promise<string>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
});
// Where the folder cannot be written, Node goes on without.
const { directory } = module.enableCompileCache(join(chooseDataDir(process.env), 'compiled'));
const { explain, runBot } = await import('./bot.ts');

runBot({ env: process.env, stopSignal, compileCache: directory }).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
