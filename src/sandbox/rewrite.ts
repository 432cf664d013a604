/** What a person changes in a message of their own, or takes back: the app hears of it where it is a member. */

import type { PageAct } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import { shareLinks } from './say.ts';
import { readTyped } from './typed-text.ts';
import type { Channel, Message, Person } from './workspace.ts';
import { changeMessage, findSeen, removeMessage, type World } from './world.ts';

type ActOf<K extends PageAct['kind']> = Extract<PageAct, { kind: K }>;

/** Previews of links that are gone go with them; links that are new are shared. */
export function editMessage(world: World, act: ActOf<'edit'>, channel: Channel, person: Person): ActResult {
  const message = findOwn(world, act, person);
  if (message === undefined) {
    return { ok: false, error: 'cant_update_message' };
  }
  const { text, block, links } = readTyped(act.text, world.workspace.people);
  if (act.text.trim() === '') {
    return { ok: false, error: 'no_text' };
  }
  if (text === message.text) {
    return { ok: true };
  }
  const unfurls = message.unfurls.filter(({ url }) => links.includes(url));
  const after = changeMessage(world, message, { text, blocks: [block], links, unfurls }, true);
  const fresh = links.filter((url) => !message.links.includes(url));
  shareLinks(world, { channel, person, message: after, links: fresh, eventTs: after.editedTs ?? after.ts });
  return { ok: true };
}

export function deleteMessage(world: World, act: ActOf<'delete'>, person: Person): ActResult {
  const message = findOwn(world, act, person);
  if (message === undefined) {
    return { ok: false, error: 'cant_delete_message' };
  }
  removeMessage(world, message);
  return { ok: true };
}

function findOwn(world: World, act: ActOf<'edit' | 'delete'>, person: Person): Message | undefined {
  const message = findSeen(world, act.channel, act.ts, person);
  return message?.author === person.id && message.seenBy === undefined ? message : undefined;
}
