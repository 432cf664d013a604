/**
 * Bundles of earlier releases on disk, each a data file named by its content and a small file about it, written with the care of `disk.ts`:
 * beside its place and renamed into it, the small one last. What nobody asks for any more is thrown away.
 */

import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRelease, sortReleases } from '../attack/release.ts';
import { parseJson } from './content.ts';
import { FeedError } from './feed-error.ts';
import { readIfThere, replaceFile, reportWrite } from './files.ts';

/** What is kept about a bundle. Times in ms since 1970. */
interface ArchiveNote {
  readonly domain: string;
  readonly release: string;
  /** The base of the feed that it came from, fit for people to read. */
  readonly address: string;
  readonly fetchedAt: number;
  /** When somebody asked for its release last. */
  readonly askedAt: number;
}

export interface Archived extends ArchiveNote {
  /** The bundle's bytes, gzipped. */
  readonly packed: Buffer;
}

export interface Archive {
  /** Newest first. Never rejects: what cannot be read is not there. */
  readonly list: () => Promise<readonly string[]>;
  /**
   * @returns undefined where it is not there
   * @throws FeedError when what is there is damaged; it is gone then
   */
  readonly read: (domain: string, release: string) => Promise<Archived | undefined>;
  /** @throws FeedError when it cannot be kept */
  readonly write: (archived: Archived) => Promise<void>;
  readonly forget: (domain: string, release: string) => Promise<void>;
  /**
   * Notes that somebody asks for a release.
   *
   * @throws FeedError when it cannot be noted
   */
  readonly touch: (release: string) => Promise<void>;
  /**
   * Throws away what a crash left behind, and the releases that nobody has asked for in a long time or that are too many.
   *
   * @param wanted releases that stay in any case
   * @throws FeedError
   */
  readonly sweep: (wanted: ReadonlySet<string>) => Promise<void>;
}

/** Raised when the files' meaning changes. */
const FORMAT = 1;
const DAY = 24 * 60 * 60_000;
/** Beyond the half year from one release to the next. */
const KEPT_FOR = 270 * DAY;
const MOST_RELEASES = 6;
/** The time of the last question is written at most this often. */
const TOUCHED_EVERY = DAY;

const NOTE_SUFFIX = '.note.json';

const note = z.object({
  format: z.literal(FORMAT),
  domain: z.string().regex(/^[a-z]+$/),
  release: z.string().refine(isRelease),
  address: z.string(),
  fetchedAt: z.number().min(0),
  askedAt: z.number().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

type Note = z.infer<typeof note>;

/**
 * One process owns the folder, and what changes it waits for what changed it before: a sweep would throw away what is half written.
 *
 * @param now in ms since 1970
 */
export function createArchive(dir: string, now: () => number): Archive {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    list: async () => sortReleases((await readNotes(dir)).map(({ release }) => release)),

    async read(domain, release) {
      const kept = await readNote(dir, nameNote(domain, release));
      if (!kept) return undefined;
      const path = join(dir, nameData(kept));
      const packed = await readIfThere(path);
      if (packed && hash(packed) === kept.sha256) return { ...kept, packed };
      await inTurn(() => remove(dir, kept));
      throw new FeedError({ address: path, problem: packed ? 'is damaged' : 'is missing' });
    },

    write: ({ packed, ...facts }) =>
      inTurn(() =>
        reportWrite(dir, async () => {
          const kept = { format: FORMAT, ...facts, sha256: hash(packed) } as const;
          await mkdir(dir, { recursive: true });
          await replaceFile(dir, nameData(kept), packed);
          await writeNote(dir, kept);
        }),
      ),

    async forget(domain, release) {
      const kept = await readNote(dir, nameNote(domain, release));
      if (kept) await inTurn(() => remove(dir, kept));
    },

    touch: (release) =>
      inTurn(() =>
        reportWrite(dir, async () => {
          const stale = (each: Note) => each.release === release && now() - each.askedAt > TOUCHED_EVERY;
          for (const kept of (await readNotes(dir)).filter(stale)) await writeNote(dir, { ...kept, askedAt: now() });
        }),
      ),

    sweep: (wanted) =>
      inTurn(() =>
        reportWrite(dir, async () => {
          const notes = await readNotes(dir);
          const unwanted = findUnwanted(notes, wanted, now());
          for (const kept of notes.filter(({ release }) => unwanted.has(release))) await remove(dir, kept);
          await removeStrays(dir);
        }),
      ),
  };
}

/** The newest that is kept stays: it is most often the one before the newest of all, against which that is compared. */
function findUnwanted(notes: readonly Note[], wanted: ReadonlySet<string>, now: number): ReadonlySet<string> {
  const byRelease = Map.groupBy(notes, ({ release }) => release);
  const [newest] = sortReleases(byRelease.keys());
  const askedAt = (release: string) => Math.max(...(byRelease.get(release) ?? []).map((each) => each.askedAt));
  const byQuestion = [...byRelease.keys()].toSorted((a, b) => askedAt(b) - askedAt(a));
  const unwanted = byQuestion.filter(
    (release, at) =>
      release !== newest && !wanted.has(release) && (at >= MOST_RELEASES || now - askedAt(release) > KEPT_FOR),
  );
  return new Set(unwanted);
}

/** Data without a note, halves of files, and notes that say nothing. */
async function removeStrays(dir: string): Promise<void> {
  const notes = await readNotes(dir);
  const ours = new Set(notes.flatMap((kept) => [nameNote(kept.domain, kept.release), nameData(kept)]));
  const isLike = /^[a-z]+-attack-\S+(?:\.note\.json|\.json\.gz)(?:\.tmp)?$/;
  const stray = (await listNames(dir)).filter((name) => isLike.test(name) && !ours.has(name));
  for (const name of stray) await rm(join(dir, name), { force: true });
}

async function readNotes(dir: string): Promise<readonly Note[]> {
  const names = (await listNames(dir)).filter((name) => name.endsWith(NOTE_SUFFIX));
  const notes = await Promise.all(names.map((name) => readNote(dir, name)));
  return notes.flatMap((kept) => kept ?? []);
}

/** A note that cannot be read says nothing of its data, which is fetched anew. */
async function readNote(dir: string, name: string): Promise<Note | undefined> {
  const path = join(dir, name);
  try {
    const bytes = await readIfThere(path);
    const kept = bytes && note.safeParse(parseJson(bytes, path)).data;
    return kept && nameNote(kept.domain, kept.release) === name ? kept : undefined;
  } catch (error) {
    if (error instanceof FeedError) return undefined;
    throw error;
  }
}

async function writeNote(dir: string, kept: Note): Promise<void> {
  const name = nameNote(kept.domain, kept.release);
  await replaceFile(dir, name, Buffer.from(`${JSON.stringify(kept, null, 2)}\n`));
}

/** The note first: data without one is nothing, and swept. */
async function remove(dir: string, kept: Note): Promise<void> {
  await rm(join(dir, nameNote(kept.domain, kept.release)), { force: true });
  await rm(join(dir, nameData(kept)), { force: true });
}

async function listNames(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch(() => []);
}

/** Of the packed bytes, a fifth of the bundle: nobody waits while they are hashed. */
function hash(packed: Buffer): string {
  return createHash('sha256').update(packed).digest('hex');
}

function nameNote(domain: string, release: string): string {
  return `${domain}-attack-${release}${NOTE_SUFFIX}`;
}

function nameData({ domain, release, sha256 }: Note): string {
  return `${domain}-attack-${release}-${sha256.slice(0, 16)}.json.gz`;
}
