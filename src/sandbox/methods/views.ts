/** `views.*`: modals that a trigger id opens, and home tabs; kept, and checked as a message's blocks are. */

import { randomUUID } from 'node:crypto';
import { type Answer, fail } from '../answer.ts';
import { readBlocks } from '../content.ts';
import { isObject, type JsonObject, readAt, readString } from '../json.ts';
import { APP_ID, BOT_ID, TEAM } from '../workspace.ts';
import type { StoredView, World } from '../world.ts';
import type { Method } from './method.ts';

/** Slack's limit on a whole view, in bytes. */
const MAX_VIEW_BYTES = 250_000;

export const open: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const spent = world.triggers.spend(readString(args, 'trigger_id') ?? '');
    return spent === 'spent' ? keepView(args, world, 'modal', undefined) : fail(spent);
  },
};

export const publish: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const person = readString(args, 'user_id');
    if (!world.workspace.people.some((other) => other.id === person)) {
      return fail('invalid_arguments');
    }
    const shown = world.views.findLast((view) => view.kind === 'home' && view.person === person);
    const hash = readString(args, 'hash');
    if (hash !== undefined && shown !== undefined && hash !== shown.hash) {
      return fail('hash_conflict');
    }
    return keepView(args, world, 'home', person);
  },
};

function keepView(args: JsonObject, world: World, kind: StoredView['kind'], person: string | undefined): Answer {
  const view = readAt(args, 'view');
  if (!isObject(view) || view.type !== kind) {
    return fail('invalid_arguments');
  }
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) {
    return fail('view_too_large');
  }
  const result = readBlocks(view.blocks, '/view/blocks', kind);
  if (result.kind === 'refused') {
    return { ...result.refusal, error: 'invalid_arguments' };
  }
  const stored: StoredView = {
    id: `V0${randomUUID().slice(0, 8).toUpperCase()}`,
    kind,
    person,
    view,
    hash: `${Math.floor(world.timing.now() / 1000)}.${randomUUID().slice(0, 8)}`,
  };
  world.views.push(stored);
  return {
    ok: true,
    view: {
      ...view,
      id: stored.id,
      hash: stored.hash,
      team_id: TEAM.id,
      app_id: APP_ID,
      bot_id: BOT_ID,
      state: { values: {} },
    },
  };
}
