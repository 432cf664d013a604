/** Which release an answer is from: the one that its question names, the one that its workspace has pinned, or the newest. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Answerable, type Question, releaseIn, withRelease } from '../reply/question.ts';
import { type Asking, type Reply, reply, replyMissing } from '../reply/reply.ts';
import type { Vantage } from '../reply/vantage.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Missing, ReleaseFound } from '../search/releases.ts';
import { gatherCompared } from './compared.ts';
import type { Deps } from './deps.ts';
import { findRelease, type OnSlow } from './find-release.ts';
import { readPinState } from './settings/pin-state.ts';

export interface Ground {
  readonly kind: 'ground';
  readonly catalog: Catalog;
  readonly vantage: Vantage | undefined;
  /** Others that are at hand. */
  readonly elsewhere: readonly Catalog[];
  /** The number of the release where the question named one: in full, so that what is pressed in the answer stays in it. */
  readonly release: string | undefined;
}

type GroundDeps = Pick<Deps, 'catalog' | 'releases' | 'memory' | 'log'>;

/** What a workspace is answered from, at once: for what nobody waits for, and what must be in time. */
export async function groundOf(team: string, deps: GroundDeps): Promise<Ground> {
  const newest = deps.catalog();
  const pin = await readPin(team, deps);
  if (pin === undefined) return standOn(newest, undefined, deps);
  const found = await Promise.race([deps.releases.find(pin), nextTurn(undefined)]);
  return standOnPin(pin, found, newest, deps);
}

/**
 * What a question is answered from; waits for a release that is on its way.
 *
 * @param onSlow see `OnSlow`; awaited before the answer is given
 */
export async function groundFor(
  question: Question,
  team: string,
  deps: GroundDeps,
  onSlow?: OnSlow,
): Promise<Ground | Missing> {
  const newest = deps.catalog();
  const asked = releaseIn(question);
  const usual = await groundOf(team, deps);
  if (asked === undefined) {
    if (usual.vantage?.kind !== 'pin missing') return usual;
    const { release } = usual.vantage;
    return standOnPin(release, await findRelease(release, deps, onSlow), newest, deps);
  }
  return standOnAsked(await findRelease(asked, deps, onSlow), usual, deps);
}

/** What a release is answered from that somebody names. */
export async function groundIn(release: string, usual: Ground, deps: GroundDeps): Promise<Ground | Missing> {
  return standOnAsked(await deps.releases.find(release), usual, deps);
}

function standOnAsked(found: ReleaseFound, usual: Ground, deps: GroundDeps): Ground | Missing {
  if (found.kind !== 'found') return found;
  if (found.catalog === usual.catalog) return { ...usual, release: found.release };
  const isPinned = usual.vantage?.kind === 'pinned';
  const vantage: Vantage = { kind: 'asked', usual: usual.catalog, isPinned };
  return { ...standOn(found.catalog, vantage, deps), release: found.release };
}

/** Answers a question from the release that it is about, or says why that is not at hand. */
export async function answerTo(
  question: Answerable,
  { team, ...asking }: Asking & { readonly team: string },
  deps: GroundDeps & Pick<Deps, 'comparisons'>,
  onSlow?: OnSlow,
): Promise<Reply> {
  const compared = await gatherCompared(question, deps, onSlow);
  if (compared) return reply(question, deps.catalog(), { ...asking, compared });
  if (isStatus(question)) {
    const release = await readPinState(team, deps);
    return reply(question, deps.catalog(), { ...asking, release });
  }
  const ground = await groundFor(question, team, deps, onSlow);
  if (ground.kind !== 'ground') return replyMissing(question, ground);
  const { catalog, vantage, elsewhere, release } = ground;
  const full = release === undefined ? question : withRelease(question, release);
  return reply(full, catalog, { ...asking, vantage, elsewhere });
}

/** The status tells of the newest, and of what is pinned beside it. */
function isStatus(question: Answerable): boolean {
  const asked = question.kind === 'share' ? question.of : question;
  return asked.kind === 'status' && asked.release === undefined;
}

function standOnPin(release: string, found: ReleaseFound | undefined, newest: Catalog, deps: GroundDeps): Ground {
  if (found?.kind === 'found') {
    const vantage = found.catalog === newest ? undefined : ({ kind: 'pinned', newest } as const);
    return standOn(found.catalog, vantage, deps);
  }
  return standOn(newest, { kind: 'pin missing', release, problem: found && tellMissing(found) }, deps);
}

function standOn(catalog: Catalog, vantage: Vantage | undefined, { catalog: newest, releases }: GroundDeps): Ground {
  return { kind: 'ground', catalog, vantage, elsewhere: [newest(), ...releases.held()], release: undefined };
}

function tellMissing(missing: Missing): string {
  return missing.kind === 'unlisted' ? 'no feed has it any more' : missing.problem;
}

/** Whose store does not answer is answered from the newest. */
async function readPin(team: string, { memory, log }: GroundDeps): Promise<string | undefined> {
  try {
    return (await memory.pins.of(team))?.release;
  } catch (error) {
    log.warn({ err: error }, 'whether a workspace has pinned a release is not known');
    return undefined;
  }
}
