/** A question in the words of the one who asked it: for what is said of the question itself, and not of its answer. */

import type { FilterTerm } from '../../search/filter/words.ts';
import type { Question } from '../question.ts';
import { quote } from './quote.ts';

/** Mrkdwn that goes on in a sentence: "the groups of “T1055”". */
export function describeQuestion(question: Question): string {
  switch (question.kind) {
    case 'lookup':
      return `the card of ${quote(question.terms.join(', '))}`;
    case 'open':
      return `the card of ${quote(question.key)}`;
    case 'section':
      return `the ${question.section} of ${quote(question.key)}`;
    case 'search':
      return `the search for ${quote([...(question.filters ?? []).map(writeFilter), question.text].join(' ').trim())}`;
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
    case 'upload':
      return 'the upload of the Navigator layer';
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

function writeFilter({ field, value, isNot }: FilterTerm): string {
  return `${isNot ? '-' : ''}${field}:${value}`;
}
