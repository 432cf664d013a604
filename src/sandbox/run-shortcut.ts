/** A shortcut that a person runs: from Slack's menu, or on a message, also where the bot is no member. */

import { nameFailure } from './outcome.ts';
import type { PageAct } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import { buildMessageAction, buildShortcut } from './payloads-view.ts';
import type { Channel, Person } from './workspace.ts';
import { findAuthor, issueResponseUrl, type World } from './world.ts';

type ShortcutAct = Extract<PageAct, { kind: 'shortcut' }>;

/** @param channel of the message; undefined for a global shortcut */
export async function runShortcut(
  world: World,
  act: ShortcutAct,
  channel: Channel | undefined,
  person: Person,
): Promise<ActResult> {
  const kind = channel === undefined ? 'global' : 'message';
  const shortcut = world.app.shortcuts.find((known) => known.kind === kind && known.callbackId === act.callbackId);
  if (shortcut === undefined) {
    return { ok: false, error: 'shortcut_not_found' };
  }
  const message = channel && world.workspace.findMessage(channel.id, act.ts ?? '');
  // Slack keeps no ephemeral message, and so has no shortcuts for it.
  if (channel !== undefined && (message === undefined || message.seenBy !== undefined)) {
    return { ok: false, error: 'message_not_found' };
  }
  const use = {
    person,
    callbackId: act.callbackId,
    triggerId: world.triggers.issue({ person: person.id, ...(channel && { channel: channel.id }) }),
    ts: world.workspace.nextTs(),
  };
  const payload =
    channel === undefined || message === undefined
      ? buildShortcut(use)
      : buildMessageAction(use, {
          message,
          author: findAuthor(world, message),
          channel,
          responseUrl: issueResponseUrl(world, { channel: channel.id, person: person.id, messageTs: message.ts }),
        });
  const error = nameFailure(await world.delivery.deliverOnce({ kind: 'interaction', payload }));
  return error === undefined ? { ok: true } : { ok: false, error: `${shortcut.name} failed with the error "${error}"` };
}
