/** A person's act as the page posts it: checked, since anything on this machine can post. */

import { z } from 'zod';
import type { PageAct } from './page-api.ts';

/** Slack cuts a message at 40,000 characters. */
const MAX_TEXT = 40_000;

const id = z.string().min(1).max(255);
const url = z.string().max(3000);
const text = z.string().max(MAX_TEXT);
const choice = z.union([z.string().max(3000), z.array(z.string().max(2000)).max(100).readonly()]).exactOptional();
const values = z.record(id, z.record(id, z.looseObject({ type: id })));
const inMessage = { channel: id, ts: id };
const element = { blockId: id, actionId: id };

const actSchema: z.ZodType<PageAct> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), channel: id, text: text.min(1), threadTs: id.exactOptional() }),
  z.strictObject({ kind: z.literal('edit'), ...inMessage, text: text.min(1) }),
  z.strictObject({ kind: z.literal('delete'), ...inMessage }),
  z.strictObject({ kind: z.literal('compose'), channel: id, text }),
  z.strictObject({ kind: z.literal('press'), ...inMessage, unfurlUrl: url.exactOptional(), ...element, choice }),
  z.strictObject({ kind: z.literal('press-view'), viewId: id, ...element, choice, values }),
  z.strictObject({ kind: z.literal('suggest'), viewId: id, ...element, text, values }),
  z.strictObject({ kind: z.literal('submit'), viewId: id, values }),
  z.strictObject({ kind: z.literal('close'), viewId: id, isAll: z.boolean() }),
  z.strictObject({
    kind: z.literal('shortcut'),
    callbackId: id,
    channel: id.exactOptional(),
    ts: id.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('open-home') }),
  z.strictObject({ kind: z.literal('open-panel'), ...inMessage, url }),
  z.strictObject({ kind: z.literal('close-panel') }),
]);

/** @returns undefined for what is none */
export function decodeAct(body: string): PageAct | undefined {
  try {
    return actSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
