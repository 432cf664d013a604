/** What is said about a Navigator layer: what would be in it, that it is there, or why it cannot be. */

import { labelDomain } from '../../attack/domain.ts';
import { button, context, createMessage, type Message, row, section } from '../blocks.ts';
import type { LayerFile } from '../layer/layer.ts';
import type { Tally } from '../layer/tally.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { count, list } from './facts.ts';
import { shortNameOf } from './title.ts';

/** What a layer is of. */
export type LayerSite = 'channel' | 'thread' | 'conversation';

const COUNTED = 'I count IDs such as T1055, and links to attack.mitre.org, in messages of the last 180 days';
const COUNTED_IN_CHANNELS =
  ': IDs where I was in the channel when they were written, links anywhere. To have me count here: `/invite @ATT&amp;CK`';
const MOST_NAMED = 10;
const NAVIGATOR = 'https://mitre-attack.github.io/attack-navigator/';

/** Before the upload, for the asker alone: an upload is for all to see. */
export function layerOffer(tally: Tally, files: readonly LayerFile[], site: LayerSite): Message {
  const place = `this ${site}`;
  return createMessage([
    section(`*A Navigator layer of ${place}*\n${describe(tally, files, place)}`),
    context('Only you see this. The upload is for everybody here.'),
    ...row([button(`Upload to ${place}`, { kind: 'upload' }, { spoken: `Upload to ${place}: the Navigator layer` })]),
  ]);
}

/** Stands beside the files. Mrkdwn. */
export function layerComment(tally: Tally, files: readonly LayerFile[], site: LayerSite, person: string): string {
  const place = `this ${site}`;
  const open = `Open it in the <${NAVIGATOR}|ATT&amp;CK Navigator>: Open Existing Layer, Upload from local.`;
  return `*ATT&amp;CK Navigator ${files.length === 1 ? 'layer' : 'layers'} of ${place}*, asked for by <@${person}>\n${describe(tally, files, place)}\n${open}`;
}

/** To the asker, once the files are there. */
export function layerUploaded(files: readonly LayerFile[], site: LayerSite): Message {
  const names = files.map(({ filename }) => `\`${filename}\``).join(', ');
  return createMessage([section(`Uploaded to this ${site}: ${names}`)]);
}

export function noLayer(tally: Tally, site: LayerSite): Message {
  const place = `this ${site}`;
  const others = tally.others.map(({ object }) => shortNameOf(object));
  const also = others.length === 0 ? '' : ` Named were ${escapeMrkdwn(list(others, MOST_NAMED))}, which no matrix has.`;
  return createMessage([
    section(`*No layer:* I know of no technique that was named in ${place}.${also}`),
    context(site === 'conversation' ? `${COUNTED}.` : `${COUNTED}${COUNTED_IN_CHANNELS}`),
  ]);
}

function describe({ messages, techniques, others }: Tally, files: readonly LayerFile[], place: string): string {
  const perDomain = files.map(({ domain }) => {
    const here = techniques.filter(({ object }) => object.domains.includes(domain));
    const named = here.map(({ object, count: number }) => `${object.id} (${number})`);
    return `• ${labelDomain(domain)}: ${count(here.length, 'technique')}, by messages: ${escapeMrkdwn(list(named, MOST_NAMED))}`;
  });
  const rest = others.map(({ object }) => shortNameOf(object));
  const also =
    rest.length === 0 ? [] : [`• Not in the matrix, told in the description: ${escapeMrkdwn(list(rest, MOST_NAMED))}`];
  return [`Techniques named in ${count(messages, 'message')} of ${place}:`, ...perDomain, ...also].join('\n');
}
