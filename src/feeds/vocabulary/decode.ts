/** Tells a vocabulary's format by what it holds, not by its name or media type, both of which mirrors and mounts change. */

import { FeedError } from '../feed-error.ts';
import { decodeArchive, isArchive } from './archive.ts';
import { type Collected, createCollector } from './phrase.ts';
import { decodeSigma, isSigma } from './sigma.ts';
import { decodeAtomic, decodePairs, findAtomicLayout } from './table.ts';

/** `pairs` are the two columns of an organisation's own words. */
export const VOCABULARY_KINDS = ['atomic', 'sigma', 'pairs'] as const;
type VocabularyKind = (typeof VOCABULARY_KINDS)[number];

export interface Decoded extends Collected {
  readonly kind: VocabularyKind;
}

/**
 * @param address named in errors
 * @throws FeedError when there is not one phrase in it: a proxy's page, an emptied file and a format that is not known look alike
 * @throws the signal's reason once it is aborted
 */
export async function decodeVocabulary(bytes: Buffer, address: string, signal: AbortSignal): Promise<Decoded> {
  const collector = createCollector();
  const kind = await collectInto();
  const { phrases, skipped } = collector.collect();
  if (phrases.length === 0) throw new FeedError({ address, problem: `holds ${NOTHING[kind]}` });
  return { kind, phrases, skipped };

  async function collectInto(): Promise<VocabularyKind> {
    if (isArchive(bytes)) {
      await decodeArchive(bytes, address, collector, signal);
      return 'sigma';
    }
    // No text has a zero in it, and a binary file would be pages of odd phrases.
    if (bytes.includes(0)) throw new FeedError({ address, problem: 'is neither text in UTF-8 nor a zip archive' });
    const text = new TextDecoder().decode(bytes);
    if (/^\s*<(?:!doctype|html)\b/i.test(text)) {
      throw new FeedError({ address, problem: 'is a web page: give the address of the file itself' });
    }
    const layout = findAtomicLayout(text);
    if (layout) {
      await decodeAtomic(text, layout, collector, signal);
      return 'atomic';
    }
    if (isSigma(text)) {
      await decodeSigma(text, collector, signal);
      return 'sigma';
    }
    await decodePairs(text, collector, signal);
    return 'pairs';
  }
}

const NOTHING: Readonly<Record<VocabularyKind, string>> = {
  atomic: 'no test with an ATT&CK ID',
  sigma: 'no Sigma rule in use with an ATT&CK ID',
  pairs: "no vocabulary: neither Atomic Red Team's index, nor Sigma rules, nor lines of a phrase and its ATT&CK IDs",
};
