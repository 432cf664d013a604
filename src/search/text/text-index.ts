/** The full text of all techniques, ready to be asked: built in steps, dropped whole with the catalog that it belongs to. */

import { DOMAINS } from '../../attack/domain.ts';
import type { Technique } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import { campaignsUsing, groupsUsing, softwareUsing } from '../relations.ts';
import { readCorpus, type Terms } from './corpus.ts';
import { type Learnt, learnWeights } from './learn.ts';
import type { WaysToSay } from './passages.ts';
import { countPostings, type Postings } from './postings.ts';
import { stemsOf } from './words.ts';

export interface TextIndex {
  /** Technique → its STIX id: the catalog of the day has the object. */
  readonly techniques: readonly string[];
  readonly terms: Terms;
  readonly postings: Postings;
  readonly learnt: Learnt;
  /** Technique → what it is worth before a word is read: a habit of many comes before a rarity, a whole before its part. */
  readonly standings: Float32Array;
  readonly platforms: ReadonlySet<string>;
}

const HABIT = 0.28;
const PART = -0.3;
const FIRST_DOMAIN = 0.5;

/** Each step is a few ms of work, so that whoever builds may answer others in between. Equal for equal graphs, whatever their order. */
export function* buildTextIndex(graph: Graph, ways: WaysToSay): Generator<void, TextIndex> {
  const corpus = yield* readCorpus(graph, ways);
  const postings = yield* countPostings(corpus);
  const learnt = yield* learnWeights(corpus, postings);
  const { techniques, terms } = corpus;
  return {
    techniques: techniques.map(({ stixId }) => stixId),
    terms,
    postings,
    learnt,
    standings: Float32Array.from(techniques, (technique) => rateStanding(graph, technique)),
    platforms: new Set(techniques.flatMap(({ platforms }) => platforms.flatMap(stemsOf))),
  };
}

/** The factors belong to the formula of `find-text.ts`. */
function rateStanding(graph: Graph, technique: Technique): number {
  const uses = [groupsUsing, campaignsUsing, softwareUsing].map((list) => list(graph, technique).length);
  const habit = Math.log(1 + uses.reduce((sum, n) => sum + n, 0));
  return (
    HABIT * habit + (technique.isSubtechnique ? PART : 0) + (technique.domains[0] === DOMAINS[0] ? FIRST_DOMAIN : 0)
  );
}
