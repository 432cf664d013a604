/** What a person typed, echoed so that it is recognised and cannot act: short, one line, as mere words. */

import { cutText, plain, renderWords } from '../mrkdwn.ts';

const LONGEST_ECHO = 80;

/** Mrkdwn, in quotation marks. */
export function quote(typed: string): string {
  const text = cutText(plain(typed), LONGEST_ECHO);
  return `“${renderWords(text)}”`;
}
