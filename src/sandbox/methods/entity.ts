/** `entity.presentDetails`: fills the detail panel of a Work Object, or says why there is nothing to show. */

import { fail } from '../answer.ts';
import { readEntity } from '../entities.ts';
import { readAt, readString } from '../json.ts';
import type { Method } from './method.ts';

export const presentDetails: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const id = readString(args, 'trigger_id') ?? '';
    const trigger = world.triggers.spend(id);
    if (trigger.kind === 'refused') {
      return fail(trigger.error);
    }
    const { person } = trigger.origin;
    const panel = world.panels.find(person);
    if (panel?.triggerId !== id) {
      return fail('invalid_trigger_id');
    }
    const status = readString(args, 'error', 'status');
    if (status !== undefined) {
      const title = readString(args, 'error', 'custom_title') ?? panel.shown.title;
      const message = readString(args, 'error', 'custom_message') ?? status;
      world.panels.set(person, { ...panel, shown: { ...panel.shown, status: 'failed', title, message } });
      return { ok: true };
    }
    if (readAt(args, 'metadata') === undefined) {
      return fail('invalid_arguments', ['one of metadata and error is required']);
    }
    const entity = readEntity(args.metadata, '/metadata');
    if ('ok' in entity) {
      return entity;
    }
    if (entity.externalRef.id !== panel.entity.externalRef.id) {
      return fail('entity_metadata_does_not_match_trigger');
    }
    const { title, fields } = entity;
    world.panels.set(person, { ...panel, shown: { ...panel.shown, status: 'shown', title, fields } });
    return { ok: true };
  },
};
