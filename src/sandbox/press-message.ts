/** A press on an element of a message, or of one of its previews. */

import { choosableBy } from './choosable.ts';
import type { Outcome } from './delivery/parcel.ts';
import { readValues } from './element-state.ts';
import { findElement } from './elements.ts';
import { nameFailure } from './outcome.ts';
import type { PageAct } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import { buildBlockActions } from './payloads.ts';
import { press } from './press.ts';
import type { Channel, Message, Person } from './workspace.ts';
import { findAuthor, findSeen, issueResponseUrl, type World } from './world.ts';

type PressAct = Extract<PageAct, { kind: 'press' }>;

export function pressMessage(world: World, act: PressAct, channel: Channel, person: Person): ActResult {
  const message = findSeen(world, channel.id, act.ts, person);
  const unfurl = message?.unfurls.find((preview) => preview.url === act.unfurlUrl);
  if (message === undefined || (act.unfurlUrl !== undefined && unfurl === undefined)) {
    return { ok: false, error: 'message_not_found' };
  }
  if (!world.app.isInteractive) {
    return { ok: false, error: 'This app is not configured to handle interactive responses.' };
  }
  const { blockId, actionId } = act;
  const blocks = unfurl === undefined ? message.blocks : unfurl.blocks;
  const choosable = choosableBy(person.id, channel.id, world);
  const key = [channel.id, act.ts, person.id, act.unfurlUrl ?? ''].join(' ');
  const before = readValues(blocks, {}, world.chosen.get(key) ?? {}, choosable);
  const placed = findElement(blocks, blockId, actionId);
  const pressed = press(placed, act.choice, choosable, world.workspace.nextTs(), before[blockId]?.[actionId]);
  if (pressed.kind === 'missing') {
    return { ok: false, error: pressed.error };
  }
  const values =
    pressed.state === undefined ? before : { ...before, [blockId]: { ...before[blockId], [actionId]: pressed.state } };
  world.chosen.set(key, values);
  const payload = buildBlockActions({
    message,
    author: findAuthor(world, message),
    unfurl,
    channel,
    person,
    action: pressed.action,
    state: values,
    responseUrl: issueResponseUrl(world, { channel: channel.id, person: person.id, messageTs: message.ts }),
    triggerId: world.triggers.issue({ person: person.id, channel: channel.id }),
  });
  void world.delivery.deliverOnce({ kind: 'interaction', payload }).then((outcome) => {
    markFailure(world, message, outcome);
  });
  return { ok: true };
}

/** A message that is gone by then shows nothing. */
function markFailure(world: World, message: Message, outcome: Outcome): void {
  const current = world.workspace.findMessage(message.channel, message.ts);
  const error = nameFailure(outcome);
  const failure = error === undefined ? undefined : `This app did not respond: "${error}"`;
  if (current !== undefined && current.failure !== failure) {
    world.workspace.replace({ ...current, failure });
  }
}
