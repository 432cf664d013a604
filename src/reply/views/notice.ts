/** What is done meanwhile, where an answer takes a while. */

import { context, createMessage, type Message } from '../blocks.ts';
import type { Question } from '../question.ts';
import { describeQuestion } from './asked.ts';

/** For the asker, while releases are loaded and compared. */
export function comparingNotice(question: Question): Message {
  return createMessage([
    context(
      `Working out ${describeQuestion(question)}: an earlier release of ATT&amp;CK may have to be loaded first. The answer follows.`,
    ),
  ]);
}
