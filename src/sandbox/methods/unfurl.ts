/** `chat.unfurl`: previews for links that were posted or are being typed. */

import { fail, type Refusal } from '../answer.ts';
import { fillIds } from '../block-ids.ts';
import { readBlocks } from '../content.ts';
import { readEntity } from '../entities.ts';
import { isObject, type JsonObject, readObjects, readString } from '../json.ts';
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
    if (args.unfurls !== undefined && args.metadata !== undefined) {
      return fail('invalid_arguments', ['exactly one of unfurls and metadata']);
    }
    const unfurls =
      args.metadata === undefined ? readUnfurls(args.unfurls, share, world) : readEntities(args.metadata, share);
    if (!Array.isArray(unfurls)) {
      return unfurls;
    }
    attach(world, share, unfurls);
    return { ok: true };
  },
};

function readUnfurls(given: unknown, share: LinkShare, world: World): Unfurl[] | Refusal {
  if (!isObject(given)) {
    return fail(given === undefined ? 'missing_unfurls' : 'invalid_unfurls_format');
  }
  const unfurls: Unfurl[] = [];
  for (const [url, attachment] of Object.entries(given)) {
    if (!share.links.includes(url)) {
      return fail('cannot_unfurl_url');
    }
    const read = readUnfurl(world, url, attachment);
    if ('ok' in read) {
      return read;
    }
    unfurls.push(read);
  }
  return unfurls;
}

/** Work Objects: `metadata.entities`, each for a URL as posted. */
function readEntities(metadata: unknown, share: LinkShare): Unfurl[] | Refusal {
  const unfurls: Unfurl[] = [];
  for (const [index, given] of readObjects(metadata, 'entities').entries()) {
    const entity = readEntity(given, `/metadata/entities/${index}`);
    if ('ok' in entity) {
      return entity;
    }
    if (!share.links.includes(entity.appUnfurlUrl)) {
      return fail('cannot_unfurl_url');
    }
    unfurls.push({ url: entity.appUnfurlUrl, title: entity.title, text: undefined, blocks: undefined, entity });
  }
  return unfurls.length === 0 ? fail('invalid_metadata') : unfurls;
}

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
