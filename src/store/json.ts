/** Reads what was kept: what this version of the bot does not understand counts as never kept. */

import type { z } from 'zod';

export function decodeJson<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
