/** Links that were shared with the app: what an unfurl may aim at, and the previews in the composer. */

import { randomUUID } from 'node:crypto';
import { type JsonObject, readObjects, readString } from './json.ts';
import type { Unfurl } from './workspace.ts';

/** One `link_shared`: where its previews go. */
export interface LinkShare {
  readonly source: 'composer' | 'conversations_history';
  readonly channel: string;
  readonly messageTs: string;
  readonly links: readonly string[];
}

export interface LinkShares {
  /** A new unfurl id for a share; known from now on. */
  add(share: LinkShare): string;
  /** Takes in a share from a `link_shared` event that a test made up. */
  adopt(event: JsonObject): void;
  findById(unfurlId: string): LinkShare | undefined;
  findByMessage(channel: string, ts: string): LinkShare | undefined;
  /** Keeps previews that the app gave for links in the composer. */
  keepInComposer(unfurls: readonly Unfurl[]): void;
  /** The previews of links in the composer, as far as the app gave any. */
  findInComposer(links: readonly string[]): readonly Unfurl[];
}

export function createLinkShares(changed: () => void): LinkShares {
  const byId = new Map<string, LinkShare>();
  const byMessage = new Map<string, LinkShare>();
  const inComposer = new Map<string, Unfurl>();
  const keep = (id: string, share: LinkShare): void => {
    byId.set(id, share);
    if (share.source === 'conversations_history') {
      // An edit shares the links that are new; previews of the others can still be changed.
      const key = `${share.channel} ${share.messageTs}`;
      byMessage.set(key, { ...share, links: [...(byMessage.get(key)?.links ?? []), ...share.links] });
    }
  };
  return {
    add(share) {
      const id = `${share.channel}.${share.messageTs}.${randomUUID().replaceAll('-', '')}`;
      keep(id, share);
      return id;
    },
    adopt(event) {
      keep(readString(event, 'unfurl_id') ?? '', {
        source: readString(event, 'source') === 'composer' ? 'composer' : 'conversations_history',
        channel: readString(event, 'channel') ?? '',
        messageTs: readString(event, 'message_ts') ?? '',
        links: readObjects(event, 'links').map((link) => readString(link, 'url') ?? ''),
      });
    },
    findById: (unfurlId) => byId.get(unfurlId),
    findByMessage: (channel, ts) => byMessage.get(`${channel} ${ts}`),
    keepInComposer(unfurls) {
      for (const unfurl of unfurls) {
        inComposer.set(unfurl.url, unfurl);
      }
      changed();
    },
    findInComposer: (links) => links.flatMap((url) => inComposer.get(url) ?? []),
  };
}
