/** The full text of ATT&CK, ready to be asked: built in steps, dropped whole with the catalog that it belongs to. */

import { DOMAINS } from '../../attack/domain.ts';
import type { AttackObject, Technique } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import { hasTellingName } from '../names.ts';
import { compareText } from '../rank.ts';
import { campaignsUsing, groupsUsing, softwareUsing } from '../relations.ts';
import { type Corpus, readCorpus, type Terms } from './corpus.ts';
import { type Learnt, learnWeights } from './learn.ts';
import type { WaysToSay } from './passages.ts';
import { countPostings, type Postings } from './postings.ts';
import { spellingFor } from './question-terms.ts';
import { listSayings, type Sayings } from './sayings.ts';
import type { Spelling } from './spelling.ts';
import { stemsOf } from './words.ts';

/**
 * Techniques apart from all else: they are told by thousands of examples, a group by a paragraph, and what is rare in the one is not in
 * the other.
 */
export interface TextIndex {
  readonly techniques: Shelf;
  /** Tactics, groups, software, campaigns, mitigations, data components, assets. */
  readonly others: Shelf;
  /** A community's phrases, asked for word by word. */
  readonly sayings: Sayings;
}

/** What is asked of a subject; all else has the catalog of the day. */
export type Subject = Pick<AttackObject, 'stixId' | 'kind' | 'domains'>;

/** Subjects that are told in the same way, and compete for a question. */
export interface Shelf {
  readonly subjects: readonly Subject[];
  readonly terms: Terms;
  readonly postings: Postings;
  /** Undefined where there are no examples to learn from. */
  readonly learnt: Learnt | undefined;
  /** Subject → what it is worth before a word is read: a habit of many comes before a rarity, a whole before its part. */
  readonly standings: Float32Array;
  /** Stems of the names of the platforms that the release has. */
  readonly platforms: ReadonlySet<string>;
  /** Mends the words of questions that none of the texts has. */
  readonly spelling: Spelling;
}

/** Where an object stands, if it stands anywhere. */
export function shelfOf({ techniques, others }: TextIndex, { kind }: AttackObject): Shelf {
  return kind === 'technique' ? techniques : others;
}

const HABIT = 0.25;
const PART = -0.35;
const FIRST_DOMAIN = 0.55;

/** Each step is a few ms of work, so that whoever builds may answer others in between. Equal for equal graphs, whatever their order. */
export function* buildTextIndex(graph: Graph, ways: WaysToSay): Generator<void, TextIndex> {
  const subjects = graph.objects
    .filter((object) => object.status === 'active' && hasTellingName(object))
    .toSorted((a, b) => compareText(a.id, b.id) || compareText(a.stixId, b.stixId));
  const [techniques, others] = [subjects.filter(isTechnique), subjects.filter((object) => !isTechnique(object))];
  const told = yield* countTexts(graph, techniques, ways);
  const learnt = yield* learnWeights(told.corpus, told.postings);
  const toldOfOthers = yield* countTexts(graph, others, ways);
  const platforms = new Set(techniques.flatMap(({ platforms }) => platforms.flatMap(stemsOf)));
  const spelling = spellingFor([told, toldOfOthers]);
  yield;
  const sayings = yield* listSayings(subjects, ways.sayingsOf);
  const shelve = ({ terms, postings }: Told, subjects: readonly AttackObject[], learnt: Learnt | undefined): Shelf => ({
    subjects: subjects.map(({ stixId, kind, domains }) => ({ stixId, kind, domains })),
    terms,
    postings,
    learnt,
    standings: Float32Array.from(subjects, (object) => rateStanding(graph, object)),
    platforms,
    spelling,
  });
  return { techniques: shelve(told, techniques, learnt), others: shelve(toldOfOthers, others, undefined), sayings };
}

interface Told {
  readonly corpus: Corpus;
  readonly terms: Terms;
  readonly postings: Postings;
}

function* countTexts(graph: Graph, subjects: readonly AttackObject[], ways: WaysToSay): Generator<void, Told> {
  const corpus = yield* readCorpus(graph, subjects, ways);
  const postings = yield* countPostings(corpus);
  return { corpus, terms: corpus.terms, postings };
}

function isTechnique(object: AttackObject): object is Technique {
  return object.kind === 'technique';
}

/** The factors belong to the formula of `rate-shelf.ts`. */
function rateStanding(graph: Graph, object: AttackObject): number {
  const domain = object.domains[0] === DOMAINS[0] ? FIRST_DOMAIN : 0;
  if (!isTechnique(object)) return domain;
  const uses = [groupsUsing, campaignsUsing, softwareUsing].map((list) => list(graph, object).length);
  const habit = Math.log(1 + uses.reduce((sum, n) => sum + n, 0));
  return HABIT * habit + (object.isSubtechnique ? PART : 0) + domain;
}
