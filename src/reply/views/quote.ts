/** What a person typed, echoed so that it is recognised and cannot act: short, one line, as mere words. */

import { cutText, plain, renderWords } from '../text/mrkdwn.ts';

const LONGEST_ECHO = 80;

/** Mrkdwn, in quotation marks; `longest` in UTF-16 units. */
export function quote(typed: string, longest = LONGEST_ECHO): string {
  const text = cutText(plain(typed), longest);
  return `“${renderWords(text)}”`;
}
