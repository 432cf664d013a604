/**
 * Where the heavy work on a release is done: in a process of its own, so that nobody who asks meanwhile waits for it. It is started when
 * there is work and ends when that is done, and all of its memory goes back: to read and index Enterprise takes many times what is kept.
 *
 *     job and bytes ─► standard input of worker.ts ─► do-job.ts ─► standard output ─► a catalog as one buffer
 *
 * A thread was tried and rejected: after its end 80 MB of its memory stay with the process, it takes as much of a busy processor as those
 * who answer do, and when the machine has no memory left, the system ends the bot instead of the work.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { BundleError } from '../attack/bundle.ts';
import type { Summary } from '../attack/summary.ts';
import type { Observer, Worked } from '../metrics/observer.ts';
import type { Phrase } from '../search/catalog.ts';
import { readFrame, writeFrame } from './frame.ts';
import { type Built, decodeOutcome, encodeJob, type Job, type Outcome, type Part } from './job.ts';

export type Pace = 'urgent' | 'patient';

/** Jobs are done one after the other, in the order in which they were given. Each rejects with a WorkshopError where the process fails. */
export interface Workshop {
  /** Reads one bundle and tells what it holds. Rejects with a BundleError where it is none. */
  readonly inspect: (part: Part) => Promise<Summary>;
  /**
   * Builds a catalog of all parts, and the index of its texts. Rejects with a BundleError that names the domain of a part that is none.
   *
   * @param phrases a community's words
   * @param pace `urgent` where nobody can be answered before: the index of the texts, half of the work, is left out. Otherwise those who
   * answer come first where processors are few
   */
  readonly build: (parts: readonly Part[], phrases: readonly Phrase[], pace?: Pace) => Promise<Built>;
  /** Ends what is under way at once, and takes nothing more. */
  readonly stop: () => Promise<void>;
}

/** The process has failed: a fault of the program, or of a bundle that is more than it can take. */
export class WorkshopError extends Error {
  override readonly name = 'WorkshopError';

  /** `fault` completes "The process that builds catalogs …". */
  constructor(fault: string, options?: ErrorOptions) {
    super(`The process that builds catalogs ${fault}`, options);
  }
}

export interface WorkshopOptions {
  /** The process's program, see `worker.ts`. */
  readonly program: string;
  /** Where Node keeps compiled code; undefined for nowhere. */
  readonly compileCache?: string | undefined;
  /** Of the process's heap, in MB: all three domains of 18.1 take 100. */
  readonly heap?: number | undefined;
  /** For one job, in ms: that takes three seconds. */
  readonly time?: number | undefined;
  /** Looks on. */
  readonly observer?: Pick<Observer, 'worked'> | undefined;
}

/** In MB, of the part of the heap where objects are born. A larger one is hardly faster, and all garbage. */
const NURSERY = 4;

/** For glibc, which else keeps 20 MB of what was freed; other systems do not look at it. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072' };

/** 25 MB less at its peak, for a seventh more of its time, in which nobody waits. */
const FRUGAL = '--optimize-for-size';

/** How much of its last words is kept for the log, in characters. */
const LAST_WORDS = 2000;

export function createWorkshop(options: WorkshopOptions): Workshop {
  const { program, compileCache, heap = 1024, time = 5 * 60_000, observer } = options;
  const flags = [
    `--max-old-space-size=${heap}`,
    `--max-semi-space-size=${NURSERY}`,
    FRUGAL,
    ...listRights(compileCache),
  ];
  // None of the bot's secrets is needed there.
  const env = { ...ALLOCATOR, ...(compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }) };
  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  function inTurn(job: Job, pace: Pace): Promise<Outcome> {
    const mine = last.then(() => observe(job, pace));
    last = mine.catch(() => undefined);
    return mine;
  }

  async function observe(job: Job, pace: Pace): Promise<Outcome> {
    const startedAt = performance.now();
    const tell = (result: Worked['result']) =>
      observer?.worked({ job: job.kind, result, seconds: (performance.now() - startedAt) / 1000 });
    try {
      const outcome = await run(job, pace);
      tell(outcome.kind === 'refused' ? 'refused' : 'ok');
      return outcome;
    } catch (error) {
      if (!stopping.signal.aborted) tell('failed');
      throw error;
    }
  }

  /** Settles when the process has ended. */
  async function run(job: Job, pace: Pace): Promise<Outcome> {
    if (stopping.signal.aborted) throw new WorkshopError('was stopped');
    const child = spawn(process.execPath, [...flags, program], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const deadline = AbortSignal.timeout(time);
    const end = () => void child.kill('SIGKILL');
    for (const signal of [stopping.signal, deadline]) signal.addEventListener('abort', end);
    try {
      const ended = waitForEnd(child);
      const words = readLastWords(child.stderr);
      if (pace === 'patient') yieldToOthers(child);
      const [outcome] = await Promise.all([
        readFrame(child.stdout),
        // A process that ends before it has read all says by its end why.
        writeFrame(child.stdin, encodeJob(job)).catch(() => undefined),
      ]);
      const how = await ended;
      if (outcome) return decodeOutcome(outcome);
      if (stopping.signal.aborted) throw new WorkshopError('was stopped');
      if (deadline.aborted) throw new WorkshopError(`has worked for more than ${time / 1000} s`);
      throw new WorkshopError(`ended before its work was done (${how})`, { cause: new Error(await words) });
    } finally {
      for (const signal of [stopping.signal, deadline]) signal.removeEventListener('abort', end);
    }
  }

  return {
    async inspect(part) {
      const outcome = await inTurn({ kind: 'inspect', parts: [part] }, 'patient');
      if (outcome.kind === 'inspected') return outcome.summary;
      throw faultOf(outcome);
    },
    async build(parts, phrases, pace = 'patient') {
      const outcome = await inTurn({ kind: 'build', parts, phrases, withText: pace === 'patient' }, pace);
      if (outcome.kind === 'built') return { compact: outcome.compact, summaries: outcome.summaries };
      throw faultOf(outcome);
    },
    async stop() {
      stopping.abort();
      await last;
    },
  };
}

/** It reads what strangers wrote: it may read files, and neither write any but compiled code, nor start a program, nor load native code. */
function listRights(compileCache: string | undefined): readonly string[] {
  const writes = compileCache === undefined ? [] : [`--allow-fs-write=${compileCache}`];
  return ['--permission', '--allow-fs-read=*', ...writes];
}

function faultOf(outcome: Outcome): Error {
  if (outcome.kind === 'refused') return new BundleError(outcome.domain, outcome.fault);
  return new WorkshopError(`gave what was not asked for: ${outcome.kind}`);
}

/** How the process ended, for the log; that it could not be started is one way. */
async function waitForEnd(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'close');
    return signal === null ? `code ${code}` : String(signal);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function readLastWords(from: Readable): Promise<string> {
  let words = '';
  for await (const chunk of from.setEncoding('utf8')) words = (words + chunk).slice(-LAST_WORDS);
  return words;
}

function yieldToOthers({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, which is told elsewhere.
  }
}
