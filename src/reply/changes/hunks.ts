/** A word diff as people read it: each place where a text changed, with the words around it. */

import type { Run } from '../../search/changes/texts.ts';
import { cutCharacters } from '../../search/cut.ts';

/** One place. Plain words; `before` and `after` are the same in both texts, shortened with an ellipsis. */
export interface Hunk {
  readonly before: string;
  /** Empty where words were only added. */
  readonly lost: string;
  /** Empty where words were only dropped. */
  readonly gained: string;
  readonly after: string;
}

/** Words shown on either side. */
const WORDS_AROUND = 8;
/** Changes with no more words than these between them read as one. */
const WORDS_BETWEEN = 2;
/** In UTF-16 units, of what was gained or lost in one place: what is longer is told in parts. */
const LONGEST_PART = 600;
const ELLIPSIS = '…';

/** What stands between two stretches that both texts have. */
interface Change {
  readonly lost: string;
  readonly gained: string;
}

/** In the order of reading; none where the texts differ by blanks alone. */
export function findHunks(runs: readonly Run[]): readonly Hunk[] {
  const { same, changes } = joinNear(widen(alternate(runs)));
  return changes.flatMap((change, at) => {
    const hunk = {
      before: shortenStart(same[at] ?? ''),
      lost: squeeze(change.lost),
      gained: squeeze(change.gained),
      after: shortenEnd(same[at + 1] ?? ''),
    };
    return hunk.lost === hunk.gained ? [] : divide(hunk);
  });
}

/** `same` has one stretch more than there are changes: one on each side of each. */
interface Alternation {
  readonly same: readonly string[];
  readonly changes: readonly Change[];
}

function alternate(runs: readonly Run[]): Alternation {
  const same: string[] = [''];
  const changes: Change[] = [];
  let open: Change | undefined;
  for (const { kind, text } of runs) {
    if (kind !== 'same') {
      open = { lost: '', gained: '', ...open };
      open = { ...open, [kind]: open[kind] + text };
      continue;
    }
    if (open) {
      changes.push(open);
      same.push(text);
      open = undefined;
    } else {
      same[same.length - 1] += text;
    }
  }
  return open ? { same: [...same, ''], changes: [...changes, open] } : { same, changes };
}

/** To whole words: what "process" and "processes" have in common is nothing to read by. */
function widen({ same, changes }: Alternation): Alternation {
  const stretches = [...same];
  const widened = changes.map(({ lost, gained }, at) => {
    const [head] = /(?<![^\s])[^\s]*$/.exec(stretches[at] ?? '') ?? [''];
    const [tail] = /^[^\s]*/.exec(stretches[at + 1] ?? '') ?? [''];
    const isWordGoingOn = (text: string) => /\S/.test(text);
    // A word goes on only where the change touches it, and is none where either text has a blank there.
    const takesHead = isWordGoingOn(head) && [lost, gained].some((text) => /^\S/.test(text));
    const takesTail = isWordGoingOn(tail) && [lost, gained].some((text) => /\S$/.test(text));
    if (takesHead) stretches[at] = (stretches[at] ?? '').slice(0, -head.length);
    if (takesTail) stretches[at + 1] = (stretches[at + 1] ?? '').slice(tail.length);
    const wide = (text: string) => (takesHead ? head : '') + text + (takesTail ? tail : '');
    return { lost: wide(lost), gained: wide(gained) };
  });
  return { same: stretches, changes: widened };
}

function joinNear({ same, changes }: Alternation): Alternation {
  const stretches: string[] = [same[0] ?? ''];
  const joined: Change[] = [];
  for (const [at, change] of changes.entries()) {
    const between = stretches.at(-1) ?? '';
    const last = joined.at(-1);
    if (last && countWords(between) <= WORDS_BETWEEN && !between.includes('\n')) {
      joined[joined.length - 1] = {
        lost: last.lost + between + change.lost,
        gained: last.gained + between + change.gained,
      };
      stretches[stretches.length - 1] = same[at + 1] ?? '';
    } else {
      joined.push(change);
      stretches.push(same[at + 1] ?? '');
    }
  }
  return { same: stretches, changes: joined };
}

/** What is long is told first as lost, then as gained, in parts of whole words. */
function divide(hunk: Hunk): readonly Hunk[] {
  if (Math.max(hunk.lost.length, hunk.gained.length) <= LONGEST_PART) return [hunk];
  const parts = [
    ...chunk(hunk.lost).map((lost) => ({ before: '', lost, gained: '', after: '' })),
    ...chunk(hunk.gained).map((gained) => ({ before: '', lost: '', gained, after: '' })),
  ];
  // Of a whole passage that came or went, the full stop that it left is nothing to read.
  const told = parts.filter(({ lost, gained }) => /[\p{L}\p{N}]/u.test(lost + gained));
  const last = told.length - 1;
  return told.map((part, at) => ({
    ...part,
    ...(at === 0 ? { before: hunk.before } : {}),
    ...(at === last ? { after: hunk.after } : {}),
  }));
}

function chunk(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > LONGEST_PART) {
    const whole = cutCharacters(rest, LONGEST_PART);
    const blank = whole.search(/\s\S*$/);
    const part = blank > 0 ? whole.slice(0, blank) : whole;
    parts.push(part.trim());
    rest = rest.slice(part.length).trim();
  }
  return rest === '' ? parts : [...parts, rest];
}

function shortenStart(text: string): string {
  const words = squeeze(text).split(' ').filter(Boolean);
  return (words.length > WORDS_AROUND ? `${ELLIPSIS} ` : '') + words.slice(-WORDS_AROUND).join(' ');
}

function shortenEnd(text: string): string {
  const words = squeeze(text).split(' ').filter(Boolean);
  return words.slice(0, WORDS_AROUND).join(' ') + (words.length > WORDS_AROUND ? ` ${ELLIPSIS}` : '');
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
