/** `/attack layer`: a layer for the ATT&CK Navigator of what was named here; a command first tells what would be in it, a mention uploads. */

import type { Log } from '../../log.ts';
import { buildLayers, type LayerFile } from '../../reply/layer/layer.ts';
import { type Tally, tally } from '../../reply/layer/tally.ts';
import type { Errand } from '../../reply/question.ts';
import { stampMessage } from '../../reply/stamp.ts';
import { escapeMrkdwn } from '../../reply/text/mrkdwn.ts';
import { tellVantage, vantageRows } from '../../reply/vantage.ts';
import { type LayerSite, layerComment, layerOffer, layerUploaded, noLayer } from '../../reply/views/layer.ts';
import { missingReleaseMessage } from '../../reply/views/release.ts';
import { nameChannel } from '../../reply/views/shared.ts';
import { uploadRefused } from '../../reply/views/upload.ts';
import type { Catalog } from '../../search/catalog.ts';
import type { Deps } from '../deps.ts';
import { type Ground, groundFor } from '../ground.ts';
import { isDirect } from '../read/conversation.ts';
import type { Asked } from './errand.ts';
import { tell } from './tell.ts';
import { upload } from './upload.ts';

type LayerErrand = Extract<Errand, { readonly kind: 'layer' | 'upload' }>;

/** An upload is for all to see: only a mention, which all see too, has it without being asked again. */
export async function runLayer(errand: LayerErrand, asked: Asked, deps: Deps): Promise<void> {
  const ground = await groundFor(errand, asked.team, deps);
  if (ground.kind !== 'ground') return tell(missingReleaseMessage(ground, errand), asked, deps);
  if (errand.kind === 'upload' || asked.responseUrl === undefined) return uploadLayer(ground, asked, deps);
  const { counted, files, site } = await gather(asked, ground.catalog, deps);
  const message = files.length === 0 ? noLayer(counted, site) : layerOffer(counted, files, site);
  await tell(stampMessage(message, ground.release, vantageRows(ground.catalog, ground.vantage)), asked, deps);
}

async function uploadLayer({ catalog, vantage }: Ground, asked: Asked, deps: Deps): Promise<void> {
  const { counted, files, site } = await gather(asked, catalog, deps);
  const [first] = files;
  if (!first) return tell(noLayer(counted, site), asked, deps);
  const uploads = files.map(({ filename, layer }) => ({
    filename,
    title: layer.name,
    file: Buffer.from(JSON.stringify(layer, null, 2)),
  }));
  const comment = [
    layerComment(counted, files, site, asked.person),
    ...(vantage ? [escapeMrkdwn(tellVantage(catalog, vantage))] : []),
  ].join('\n');
  const failure = await upload(uploads, comment, asked, deps);
  if (failure) return tell(uploadRefused('The layer', failure.obstacle, failure.reference), asked, deps);
  if (asked.responseUrl !== undefined) await tell(layerUploaded(files, site), asked, deps, true);
}

interface Gathered {
  readonly counted: Tally;
  readonly files: readonly LayerFile[];
  readonly site: LayerSite;
}

async function gather(asked: Asked, known: Catalog, { memory, now, log }: Deps): Promise<Gathered> {
  const thread = asked.startsThread ? undefined : asked.thread;
  const all = await memory.mentions.of(asked.team, asked.channel);
  const here = thread === undefined ? all : all.filter((one) => one.ts === thread || one.thread === thread);
  const counted = tally(
    here.map(({ ids }) => ids),
    known,
  );
  const isThread = thread !== undefined;
  const place = { channel: await findName(asked, log), isThread, now: now() };
  const site = isThread ? 'thread' : isDirect(asked.channel) ? 'conversation' : 'channel';
  return { counted, files: buildLayers(counted, known, place), site };
}

/** A mention does not tell the channel's name, and Slack only where the scope was granted: then it is the id. */
async function findName({ client, channel, channelName }: Asked, log: Log): Promise<string> {
  if (isDirect(channel)) return 'a direct message';
  const told = nameChannel(channelName);
  if (told !== undefined) return told;
  try {
    const { name } = (await client.conversations.info({ channel })).channel ?? {};
    return nameChannel(name) ?? channel;
  } catch (error) {
    log.info({ err: error }, 'Slack does not name a channel');
    return channel;
  }
}
