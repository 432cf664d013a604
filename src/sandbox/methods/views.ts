/** `views.*`: modals that a trigger id opens or stacks, their updates, and Home tabs. */

import { type Answer, fail, type Refusal } from '../answer.ts';
import { type JsonObject, readAt, readString } from '../json.ts';
import { buildView } from '../payloads-view.ts';
import { checkView } from '../view-check.ts';
import { MAX_STACK, type StoredView } from '../view-store.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

export const open: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const trigger = world.triggers.spend(readString(args, 'trigger_id') ?? '');
    if (trigger.kind === 'refused') {
      return fail(trigger.error);
    }
    const { person, channel } = trigger.origin;
    return show(args, world, { kind: 'modal' }, (view) => world.views.open({ person, channel, view }));
  },
};

export const push: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const trigger = world.triggers.spend(readString(args, 'trigger_id') ?? '');
    if (trigger.kind === 'refused') {
      return fail(trigger.error);
    }
    const { person, viewId } = trigger.origin;
    const stack = world.views.modalsOf(person);
    const below = stack.find((stored) => stored.id === viewId);
    if (below === undefined) {
      // Only what is done in an open modal gives a trigger that can put another on top.
      return fail('invalid_trigger_id');
    }
    if (stack.length >= MAX_STACK) {
      return fail('push_limit_reached');
    }
    return show(args, world, { kind: 'modal' }, (view) => world.views.push({ person, channel: below.channel, view }));
  },
};

export const update: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const id = readString(args, 'view_id');
    const externalId = readString(args, 'external_id');
    if (id === undefined && externalId === undefined) {
      return fail('invalid_arguments', ['one of view_id and external_id is required']);
    }
    const shown = id === undefined ? world.views.findByExternalId(externalId ?? '') : world.views.find(id);
    if (shown === undefined) {
      return fail('not_found');
    }
    return show(args, world, { kind: shown.kind, shown }, (view) => world.views.update(shown, view));
  },
};

export const publish: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const person = world.workspace.people.find((other) => other.id === readString(args, 'user_id'));
    if (person === undefined || person.isBot) {
      return fail('invalid_arguments');
    }
    if (!world.app.hasHome) {
      return fail('not_enabled');
    }
    const shown = world.views.homeOf(person.id);
    return show(args, world, { kind: 'home', shown }, (view) =>
      world.views.publish({ person: person.id, channel: undefined, view }),
    );
  },
};

/** Checks a view, and then has it shown. */
function show(
  args: JsonObject,
  world: World,
  place: { readonly kind: StoredView['kind']; readonly shown?: StoredView | undefined },
  put: (view: JsonObject) => StoredView,
): Answer {
  const view = readAt(args, 'view');
  const hash = readString(args, 'hash');
  if (hash !== undefined && place.shown !== undefined && hash !== place.shown.hash) {
    return fail('hash_conflict');
  }
  const refusal = checkView(view, place.kind) ?? checkExternalId(view, world, place.shown);
  return refusal ?? { ok: true, view: buildView(put(view as JsonObject), world) };
}

function checkExternalId(view: unknown, world: World, shown: StoredView | undefined): Refusal | undefined {
  const externalId = readString(view, 'external_id');
  const other = externalId === undefined ? undefined : world.views.findByExternalId(externalId);
  return other === undefined || other.id === shown?.id ? undefined : fail('duplicate_external_id');
}
