/** All that changed between two releases as a Markdown file, uploaded where it was asked for: for all to see. */

import { setImmediate as pause } from 'node:timers/promises';
import { answerComparison } from '../../reply/changes/answer.ts';
import type { ChangesQuestion } from '../../reply/changes/question.ts';
import { writeReport } from '../../reply/changes/report.ts';
import { reply } from '../../reply/reply.ts';
import { reportComment, reportUploaded } from '../../reply/views/changes/report.ts';
import { loadingMessage } from '../../reply/views/release.ts';
import { uploadRefused } from '../../reply/views/upload.ts';
import { gatherCompared } from '../compared.ts';
import type { Deps } from '../deps.ts';
import type { Asked } from './errand.ts';
import { tell } from './tell.ts';
import { upload } from './upload.ts';

export async function runReport(of: ChangesQuestion, asked: Asked, deps: Deps): Promise<void> {
  const compared = await gatherCompared(of, deps, (release) => tell(loadingMessage(release), asked, deps));
  const found = compared && answerComparison(of, compared);
  // What cannot be compared any more says so as it would have been answered.
  if (!found || (found.kind !== 'changes' && found.kind !== 'change list'))
    return tell(
      reply(of, deps.catalog(), { now: deps.now(), isPrivate: false, ...(compared ? { compared } : {}) }),
      asked,
      deps,
    );
  const file = writeReport(found);
  const markdown = await readThrough(file.sections);
  const failure = await upload(
    [{ filename: file.filename, title: file.title, file: Buffer.from(markdown) }],
    reportComment(file, asked.person),
    asked,
    deps,
  );
  if (failure) return tell(uploadRefused('The file', failure.obstacle, failure.reference), asked, deps);
  if (asked.responseUrl !== undefined) await tell(reportUploaded(file), asked, deps);
}

/** Others are answered between its sections. */
async function readThrough(sections: Iterable<string>): Promise<string> {
  const written: string[] = [];
  for (const section of sections) {
    written.push(section);
    await pause();
  }
  return `${written.join('\n\n')}\n`;
}
