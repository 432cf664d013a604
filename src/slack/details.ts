/** The panel of a Work Object: a press on a link preview asks for it, within three seconds. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { presentDetails } from '../reply/details.ts';
import { note } from '../request.ts';
import type { Deps } from './deps.ts';

type DetailsRequested = SlackEventMiddlewareArgs<'entity_details_requested'>;

export function createDetails(deps: Deps): Middleware<DetailsRequested> {
  return async ({ event, client }) => {
    const { trigger_id, entity_url: url, external_ref: reference } = event;
    const found = presentDetails({ url, ...(reference ? { reference } : {}) }, deps.catalog(), deps.now());
    note({ outcome: found.kind === 'found' ? 'answered' : 'nothing' });
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
