/** Loads one release: each domain's bundle from the disk or the feeds, built together, and kept on disk once it has proved good. */

import type { Domain } from '../attack/domain.ts';
import type { Earlier, EarlierRound, Part } from '../feeds/earlier.ts';
import type { Progress } from '../feeds/feed.ts';
import { type FeedError, isHttpAddress } from '../feeds/feed-error.ts';
import type { Log } from '../log.ts';
import { type Catalog, type Copy, type RefreshReport, withNews } from '../search/catalog.ts';
import type { Build, Refused } from './build.ts';

export interface Loader {
  readonly earlier: Earlier;
  readonly domains: readonly Domain[];
  readonly build: Build;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** In ms since 1970. */
  readonly now: () => number;
}

export type Loaded =
  /** `isWhole`: no domain is missing that might be had another time. */
  | { readonly kind: 'built'; readonly catalog: Catalog; readonly isWhole: boolean }
  | { readonly kind: 'nowhere' }
  /** For people to read. */
  | { readonly kind: 'failed'; readonly problem: string };

type Errors = RefreshReport['errors'];

interface Candidate {
  readonly domain: Domain;
  readonly part: Part;
}

interface Gathered {
  readonly candidates: readonly Candidate[];
  readonly errors: Errors;
}

/** @throws the signal's reason once it is aborted */
export async function loadRelease(release: string, loader: Loader): Promise<Loaded> {
  const { log, signal, build, domains, now } = loader;
  const round = createRound(loader);
  const useless: Candidate[] = [];
  let gathered = await gather(release, domains, round, useless, loader);
  while (gathered.candidates.length > 0) {
    const { candidates, errors } = gathered;
    const { catalog, refused } = await build(
      candidates.map(({ domain, part }) => ({ copy: copyOf(domain, part), packed: part.packed })),
      signal,
    );
    if (refused.length === 0) {
      await keep(release, candidates, loader);
      const facts = { release, domains: candidates.map(({ domain }) => domain), objects: catalog.objects.length };
      log.info(facts, 'an earlier release is at hand');
      const refresh = { endedAt: now(), errors, nextAt: undefined };
      return { kind: 'built', catalog: withNews(catalog, { refresh }), isWhole: errors.length === 0 };
    }
    const bad = candidates.filter(({ domain }) => refused.some((one) => one.domain === domain));
    useless.push(...bad);
    for (const candidate of bad) await discard(candidate, refused, loader);
    const again = await gather(
      release,
      bad.map(({ domain }) => domain),
      round,
      useless,
      loader,
    );
    const good = candidates.filter((candidate) => !bad.includes(candidate));
    const unmended = refused.filter(({ domain }) => again.candidates.every((one) => one.domain !== domain));
    gathered = {
      candidates: [...good, ...again.candidates],
      errors: [...errors, ...again.errors, ...unmended.map(({ domain, problem }) => ({ domain, message: problem }))],
    };
  }
  const { errors } = gathered;
  if (errors.length === 0) return { kind: 'nowhere' };
  return { kind: 'failed', problem: [...new Set(errors.map(({ message }) => message))].join('; ') };
}

/** @param useless what is not to be given again */
async function gather(
  release: string,
  domains: readonly Domain[],
  round: EarlierRound,
  useless: readonly Candidate[],
  { log }: Loader,
): Promise<Gathered> {
  const candidates: Candidate[] = [];
  const errors: Errors[number][] = [];
  for (const domain of domains) {
    const passed = useless.filter((one) => one.domain === domain).map(({ part }) => part);
    const found = await round.find(domain, release, passed);
    const failures = found.kind === 'missing' ? [] : found.failures;
    for (const failure of failures) log.warn({ domain, release, err: failure }, 'a feed failed');
    if (found.kind === 'found') candidates.push({ domain, part: found.part });
    if (found.kind === 'failed') errors.push({ domain, message: failures.map(tellFailure).join('; ') });
  }
  return { candidates, errors };
}

function createRound({ earlier, signal, log }: Loader): EarlierRound {
  const onProgress = ({ domain, address, received, total }: Progress) => {
    if (received === 0) log.info({ domain, address, bytes: total }, 'a download begins');
  };
  return earlier.createRound({ signal, onProgress });
}

/** An earlier release is what it was: it never grows old. */
function copyOf(domain: Domain, { release, origin, address, fetchedAt }: Part): Copy {
  return { domain, release, origin, address, asOf: fetchedAt, freshFor: Number.POSITIVE_INFINITY };
}

async function discard(
  { domain, part: { release, origin, address } }: Candidate,
  refused: readonly Refused[],
  { earlier, log }: Loader,
): Promise<void> {
  const problem = refused.find((one) => one.domain === domain)?.problem;
  log.warn({ domain, release, origin, address, problem }, 'a bundle is refused');
  if (origin === 'disk') await earlier.archive.forget(domain, release);
}

/** A full or read-only disk costs another download, and this answer nothing. */
async function keep(release: string, candidates: readonly Candidate[], { earlier, log, now }: Loader): Promise<void> {
  try {
    for (const { domain, part } of candidates.filter((one) => one.part.origin === 'feed')) {
      const { address, fetchedAt, packed } = part;
      await earlier.archive.write({ domain, release, address, fetchedAt, askedAt: now(), packed });
    }
    await earlier.archive.touch(release);
  } catch (error) {
    log.error({ release, err: error }, 'an earlier release is not kept on disk');
  }
}

/** The path of a folder says nothing to whoever asks, and something to whoever should not know. */
function tellFailure({ address, problem, message }: FeedError): string {
  return isHttpAddress(address) ? message : `a folder ${problem}`;
}
