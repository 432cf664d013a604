/** The community's words: what the disk has of them at the start, and what is new after each round. */

import type { Vocabularies } from '../feeds/vocabulary/vocabulary.ts';
import type { Log } from '../log.ts';

export interface VocabularySource {
  /** What the disk has; asks nobody. */
  kept(): Promise<Vocabularies>;
  /** Rejects with the signal's reason alone. */
  newest(signal: AbortSignal): Promise<Vocabularies>;
}

export interface Words {
  readonly start: () => Promise<void>;
  /** Tells whether they have changed. */
  readonly renew: () => Promise<boolean>;
  readonly current: () => Pick<Vocabularies, 'phrases' | 'digest'>;
}

const NO_WORDS = { phrases: [], digest: '' };

/** Whatever fails is logged, and leaves the words as they are. */
export function createWords(source: VocabularySource | undefined, log: Log, signal: AbortSignal): Words {
  let words: Vocabularies | undefined;

  function report(error: unknown): undefined {
    if (!signal.aborted) log.error({ err: error }, 'the community’s words cannot be read');
  }

  return {
    async start() {
      words = await source?.kept().catch(report);
    },

    async renew() {
      const newest = await source?.newest(signal).catch(report);
      if (!newest) return false;
      for (const { address, problem } of newest.vocabularies) {
        if (problem) log.warn({ address, err: problem }, 'a vocabulary is not renewed');
      }
      for (const failure of newest.failures) log.warn({ err: failure }, 'a vocabulary is missing');
      const hasChanged = newest.digest !== (words?.digest ?? NO_WORDS.digest);
      if (hasChanged) {
        log.info({ phrases: newest.phrases.length, skipped: newest.skipped }, 'the community’s words are renewed');
      }
      words = newest;
      return hasChanged;
    },

    current: () => words ?? NO_WORDS,
  };
}
