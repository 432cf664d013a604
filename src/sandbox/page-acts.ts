/** What a person's act may look like when it comes in: nothing beyond it reaches the workspace. */

import { z } from 'zod';
import type { PageAct, PageValues } from './page-api.ts';

/** Slack cuts a message at 40,000 characters; each takes up to six bytes in JSON. */
const MAX_TEXT = 40_000;
/** As many as an external select or a group of options may hold. */
const MAX_CHOICES = 100;

const id = z.string().min(1).max(255);
const text = z.string().max(MAX_TEXT);
const url = z.string().max(3000);
const choice = z.union([text, z.array(z.string().max(2000)).max(MAX_CHOICES)]);
/** An element's state is its own affair: what each type holds is checked where it is read. */
const values: z.ZodType<PageValues> = z.record(id, z.record(id, z.looseObject({ type: id })));
const place = { blockId: id, actionId: id };
const message = { channel: id, ts: id };

const actSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), channel: id, text: text.min(1), threadTs: id.exactOptional() }),
  z.strictObject({ kind: z.literal('edit'), ...message, text: text.min(1) }),
  z.strictObject({ kind: z.literal('delete'), ...message }),
  z.strictObject({ kind: z.literal('compose'), channel: id, text }),
  z.strictObject({
    kind: z.literal('press'),
    ...message,
    ...place,
    unfurlUrl: url.exactOptional(),
    choice: choice.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('press-view'), viewId: id, ...place, choice: choice.exactOptional(), values }),
  z.strictObject({ kind: z.literal('suggest'), viewId: id, ...place, text, values }),
  z.strictObject({ kind: z.literal('submit'), viewId: id, values }),
  z.strictObject({ kind: z.literal('close'), viewId: id, isAll: z.boolean() }),
  z.strictObject({
    kind: z.literal('shortcut'),
    callbackId: id,
    channel: id.exactOptional(),
    ts: id.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('open-home') }),
  z.strictObject({ kind: z.literal('open-panel'), ...message, url }),
  z.strictObject({ kind: z.literal('close-panel') }),
]);

/** @returns undefined for what is no act */
export function decodeAct(body: string): PageAct | undefined {
  try {
    return actSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
