/** The bot's other process, put together here and only here: it reads one job, writes what came of it, and ends. See `workshop/`. */

import { readFacts } from './feeds/embedded/embedded.ts';
import { doJob } from './workshop/do-job.ts';
import { readFrame, writeFrame } from './workshop/frame.ts';
import { decodeJob, encodeOutcome } from './workshop/job.ts';

const frame = await readFrame(process.stdin);
// Nobody is there any more who wants the work.
if (frame === undefined) process.exit(1);
const outcome = await doJob(decodeJob(frame), readFacts);
await writeFrame(process.stdout, encodeOutcome(outcome));
