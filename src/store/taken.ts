/** What each workspace's Slack has lately taken of blocks: their kinds, and how heavy a message of them was. Of this process alone. */

import type { KnownBlock } from '@slack/types';
import { weigh } from '../reply/blocks.ts';

export interface Taken {
  readonly add: (team: string, blocks: readonly KnownBlock[]) => void;
  /** Whether all their kinds were taken, and a message as heavy as these. */
  readonly isLike: (team: string, blocks: readonly KnownBlock[]) => boolean;
  /** Slack has refused something there: all is to be seen anew. */
  readonly forget: (team: string) => void;
}

interface Known {
  readonly types: Set<string>;
  weight: number;
  /** In ms since 1970. */
  readonly until: number;
}

/** In ms: from time to time a message goes where a refusal is heard. */
const KNOWN_FOR = 60 * 60_000;

export function createTaken(now: () => number): Taken {
  const known = new Map<string, Known>();
  const find = (team: string) => {
    const one = known.get(team);
    return one && one.until > now() ? one : undefined;
  };
  return {
    add(team, blocks) {
      const one = find(team) ?? { types: new Set(), weight: 0, until: now() + KNOWN_FOR };
      known.set(team, one);
      for (const type of typesOf(blocks)) one.types.add(type);
      one.weight = Math.max(one.weight, weigh(blocks));
    },
    isLike(team, blocks) {
      const one = find(team);
      return one !== undefined && typesOf(blocks).every((type) => one.types.has(type)) && weigh(blocks) <= one.weight;
    },
    forget: (team) => void known.delete(team),
  };
}

function typesOf(blocks: readonly KnownBlock[]): readonly string[] {
  return blocks.flatMap((block) => [block.type, ...(block.type === 'container' ? typesOf(block.child_blocks) : [])]);
}
