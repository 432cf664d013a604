/**
 * The inbound flow: newest copy of each domain → decode → build → swap, and the loop that repeats it. Each domain changes as a whole
 * or not at all, and whatever fails leaves the standing catalog in place.
 */

import { setImmediate as pause } from 'node:timers/promises';
import { type Bundle, decodeBundle } from './attack/bundle.ts';
import type { Domain } from './attack/domain.ts';
import { findLoss } from './attack/loss.ts';
import { compareReleases } from './attack/release.ts';
import { waitUntil } from './clock.ts';
import type { Known, Progress } from './feeds/feed.ts';
import type { ProgressBar } from './feeds/progress.ts';
import type { News, Round, Source } from './feeds/source.ts';
import type { Vocabularies } from './feeds/vocabulary/vocabulary.ts';
import type { Log } from './log.ts';
import { buildCatalog, buildText, type Catalog, type Edition, type RefreshReport, withNews } from './search/catalog.ts';
import { runInSlices } from './search/slices.ts';

export interface Refresh {
  /** Publishes a catalog of what is at hand, asking no feed, and then keeps it fresh until `stop`. */
  start(): Promise<void>;
  /** Breaks off what is under way; what was published stays. */
  stop(): Promise<void>;
}

export interface RefreshOptions {
  readonly source: Source;
  readonly domains: readonly Domain[];
  /** How old a copy may grow: a domain is never asked for more often than that, but after a failure. */
  readonly refreshSeconds: number;
  readonly log: Log;
  /** Where a community's words come from, if they do. */
  readonly vocabulary?: VocabularySource | undefined;
  /** Called with each new catalog, and when only the report in it is new. */
  readonly publish: (catalog: Catalog) => void;
  /** Where there is one, downloads are shown and their start is not logged. */
  readonly progress?: ProgressBar | undefined;
  readonly now?: (() => number) | undefined;
  /** From 0 up to 1. */
  readonly random?: (() => number) | undefined;
}

export interface VocabularySource {
  /** What the disk has; asks nobody. */
  kept(): Promise<Vocabularies>;
  /** Rejects with the signal's reason alone. */
  newest(signal: AbortSignal): Promise<Vocabularies>;
}

/** What a domain stands on, and when its feeds are asked next. */
interface Standing {
  readonly edition: Edition;
  readonly known: Known | undefined;
  /** In ms since 1970. */
  readonly dueAt: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** For people to read. */
  readonly problem: string | undefined;
}

/** Why a bundle that decodes is not used; the message goes on from "holds a bundle that is refused: ". */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

const FIRST_BACK_OFF = 60_000;

export function createRefresh(options: RefreshOptions): Refresh {
  const { source, domains, vocabulary, log, publish, progress, now = Date.now, random = Math.random } = options;
  const interval = options.refreshSeconds * 1000;
  // A tenth more than the interval, so that answers do not call themselves old while the refresh that is due is under way.
  const freshFor = Math.round(interval * 1.1);
  const standing = new Map<Domain, Standing>();
  const stopping = new AbortController();
  let report: RefreshReport = { endedAt: undefined, errors: [], nextAt: undefined };
  let catalog = buildCatalog([], report);
  let isTextDue = false;
  let words: Vocabularies | undefined;
  let loop: Promise<void> = Promise.resolve();

  return {
    async start() {
      for (const domain of domains) standing.set(domain, await startDomain(domain));
      report = { endedAt: undefined, errors: listErrors(), nextAt: findNextAt() };
      words = await vocabulary?.kept().catch(reportWords);
      swap();
      loop = repeat();
    },

    async stop() {
      stopping.abort();
      await loop;
      progress?.clear();
      await source.close();
    },
  };

  async function startDomain(domain: Domain): Promise<Standing> {
    const start = await source.start(domain, (json) => decode(json, domain));
    const { value: bundle, origin, address, asOf, known, problem } = start;
    if (problem) log.warn({ domain, err: problem }, 'the disk copy is not used');
    log.info({ domain, release: bundle.release, origin, asOf: new Date(asOf).toISOString() }, 'ATT&CK is at hand');
    const copy = { domain, release: bundle.release, origin, address, asOf, freshFor };
    // A clock that was set back must not put off the next attempt by as much.
    const dueAt = known && source.isCurrent(known) ? Math.min(asOf, now()) + interval : now();
    return { edition: { bundle, copy }, known, dueAt, attempts: 0, problem: problem?.message };
  }

  /** The only place that asks: rounds follow each other, so refreshes cannot overlap. */
  async function repeat(): Promise<void> {
    await renewText();
    while (!stopping.signal.aborted) {
      const reached = await waitUntil(findNextAt(), now, stopping.signal);
      const due = domains.filter((domain) => (standing.get(domain)?.dueAt ?? 0) <= reached);
      if (due.length > 0 && !stopping.signal.aborted) await refresh(due);
    }
  }

  /** One domain after the other: parsed, Enterprise takes more memory than all that the bot else holds. */
  async function refresh(due: readonly Domain[]): Promise<void> {
    tell({ ...report, nextAt: undefined });
    const round = source.createRound({ signal: stopping.signal, onProgress: showProgress });
    for (const domain of due) {
      const before = standing.get(domain);
      if (before) standing.set(domain, await renew(domain, before, round));
      if (stopping.signal.aborted) return;
    }
    await renewWords();
    await renewText();
    if (stopping.signal.aborted) return;
    plan(due);
    tell({ endedAt: now(), errors: listErrors(), nextAt: findNextAt() });
  }

  /** From one moment and with one draw: domains that fared alike are asked for together again, and the index once for all. */
  function plan(asked: readonly Domain[]): void {
    const [from, luck] = [now(), random()];
    for (const domain of asked) {
      const after = standing.get(domain);
      if (!after) continue;
      const wait = after.attempts === 0 ? interval : findBackOff(interval, after.attempts, luck);
      standing.set(domain, { ...after, dueAt: Math.max(from + wait, after.dueAt) });
    }
  }

  /** Gives what the domain stands on afterwards; its `dueAt` is only the earliest that a feed allows. */
  async function renew(domain: Domain, before: Standing, round: Round): Promise<Standing> {
    const attempts = before.attempts + 1;
    try {
      const asked = round.newest(domain, before.known, (json, address) => judge(decode(json, domain), address, before));
      const news = await asked.finally(() => progress?.clear());
      for (const failure of news.failures) log.warn({ domain, err: failure }, 'a feed failed');
      if (news.kind !== 'failed') return adopt(domain, before, news);
      return { ...before, attempts, dueAt: news.retryAt, problem: listMessages(news.failures) };
    } catch (error) {
      if (stopping.signal.aborted) return before;
      log.error({ domain, err: error }, 'the refresh failed on a fault of the bot');
      return { ...before, attempts, dueAt: 0, problem: 'The refresh failed on a fault of the bot; its log says more' };
    }
  }

  function adopt(domain: Domain, before: Standing, news: Exclude<News<Bundle>, { readonly kind: 'failed' }>): Standing {
    const { known, asOf, failures, problem } = news;
    const bundle = news.kind === 'new' ? news.value : before.edition.bundle;
    const copy = { domain, release: bundle.release, origin: 'feed', address: known.address, asOf, freshFor } as const;
    const after = { edition: { bundle, copy }, known, dueAt: 0, attempts: 0, problem: listMessages(failures, problem) };
    standing.set(domain, after);
    if (problem) log.error({ domain, err: problem }, 'the copy is not kept on disk');
    const facts = { domain, release: bundle.release, address: known.address };
    if (news.kind === 'new') {
      log.info({ ...facts, objects: bundle.objects.length, relations: bundle.relations.length }, 'ATT&CK is renewed');
      swap();
    } else {
      log.info(facts, 'ATT&CK is unchanged');
      catalog = withNews(catalog, { copies: listEditions().map((edition) => edition.copy) });
      publish(catalog);
    }
    return after;
  }

  function decode(json: unknown, domain: Domain): Bundle {
    const bundle = decodeBundle(json, domain);
    if (Object.keys(bundle.skipped).length > 0) log.warn({ domain, skipped: bundle.skipped }, 'parts were left out');
    return bundle;
  }

  /** Embedded facts and feeds of another day are no measure: a mirror may hold less than they did on purpose. */
  function judge(bundle: Bundle, address: string, { known, edition: { bundle: standing } }: Standing): Bundle {
    if (!known || !source.isCurrent(known)) return bundle;
    if (isOlder(bundle.release, standing.release)) {
      // A feed may be told to go back. But one that stands in for another must not take away what the other gave.
      if (address === known.address) return bundle;
      throw new RefusedError(`it is release ${bundle.release}, and the copy in use is ${standing.release}`);
    }
    const loss = findLoss(bundle, standing);
    if (loss !== undefined) throw new RefusedError(loss);
    return bundle;
  }

  /** The texts as they were may still be searched until `renewText`: what is shown comes from the new catalog in any case. */
  function swap(): void {
    catalog = withNews(buildCatalog(listEditions(), report), { text: catalog.text });
    isTextDue = true;
    publish(catalog);
  }

  async function renewWords(): Promise<void> {
    const newest = await vocabulary?.newest(stopping.signal).catch(reportWords);
    if (!newest) return;
    for (const { address, problem } of newest.vocabularies) {
      if (problem) log.warn({ address, err: problem }, 'a vocabulary is not renewed');
    }
    for (const failure of newest.failures) log.warn({ err: failure }, 'a vocabulary is missing');
    if (newest.digest !== words?.digest) {
      log.info({ phrases: newest.phrases.length, skipped: newest.skipped }, 'the community’s words are renewed');
      isTextDue = true;
    }
    words = newest;
  }

  function reportWords(error: unknown): undefined {
    if (!stopping.signal.aborted) log.error({ err: error }, 'the community’s words cannot be read');
  }

  /** Once for all domains of a round, because it takes a second. */
  async function renewText(): Promise<void> {
    if (!isTextDue) return;
    isTextDue = false;
    const work = buildText(catalog, words?.phrases ?? []);
    const text = await runInSlices(work, { pause, signal: stopping.signal, now: () => performance.now() }).catch(
      (error: unknown) => void log.error({ err: error }, 'the texts cannot be searched, on a fault of the bot'),
    );
    if (!text) return;
    catalog = withNews(catalog, { text });
    publish(catalog);
  }

  function tell(news: RefreshReport): void {
    report = news;
    catalog = withNews(catalog, { refresh: report });
    publish(catalog);
  }

  function showProgress(news: Progress): void {
    if (progress) progress.show(news);
    else if (news.received === 0)
      log.info({ domain: news.domain, address: news.address, bytes: news.total }, 'a download begins');
  }

  function listEditions(): readonly Edition[] {
    return domains.flatMap((domain) => standing.get(domain)?.edition ?? []);
  }

  function listErrors(): RefreshReport['errors'] {
    return domains.flatMap((domain) => {
      const message = standing.get(domain)?.problem;
      return message === undefined ? [] : { domain, message };
    });
  }

  function findNextAt(): number {
    return Math.min(...domains.map((domain) => standing.get(domain)?.dueAt ?? 0));
  }
}

/**
 * Somewhere between the first wait and its doubles, so that bots which lost the same feed do not return to it together. Not from zero:
 * a feed that has just failed is given the first wait in any case.
 *
 * @param attempts failed ones in a row, from 1
 * @param luck from 0 up to 1
 * @returns ms
 */
export function findBackOff(interval: number, attempts: number, luck: number): number {
  const floor = Math.min(FIRST_BACK_OFF, interval);
  const ceiling = Math.min(interval, floor * 2 ** attempts);
  return floor + luck * (ceiling - floor);
}

function listMessages(failures: readonly Error[], ...more: readonly (Error | undefined)[]): string | undefined {
  return [...failures, ...more].flatMap((error) => error?.message ?? []).join('; ') || undefined;
}

function isOlder(release: string | undefined, than: string | undefined): boolean {
  return release !== undefined && than !== undefined && compareReleases(release, than) < 0;
}
