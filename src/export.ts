/**
 * `npm run export`: all techniques as `GET /api/techniques` gives them, as one JSON file. It reads what a bot keeps in the data folder and
 * keeps nothing there, for that bot may be running.
 */

import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listTechniques } from './api/techniques.ts';
import { DOMAINS, type Domain } from './attack/domain.ts';
import { compareReleases, isRelease } from './attack/release.ts';
import { openCatalog } from './compact/open.ts';
import { readConfig } from './config.ts';
import { findCopy } from './feeds/disk.ts';
import { createEarlier } from './feeds/earlier.ts';
import { EMBEDDED_FACTS } from './feeds/embedded/embedded.ts';
import { FeedError } from './feeds/feed-error.ts';
import { replaceFile } from './feeds/files.ts';
import { createHttp } from './feeds/http.ts';
import { createLine, type Line } from './feeds/line.ts';
import type { Place } from './feeds/source.ts';
import { type Catalog, inOrder } from './search/catalog.ts';
import { runAtOnce } from './search/slices.ts';
import { createWorkshop } from './workshop/workshop.ts';

const USAGE = `usage: npm run export -- [--out techniques.json] [--domain ${DOMAINS.join('|')}]… [--version 17.1] [--pretty]`;

/** The fault of whoever called it: its message is all there is to say. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Wanted {
  /** Undefined for standard output. */
  readonly out: string | undefined;
  readonly domains: readonly Domain[];
  /** Undefined for the newest. */
  readonly release: string | undefined;
  readonly isPretty: boolean;
}

type Found = { readonly domain: Domain; readonly release: string | undefined } & Place;

const { signal } = new AbortController();
const config = readConfig(process.env);

async function main(): Promise<void> {
  const wanted = readArguments();
  const http = createHttp();
  const line = createLine(config.feeds, async () => http, Date.now);
  const parts: Found[] = [];
  for (const domain of wanted.domains) {
    const part = await (wanted.release === undefined
      ? findNewest(domain, line)
      : findRelease(domain, wanted.release, line));
    if (part) parts.push(part);
  }
  await http.close();
  if (parts.length === 0) throw new UsageError(`No feed has ATT&CK ${wanted.release} of ${wanted.domains.join(', ')}`);
  const data = listTechniques(await build(parts), wanted.domains);
  await write(`${JSON.stringify(data, null, wanted.isPretty ? 2 : 0)}\n`, wanted.out);
  if (wanted.out !== undefined) warn(`${data.data.length} techniques are written to ${wanted.out}`);
}

function readArguments(): Wanted {
  const { values } = parse();
  const domains = values.domain ?? config.domains;
  const stranger = domains.find((domain) => !DOMAINS.some((known) => known === domain));
  if (stranger !== undefined) throw new UsageError(`--domain takes ${DOMAINS.join(', ')}, not ${stranger}`);
  const release = values.version?.replace(/^v/i, '');
  if (release !== undefined && !isRelease(release)) throw new UsageError('--version takes a release such as 17.1');
  return {
    out: values.out,
    domains: DOMAINS.filter((domain) => domains.includes(domain)),
    release,
    isPretty: values.pretty,
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        out: { type: 'string' },
        domain: { type: 'string', multiple: true },
        version: { type: 'string' },
        pretty: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The disk copy; else what a feed gives now; else the embedded facts. */
async function findNewest(domain: Domain, line: Line): Promise<Found> {
  const copy = await findCopy(config.dataDir, domain).catch((error: unknown) => void tell(error));
  if (copy) {
    const { path, known } = copy;
    return { domain, release: known.release, kind: 'file', path, sha256: known.sha256 };
  }
  for (const feed of line.feeds) {
    const round = feed.createRound({ signal });
    const found = await line
      .ask(feed, () => round.newest(domain, undefined))
      .catch((error: unknown) => void tell(error));
    if (found?.kind === 'new') return { domain, release: undefined, kind: 'bytes', packed: found.content.packed };
  }
  warn(`${domain}: only the facts that come with this bot, without MITRE’s texts`);
  return { domain, release: undefined, kind: 'facts', path: EMBEDDED_FACTS };
}

/** @returns undefined where no feed has it */
async function findRelease(domain: Domain, release: string, line: Line): Promise<Found | undefined> {
  const found = await createEarlier(line, config.dataDir, Date.now).createRound({ signal }).find(domain, release, []);
  if (found.kind === 'found') return { domain, release, kind: 'bytes', packed: found.part.packed };
  for (const failure of found.kind === 'failed' ? found.failures : []) tell(failure);
  warn(`${domain}: ATT&CK ${release} is not to be had`);
  return undefined;
}

async function build(parts: readonly Found[]): Promise<Catalog> {
  const workshop = createWorkshop({ program: join(import.meta.dirname, 'worker.ts') });
  const { compact, summaries } = await workshop.build(parts, [], 'urgent');
  const stray = parts.find(({ release }, at) => isOther(release, summaries[at]?.release));
  if (stray) throw new UsageError(`${stray.domain}: what came is another release than ${stray.release}`);
  const copies = parts.map(({ domain, kind }, at) => ({
    domain,
    release: summaries[at]?.release ?? parts[at]?.release,
    origin: kind === 'facts' ? ('embedded' as const) : ('disk' as const),
    address: '',
    asOf: Date.now(),
    freshFor: Number.POSITIVE_INFINITY,
  }));
  const refresh = { endedAt: undefined, errors: [], nextAt: undefined };
  return runAtOnce(openCatalog(compact, { copies: inOrder(copies), refresh }));
}

/** The STIX 2.0 form does not say which it is. */
function isOther(asked: string | undefined, stated: string | undefined): boolean {
  return asked !== undefined && stated !== undefined && compareReleases(asked, stated) !== 0;
}

async function write(text: string, out: string | undefined): Promise<void> {
  if (out === undefined) {
    await new Promise<void>((written) => process.stdout.write(text, () => written()));
    return;
  }
  const path = resolve(out);
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(dirname(path), basename(path), Buffer.from(text));
}

/** @throws what is no fault of a feed's */
function tell(error: unknown): void {
  if (!(error instanceof FeedError)) throw error;
  warn(error.message);
}

function warn(message: string): void {
  process.stderr.write(`${message}\n`);
}

// Whoever reads may have read enough.
process.stdout.on('error', () => process.exit());
main().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  warn(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 1;
});
