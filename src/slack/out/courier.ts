/** Posts what nobody waits for, with a label that Slack shows to nobody, and finds it again by that. */

import type { WebClient } from '@slack/web-api';
import type { Courier, Delivery, Label } from '../../reply/watch/delivery.ts';
import type { Deps } from '../deps.ts';
import { askedWait } from './asked-wait.ts';
import { post } from './post.ts';
import { reasonOf } from './reason.ts';
import { silenceOf } from './silence.ts';

/** The type of the message's metadata (docs.slack.dev/messaging/message-metadata). */
const EVENT_TYPE = 'attack_release';
/** In ms: Slack's clock is not ours. */
const SKEW = 60_000;
/** One call's worth: what was posted some minutes ago is among the newest. */
const MOST = 200;

/** @param client must reject what Slack has too much of, and try nothing twice by itself: whether it was posted would not be known */
export function createCourier(client: WebClient, { memory, log }: Pick<Deps, 'memory' | 'log'>): Courier {
  return {
    async post({ team, channel }, message, { release, domains }) {
      const metadata = { event_type: EVENT_TYPE, event_payload: { release, domains: domains.join(',') } };
      try {
        await post(message, { memory, log, team }, (content) =>
          client.chat.postMessage({ channel, metadata, ...content }),
        );
        return { kind: 'sent' };
      } catch (error) {
        return toDelivery(error);
      }
    },

    async find({ channel }, label, since) {
      try {
        const oldest = String((since - SKEW) / 1000);
        const { messages = [] } = await client.conversations.history({
          channel,
          oldest,
          limit: MOST,
          include_all_metadata: true,
        });
        return messages.some(
          ({ metadata }) => metadata?.event_type === EVENT_TYPE && isAbout(metadata.event_payload, label),
        );
      } catch (error) {
        if (reasonOf(error) !== 'missing_scope')
          log.warn({ err: error }, 'Slack does not tell what stands in a channel');
        return undefined;
      }
    },
  };
}

function toDelivery(error: unknown): Delivery {
  const wait = askedWait(error);
  if (wait !== undefined) return { kind: 'too many', wait };
  const reason = silenceOf(error);
  return reason === undefined ? { kind: 'failed', error } : { kind: 'refused', reason };
}

function isAbout(payload: unknown, { release, domains }: Label): boolean {
  const known = Object(payload) as { readonly release?: unknown; readonly domains?: unknown };
  const told = String(known.domains).split(',');
  return known.release === release && domains.every((domain) => told.includes(domain));
}
