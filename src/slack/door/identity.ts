/** Who the bot is in its workspace: asked once, before anything else. */

import type { AuthTestResponse, WebClient } from '@slack/web-api';
import type { Log } from '../../log.ts';
import { reasonOf } from '../out/reason.ts';
import { pause, retryDelay } from './retry.ts';

export interface Identity {
  readonly botId: string;
  readonly botUserId: string;
  readonly teamId: string;
}

/** Slack will not have this token, however often it is asked. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';

  constructor(variable: string, reason: string) {
    super(
      `Slack refuses ${variable} (${reason}): copy the token again from the app's settings, and reinstall the app if it was revoked`,
    );
  }
}

/** Errors of auth.test and apps.connections.open that time does not mend (docs.slack.dev/reference/methods/auth.test). */
const FINAL = new Set([
  'account_inactive',
  'invalid_auth',
  'not_allowed_token_type',
  'not_authed',
  'token_expired',
  'token_revoked',
  'missing_scope',
  'team_access_not_granted',
  'user_removed_from_team',
]);

/** @returns the reason when Slack's refusal is final */
export function finalReason(error: unknown): string | undefined {
  const reason = reasonOf(error);
  return reason !== undefined && FINAL.has(reason) ? reason : undefined;
}

/**
 * Tries until Slack answers; a bot that starts while the network is down waits for it.
 *
 * @throws IdentityError when Slack refuses the token, or the signal's reason when it is aborted
 */
export async function readIdentity(client: WebClient, log: Log, signal: AbortSignal): Promise<Identity> {
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted();
    try {
      return decodeIdentity(await client.auth.test());
    } catch (error) {
      const reason = finalReason(error);
      if (reason !== undefined) throw new IdentityError('SLACK_BOT_TOKEN', reason);
      log.warn({ err: error }, 'Slack cannot be reached; trying again');
      await pause(retryDelay(failures, error), signal);
    }
  }
}

/** Without all three the bot would take its own messages for somebody else's. */
function decodeIdentity({ bot_id: botId, user_id: botUserId, team_id: teamId }: AuthTestResponse): Identity {
  if (!botId || !botUserId || !teamId) throw new Error('auth.test does not tell who the bot is');
  return { botId, botUserId, teamId };
}
