/** A question in the words of the one who asked it: for what is said of the question itself, and not of its answer. */

import type { FilterTerm } from '../../search/filter/words.ts';
import type { Span } from '../changes/question.ts';
import type { Question } from '../question.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { quote } from './quote.ts';

/** Mrkdwn that goes on in a sentence: "the groups of “T1055”". */
export function describeQuestion(question: Question): string {
  const release = 'release' in question ? question.release : undefined;
  return describeSubject(question) + (release === undefined ? '' : ` in ATT&amp;CK ${escapeMrkdwn(release)}`);
}

function describeSubject(question: Question): string {
  switch (question.kind) {
    case 'lookup':
      return `the card of ${quote(question.terms.join(', '))}`;
    case 'open':
      return `the card of ${quote(question.key)}`;
    case 'section':
      return `the ${question.section} of ${quote(question.key)}`;
    case 'search':
      return `the search for ${quote([...(question.filters ?? []).map(writeFilter), question.text].join(' ').trim())}`;
    case 'changes':
      return `what changed${describeSpan(question)}`;
    case 'diff':
      return `what changed of ${quote(question.terms.join(', '))}${describeSpan(question)}`;
    case 'status':
      return 'the status';
    case 'help':
      return 'the help';
    case 'share':
      return `sharing ${describeQuestion(question.of)}`;
    case 'settings':
      return 'the settings';
    case 'layer':
      return 'the Navigator layer';
    case 'pin':
      return 'the pinned release';
    case 'unpin':
      return 'going back to the newest release';
    case 'upload':
      return 'the upload of the Navigator layer';
    case 'report':
      return `the upload of ${describeQuestion(question.of)}`;
    case 'markdown':
      return `copying ${describeQuestion(question.of)}`;
    case 'subscribe':
      return 'the subscription to releases';
    case 'unsubscribe':
      return question.from === 'releases' ? 'the end of the subscription to releases' : 'the end of all subscriptions';
    case 'watch':
      return `watching ${quote(question.text)}`;
    case 'unwatch':
      return `the end of watching ${quote(question.text)}`;
    case 'watching':
      return 'the watch list';
    case 'rewatch':
      return 'undoing a change of the watch list';
  }
}

function describeSpan({ from, to }: Span): string {
  return `${from === undefined ? '' : ` from ${quote(from)}`}${to === undefined ? '' : ` to ${quote(to)}`}`;
}

function writeFilter({ field, value, isNot }: FilterTerm): string {
  return `${isNot ? '-' : ''}${field}:${value}`;
}
