/** What a person reads where a release is not at hand: that it is on its way, that there is none, or that it cannot be had. */

import { compareReleases } from '../../attack/release.ts';
import type { Missing } from '../../search/releases.ts';
import { button, createMessage, type Message, row, section } from '../blocks.ts';
import { type Question, withRelease } from '../question.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { quote } from './quote.ts';

/** The newest few, and those nearest to what was asked for. */
const MOST_NEWEST = 4;
const LONGEST_PROBLEM = 600;

/** What comes once the release is there: an answer beneath or where something was pressed, or its pin. */
const TO_COME = {
  beneath: 'The answer follows in a moment.',
  pressed: 'The answer takes the place of what you pressed in a moment.',
  pin: 'It is pinned as soon as it is there.',
};

export function loadingMessage(release: string, toCome: keyof typeof TO_COME = 'beneath'): Message {
  return createMessage([section(`Loading ATT&amp;CK ${escapeMrkdwn(release)} … ${TO_COME[toCome]}`)]);
}

/** With the same question in a release that there is. */
export function missingReleaseMessage(missing: Missing, asked: Question): Message {
  switch (missing.kind) {
    case 'unlisted': {
      const offered = pickOffered(missing.listed, missing.release);
      return createMessage([section(describeMissing(missing)), ...row(offered.map((one) => inRelease(one, asked)))]);
    }
    case 'unreachable':
      return createMessage([
        section(describeMissing(missing)),
        ...row([button('Try again', withRelease(asked, missing.release))]),
      ]);
  }
}

/** Mrkdwn: why it is not there, and what to do. */
export function describeMissing(missing: Missing): string {
  const { release } = missing;
  switch (missing.kind) {
    case 'unlisted':
      return `There is no ATT&amp;CK ${quote(release)}. ${describeListed(missing.listed)}`;
    case 'unreachable': {
      const problem = escapeMrkdwn(missing.problem.slice(0, LONGEST_PROBLEM));
      return `ATT&amp;CK ${escapeMrkdwn(release)} is not on this bot’s disk, and cannot be had just now: ${problem}. Please try again in a minute; if it fails again, tell whoever runs this bot.`;
    }
  }
}

/** Mrkdwn. */
function describeListed(listed: readonly string[]): string {
  const [newest] = listed;
  const oldest = listed.at(-1);
  if (newest === undefined || oldest === undefined) return 'Nor do I know of any other.';
  if (listed.length === 1) return `I know of ${escapeMrkdwn(newest)} only.`;
  const few = listed.slice(0, MOST_NEWEST).join(', ');
  if (listed.length <= MOST_NEWEST) return `There are ${escapeMrkdwn(few)}.`;
  return `There are ${listed.length}, from ${escapeMrkdwn(oldest)} to ${escapeMrkdwn(newest)}: ${escapeMrkdwn(few)}, …`;
}

/** The newest, and the last before and the first after what was asked for. */
function pickOffered(listed: readonly string[], asked: string): readonly string[] {
  const after = listed.findLast((one) => compareReleases(one, asked) > 0);
  const before = listed.find((one) => compareReleases(one, asked) < 0);
  return [...new Set([listed[0], after, before])].flatMap((one) => one ?? []);
}

function inRelease(release: string, asked: Question) {
  if (asked.kind === 'pin') return button(`Pin ${release}`, { kind: 'pin', release });
  return button(`In ${release}`, withRelease(asked, release), { spoken: `In ${release}: the same in that release` });
}
