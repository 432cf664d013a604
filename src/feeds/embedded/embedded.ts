/** The facts that come with the bot: the last resort when there is neither a feed nor a copy of one. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashContent } from '../content.ts';
import { expandFacts } from './expand.ts';
import type { Facts } from './facts.ts';

/** What tells one file of facts from another. */
export interface FactsNote {
  /** When their release was published, in ms since 1970. */
  readonly releasedAt: number;
  readonly sha256: string;
}

export const EMBEDDED_FACTS = join(import.meta.dirname, 'facts.json');

/** @param path a file that `make.ts` wrote */
export async function noteFacts(path: string): Promise<FactsNote> {
  const bytes = await readFile(path);
  const { releasedAt } = JSON.parse(bytes.toString()) as Facts;
  return { releasedAt: Date.parse(releasedAt), sha256: hashContent(bytes) };
}

/**
 * @param path a file that `make.ts` wrote
 * @param domain such as `enterprise`
 * @returns a parsed STIX bundle, and when its release was published in ms since 1970
 */
export async function readFacts(
  path: string,
  domain: string,
): Promise<{ readonly json: unknown; readonly releasedAt: number }> {
  // Not held between calls: a bot with good disk copies needs them never, and one without needs them once a domain.
  const facts = JSON.parse(await readFile(path, 'utf8')) as Facts;
  return { json: expandFacts(facts, domain), releasedAt: Date.parse(facts.releasedAt) };
}
