/**
 * The inbound flow: newest copy of each domain → read and judged → built → swapped, and the loop that repeats it. Each domain changes as
 * a whole or not at all, and whatever fails leaves the standing catalog in place. Nothing heavy is done here: bundles stay bytes, the
 * workshop reads them and builds, and a catalog comes back as one buffer that is opened in slices.
 */

import { BundleError } from './attack/bundle.ts';
import type { Domain } from './attack/domain.ts';
import { countObjects, type Summary } from './attack/summary.ts';
import { waitUntil } from './clock.ts';
import type { Content } from './feeds/content.ts';
import type { Progress } from './feeds/feed.ts';
import type { ProgressBar } from './feeds/progress.ts';
import type { News, Round, Source, Start, Verdict } from './feeds/source.ts';
import type { Log } from './log.ts';
import { findBackOff } from './refresh/back-off.ts';
import { makeFirst } from './refresh/first.ts';
import { findObjection } from './refresh/judge.ts';
import { isSettledWithin } from './refresh/patience.ts';
import type { Material, Press } from './refresh/press.ts';
import { countFailure, forgetBundle, listErrors, listMessages, type Standing } from './refresh/standing.ts';
import { createWords, type VocabularySource } from './refresh/words.ts';
import { type Catalog, inOrder, type RefreshReport, withNews } from './search/catalog.ts';

export interface Refresh {
  /** Publishes a catalog of what is at hand, asking no feed, and then keeps it fresh until `stop`. */
  start(): Promise<void>;
  /**
   * Asks the feeds for all domains at once, and tells how it went. A round that is under way is not joined, for it may have asked already
   * what has just changed: the next one follows it, and all who wait for that share it. Never rejects.
   */
  now(): Promise<RefreshReport>;
  /** Breaks off what is under way; what was published stays. */
  stop(): Promise<void>;
}

export interface RefreshOptions {
  readonly source: Source;
  readonly press: Press;
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
  /** In ms: what is to be built waits no longer than that for a domain's answer. */
  readonly patience?: number | undefined;
}

type Answered = Exclude<News<Summary>, { readonly kind: 'failed' }>;

const OUR_FAULT = 'The refresh failed on a fault of the bot; its log says more';

export function createRefresh(options: RefreshOptions): Refresh {
  const { source, press, domains, log, publish, progress } = options;
  const { now = Date.now, random = Math.random, patience = 5000 } = options;
  const interval = options.refreshSeconds * 1000;
  // A tenth more than the interval, so that answers do not call themselves old while the refresh that is due is under way.
  const freshFor = Math.round(interval * 1.1);
  const stopping = new AbortController();
  const { signal } = stopping;
  const words = createWords(options.vocabulary, log, signal);
  /** What the catalog holds. */
  const standing = new Map<Domain, Standing>();
  /** What is accepted, and not yet in a catalog. */
  const fresh = new Map<Domain, Standing>();
  let catalog: Catalog | undefined;
  let report: RefreshReport = { endedAt: undefined, errors: [], nextAt: undefined };
  let isBuildDue = false;
  let asked: PromiseWithResolvers<RefreshReport> | undefined;
  let wake = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  return {
    async start() {
      const found = new Map<Domain, Start>();
      await Promise.all([words.start(), ...domains.map(async (each) => found.set(each, await source.start(each)))]);
      const first = await makeFirst(found, { source, press, listMaterial, log, signal });
      if (!first) return;
      domains.forEach((domain, place) => {
        const [start, summary] = [first.starts.get(domain), first.made.summaries[place]];
        if (start && summary) standing.set(domain, begin(domain, start, summary));
      });
      report = { endedAt: undefined, errors: listErrors(standing), nextAt: findNextAt() };
      isBuildDue = first.made.catalog.text === undefined;
      swap(first.made.catalog);
      loop = repeat();
    },

    now() {
      if (signal.aborted) return Promise.resolve(report);
      asked ??= Promise.withResolvers();
      wake.abort();
      return asked.promise;
    },

    async stop() {
      stopping.abort();
      wake.abort();
      await press.stop();
      await loop;
      asked?.resolve(report);
      progress?.clear();
      await source.close();
    },
  };

  function begin(domain: Domain, start: Start, summary: Summary): Standing {
    const { place, sha256, origin, address, asOf, known, problem } = start;
    if (problem) log.warn({ domain, err: problem }, 'the disk copy is not used');
    reportSkipped(summary);
    const { release } = summary;
    log.info({ domain, release, origin, asOf: new Date(asOf).toISOString() }, 'ATT&CK is at hand');
    const copy = { domain, release, origin, address, asOf, freshFor };
    // A clock that was set back must not put off the next attempt by as much.
    const dueAt = known && source.isCurrent(known) ? Math.min(asOf, now()) + interval : now();
    return { copy, summary, place, sha256, known, dueAt, attempts: 0, problem: problem?.message };
  }

  /** The only place that asks: rounds follow each other, so refreshes cannot overlap. */
  async function repeat(): Promise<void> {
    // Where feeds are asked first, what they bring is built with it.
    if (findNextAt() > now()) await build();
    while (!signal.aborted) {
      const due = await waitForDue();
      const waiting = asked;
      asked = undefined;
      if (due.length > 0 && !signal.aborted) await refresh(due);
      waiting?.resolve(report);
    }
  }

  async function waitForDue(): Promise<readonly Domain[]> {
    wake = new AbortController();
    const moment = asked === undefined && !signal.aborted ? findNextAt() : 0;
    const reached = await waitUntil(moment, now, wake.signal);
    return asked === undefined ? domains.filter((domain) => standingOf(domain).dueAt <= reached) : domains;
  }

  /** One domain after the other; one that dawdles does not hold up what those before it have brought. */
  async function refresh(due: readonly Domain[]): Promise<void> {
    tell({ ...report, nextAt: undefined });
    const round = source.createRound({ signal, onProgress: showProgress });
    for (const domain of due) {
      const renewing = renew(domain, round);
      if (isBuildDue && !(await isSettledWithin(renewing, patience))) await build();
      await renewing;
      if (signal.aborted) return;
    }
    if (await words.renew()) isBuildDue = true;
    await build();
    if (signal.aborted) return;
    plan(due);
    tell({ endedAt: now(), errors: listErrors(standing), nextAt: findNextAt() });
  }

  /** From one moment and with one draw: domains that fared alike are asked for together again, and the index once for all. */
  function plan(due: readonly Domain[]): void {
    const [from, luck] = [now(), random()];
    for (const domain of due) {
      const after = standingOf(domain);
      const wait = after.attempts === 0 ? interval : findBackOff(interval, after.attempts, luck);
      standing.set(domain, { ...after, dueAt: Math.max(from + wait, after.dueAt) });
    }
  }

  /** The `dueAt` of what stands afterwards is only the earliest that a feed allows. */
  async function renew(domain: Domain, round: Round): Promise<void> {
    const before = standingOf(domain);
    try {
      const news = await round
        .newest(domain, before.known, (content, address) => judge(domain, content, address))
        .finally(() => progress?.clear());
      for (const failure of news.failures) log.warn({ domain, err: failure }, 'a feed failed');
      if (news.kind !== 'failed') adopt(domain, news);
      else standing.set(domain, countFailure(before, listMessages(news.failures), news.retryAt));
    } catch (error) {
      if (signal.aborted) return;
      log.error({ domain, err: error }, 'the refresh failed on a fault of the bot');
      standing.set(domain, countFailure(before, OUR_FAULT));
    }
  }

  async function judge(domain: Domain, { packed }: Content, address: string): Promise<Verdict<Summary>> {
    try {
      const summary = await press.inspect({ domain, kind: 'bytes', packed });
      reportSkipped(summary);
      const { known, summary: standingSummary } = standingOf(domain);
      const isMeasure = known !== undefined && source.isCurrent(known);
      const reason = findObjection({ summary, address }, isMeasure ? { summary: standingSummary, known } : undefined);
      return reason === undefined ? { kind: 'accepted', value: summary } : { kind: 'refused', reason };
    } catch (error) {
      if (error instanceof BundleError) return { kind: 'refused', reason: error.message };
      throw error;
    }
  }

  function adopt(domain: Domain, news: Answered): void {
    const { known, asOf, failures, problem } = news;
    const before = standingOf(domain);
    const { summary, place, sha256 } =
      news.kind === 'new' ? { summary: news.value, place: news.place, sha256: known.sha256 } : before;
    const { release } = summary;
    const copy = { domain, release, origin: 'feed', address: known.address, asOf, freshFor } as const;
    const messages = listMessages(failures, problem);
    const after = { copy, summary, place, sha256, known, dueAt: 0, attempts: 0, problem: messages };
    if (problem) log.error({ domain, err: problem }, 'the copy is not kept on disk');
    if (news.kind === 'new') {
      fresh.set(domain, after);
      isBuildDue = true;
      return;
    }
    standing.set(domain, after);
    log.info({ domain, release, address: known.address }, 'ATT&CK is unchanged');
    if (catalog) swap(catalog);
  }

  /** All that is accepted is in the catalog afterwards, or, where it cannot be built, counts as failed. */
  async function build(): Promise<void> {
    if (!isBuildDue) return;
    try {
      await press.build(listMaterial(new Map([...standing, ...fresh])), 'patient', (made) => {
        isBuildDue = false;
        const renewed = [...fresh];
        for (const [domain, after] of renewed) standing.set(domain, after);
        fresh.clear();
        report = { ...report, errors: listErrors(standing) };
        swap(made.catalog);
        for (const [domain, { copy, summary }] of renewed) {
          const { release, address } = copy;
          const counts = { objects: countObjects(summary), relations: summary.relations };
          log.info({ domain, release, address, ...counts }, 'ATT&CK is renewed');
        }
      });
    } catch (error) {
      if (signal.aborted) return;
      log.error({ err: error }, 'no catalog can be built: the one in use stays');
      if (error instanceof BundleError && !fresh.has(error.domain)) {
        standing.set(error.domain, forgetBundle(standingOf(error.domain), error.fault));
      }
      for (const domain of fresh.keys()) standing.set(domain, countFailure(standingOf(domain), OUR_FAULT));
      fresh.clear();
    }
  }

  /** Publishes it with what is known of its copies and of the refreshes. */
  function swap(next: Catalog): void {
    catalog = withNews(next, { copies: inOrder([...standing.values()].map(({ copy }) => copy)), refresh: report });
    publish(catalog);
  }

  function tell(news: RefreshReport): void {
    report = news;
    if (catalog) swap(catalog);
  }

  function reportSkipped({ domain, skipped }: Summary): void {
    if (Object.keys(skipped).length > 0) log.warn({ domain, skipped }, 'parts were left out');
  }

  function showProgress(news: Progress): void {
    if (progress) progress.show(news);
    else if (news.received === 0)
      log.info({ domain: news.domain, address: news.address, bytes: news.total }, 'a download begins');
  }

  function listMaterial(sources: ReadonlyMap<Domain, Pick<Standing, 'place' | 'sha256'>>): Material {
    const parts = domains.flatMap((domain) => {
      const from = sources.get(domain);
      return from ? { domain, place: from.place, sha256: from.sha256 } : [];
    });
    return { domains: parts, words: words.current() };
  }

  function standingOf(domain: Domain): Standing {
    const found = standing.get(domain);
    if (!found) throw new Error(`${domain} is none of the domains of this refresh`);
    return found;
  }

  function findNextAt(): number {
    return Math.min(...domains.map((domain) => standing.get(domain)?.dueAt ?? 0));
  }
}
