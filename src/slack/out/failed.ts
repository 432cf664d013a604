/** What was asked, read from the payload that failed: in words for the one who asked, with nothing of anybody else's. */

import { decodeQuestion, parseQuestion } from '../../reply/question.ts';
import { describeQuestion } from '../../reply/views/asked.ts';
import { quote } from '../../reply/views/quote.ts';
import { readTyped } from '../read/text.ts';

type Json = Readonly<Record<string, unknown>>;

/** Mrkdwn that goes on in a sentence. */
export function describeFailed(body: object): string {
  const { type, command, text, event, actions, view } = body as Json;
  if (typeof command === 'string') return describeQuestion(parseQuestion(String(text ?? '')));
  if (Array.isArray(actions)) return describePress(actions[0]);
  const said = read(event, 'text');
  if (typeof said === 'string') return describeQuestion(parseQuestion(readTyped(said)));
  const reference = read(read(event, 'external_ref'), 'id');
  if (typeof reference === 'string') return `the details of ${quote(reference)}`;
  const title = read(read(view, 'title'), 'text');
  if (typeof title === 'string') return `the form ${quote(title)}`;
  return type === 'shortcut' || type === 'message_action' ? 'the shortcut' : 'what you asked for';
}

function describePress(action: unknown): string {
  const question = decodeQuestion(String(read(action, 'value') ?? ''));
  if (question) return describeQuestion(question);
  const label = read(read(action, 'text'), 'text');
  return typeof label === 'string' ? `the button ${quote(label)}` : 'your choice';
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Json)[key] : undefined;
}
