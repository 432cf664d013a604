/** `chat.unfurl`: previews for links that were posted or are being typed. */

import { fail, type Refusal } from '../answer.ts';
import { fillIds } from '../block-ids.ts';
import { readBlocks } from '../content.ts';
import { isObject, type JsonObject, readString } from '../json.ts';
import type { LinkShare } from '../link-shares.ts';
import type { Unfurl } from '../workspace.ts';
import { changeMessage, type World } from '../world.ts';
import type { Method } from './method.ts';

export const unfurl: Method = {
  token: 'bot',
  scopes: ['links:write'],
  call(args, world) {
    const share = findShare(args, world);
    if (typeof share === 'string') {
      return fail(share);
    }
    if (args.unfurls === undefined) {
      return fail('missing_unfurls');
    }
    if (!isObject(args.unfurls)) {
      return fail('invalid_unfurls_format');
    }
    const unfurls: Unfurl[] = [];
    for (const [url, attachment] of Object.entries(args.unfurls)) {
      if (!share.links.includes(url)) {
        return fail('cannot_unfurl_url');
      }
      const read = readUnfurl(world, url, attachment);
      if ('ok' in read) {
        return read;
      }
      unfurls.push(read);
    }
    attach(world, share, unfurls);
    return { ok: true };
  },
};

/** The share that the arguments name, by id or by message; else Slack's error. */
function findShare(args: JsonObject, world: World): LinkShare | string {
  const unfurlId = readString(args, 'unfurl_id');
  const source = readString(args, 'source');
  if (unfurlId !== undefined || source !== undefined) {
    if (unfurlId === undefined) {
      return 'missing_unfurl_id';
    }
    if (source === undefined) {
      return 'missing_source';
    }
    const share = world.linkShares.findById(unfurlId);
    if (share === undefined) {
      return 'invalid_unfurl_id';
    }
    return share.source === source ? share : 'invalid_source';
  }
  const channel = readString(args, 'channel');
  const ts = readString(args, 'ts');
  if (channel === undefined) {
    return 'missing_channel';
  }
  if (ts === undefined) {
    return 'missing_ts';
  }
  return world.linkShares.findByMessage(channel, ts) ?? 'cannot_unfurl_message';
}

function readUnfurl(world: World, url: string, attachment: unknown): Unfurl | Refusal {
  if (!isObject(attachment)) {
    return fail('invalid_unfurls_format');
  }
  const result = readBlocks(attachment.blocks, `/unfurls/${escapePointer(url)}/blocks`, 'message', world.refusedBlocks);
  if (result.kind === 'refused') {
    // Slack's word for blocks that it refuses in an unfurl (python-slack-sdk#1811, lightdash#11262).
    return fail('cannot_parse_attachment', readMessages(result.refusal));
  }
  const title = readString(attachment, 'title') ?? readString(attachment, 'preview', 'title', 'text');
  const text = readString(attachment, 'text');
  if (title === undefined && text === undefined && result.blocks === undefined) {
    return fail('cannot_parse_attachment');
  }
  return { url, title, text, blocks: result.blocks && fillIds(result.blocks) };
}

/** The errors of the blocks, or what else was wrong with them as a whole. */
function readMessages(refusal: JsonObject): readonly string[] {
  return Array.isArray(refusal.errors) ? refusal.errors : [String(refusal.error)];
}

/** A second call for the same link takes the first one's place. */
function attach(world: World, share: LinkShare, unfurls: readonly Unfurl[]): void {
  if (share.source === 'composer') {
    world.linkShares.keepInComposer(unfurls);
    return;
  }
  const message = world.workspace.findMessage(share.channel, share.messageTs);
  if (message === undefined) {
    return;
  }
  const byUrl = new Map([...message.unfurls, ...unfurls].map((preview) => [preview.url, preview]));
  changeMessage(world, message, { unfurls: [...byUrl.values()] }, false);
}

function escapePointer(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}
