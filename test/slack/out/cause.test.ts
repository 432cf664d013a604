import { MultipleListenerError, UnknownError } from '@slack/bolt';
import { ErrorCode } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { LoadingError } from '../../../src/slack/loading.ts';
import { causeOf } from '../../../src/slack/out/cause.ts';

describe('the cause of a failure', () => {
  it.each([
    ['a fault of ours', new Error('x'), 'fault'],
    ['what was thrown and is no error', 'x', 'fault'],
    ['nothing at all', undefined, 'fault'],
    ['nothing to answer from', new LoadingError(), 'loading'],
    ['the same as Bolt wraps it', new UnknownError(new LoadingError()), 'loading'],
    ['the first of several', new MultipleListenerError([new LoadingError(), new Error('x')]), 'loading'],
    ['a refusal', withData({ error: 'not_in_channel' }), 'refused'],
    ['too many calls', Object.assign(new Error('x'), { code: ErrorCode.RateLimitedError }), 'too many calls'],
    ['too many calls, in Slack’s word', withData({ error: 'ratelimited' }), 'too many calls'],
    ['a trigger that is no more', withData({ error: 'expired_trigger_id' }), 'too late'],
    ['a bad day of Slack’s', withData({ error: 'internal_error' }), 'unreachable'],
    ['a broken answer', Object.assign(new Error('x'), { code: ErrorCode.HTTPError }), 'unreachable'],
    ['a network that is down', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unreachable'],
    ['a connection that broke off', Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }), 'unreachable'],
    ['a disk that is full', Object.assign(new Error('x'), { code: 'ENOSPC' }), 'fault'],
    ['a wait that was too long', AbortSignal.abort(new DOMException('x', 'TimeoutError')).reason, 'unreachable'],
  ])('is told by %s', (_, error, kind) => {
    expect(causeOf(error)).toMatchObject({ kind });
  });
});

function withData(data: object): Error {
  return Object.assign(new Error('x'), { code: ErrorCode.PlatformError, data });
}
