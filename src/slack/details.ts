/** The panel of a Work Object: a press on a link preview asks for it, within three seconds. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { presentDetails } from '../reply/details.ts';
import { versionOf } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { groundIn, groundOf } from './ground.ts';

/** In ms. */
const SOON = 1500;

type DetailsRequested = SlackEventMiddlewareArgs<'entity_details_requested'>;

export function createDetails(deps: Deps): Middleware<DetailsRequested> {
  return async ({ event, client, context }) => {
    const { trigger_id, entity_url: url, external_ref: reference } = event;
    const usual = await groundOf(context.teamId ?? '', deps);
    const version = versionOf(url);
    // Slack waits for three seconds: the panel of a release that was let go is of the usual one, and says so.
    const ground =
      version === undefined ? usual : await Promise.race([groundIn(version, usual, deps), sleep(SOON, usual)]);
    const { catalog } = ground.kind === 'ground' ? ground : usual;
    const found = presentDetails({ url, ...(reference ? { reference } : {}) }, catalog, deps.now());
    switch (found.kind) {
      case 'found':
        await client.entity.presentDetails({ trigger_id, metadata: found.entity });
        return;
      case 'gone': {
        const { title: custom_title, message: custom_message } = found;
        await client.entity.presentDetails({ trigger_id, error: { status: 'custom', custom_title, custom_message } });
      }
    }
  };
}
