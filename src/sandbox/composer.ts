/** The box that a person types in: once the typing rests, its new links are shared with the app. */

import { randomUUID } from 'node:crypto';
import { isUnfurled } from './manifest.ts';
import { buildLinkShared, COMPOSER } from './payloads.ts';
import { readTyped } from './typed-text.ts';
import type { Channel, Person, Unfurl } from './workspace.ts';
import { sendEvent, type World } from './world.ts';

export interface Composer {
  compose(channel: Channel, person: Person, text: string): void;
  clear(channel: Channel, person: Person): void;
  /** The previews of the links that stand in a person's box of a conversation now. */
  findPreviews(channel: string, person: string): readonly Unfurl[];
  /** Forgets what still waits to be shared. */
  close(): void;
}

interface Box {
  readonly links: readonly string[];
  readonly timer: NodeJS.Timeout;
}

export function createComposer(world: World): Composer {
  const boxes = new Map<string, Box>();
  /** By box: what was shared since the box was last empty. */
  const shared = new Map<string, ReadonlySet<string>>();

  const share = (channel: Channel, person: Person, links: readonly string[]): void => {
    const box = nameBox(channel.id, person.id);
    const known = shared.get(box) ?? new Set();
    const fresh = links.filter((url) => !known.has(url));
    if (fresh.length === 0) {
      return;
    }
    shared.set(box, new Set([...known, ...fresh]));
    const messageTs = randomUUID();
    const source = 'composer';
    const unfurlId = world.linkShares.add({ source, channel: COMPOSER, messageTs, links: fresh });
    const event = buildLinkShared({
      channel: COMPOSER,
      messageTs,
      threadTs: undefined,
      user: person.id,
      isBotMember: channel.members.includes(world.workspace.bot.id),
      links: fresh,
      unfurlId,
      source,
      eventTs: world.workspace.nextTs(),
    });
    void sendEvent(world, event);
  };
  const clear = (channel: Channel, person: Person): void => {
    const box = nameBox(channel.id, person.id);
    clearTimeout(boxes.get(box)?.timer);
    boxes.delete(box);
    shared.delete(box);
  };

  return {
    compose(channel, person, text) {
      const links = text.startsWith('/')
        ? []
        : readTyped(text, world.workspace.people).links.filter((url) => isUnfurled(world.app, url));
      const box = nameBox(channel.id, person.id);
      clearTimeout(boxes.get(box)?.timer);
      if (text === '') {
        clear(channel, person);
        return;
      }
      const timer = setTimeout(() => share(channel, person, links), world.timing.composerPauseMs).unref();
      boxes.set(box, { links, timer });
    },
    clear,
    findPreviews: (channel, person) =>
      world.linkShares.findInComposer(boxes.get(nameBox(channel, person))?.links ?? []),
    close() {
      for (const { timer } of boxes.values()) {
        clearTimeout(timer);
      }
    },
  };
}

function nameBox(channel: string, person: string): string {
  return `${channel} ${person}`;
}
