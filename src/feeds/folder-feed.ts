/** A feed in a folder: a clone of MITRE's repository, a mounted share, or files brought by hand to where there is no network. */

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { MAX_BUNDLE } from '../attack/bundle.ts';
import { compareReleases, isRelease, sortReleases } from '../attack/release.ts';
import { type Content, packContent } from './content.ts';
import type { Feed, Found, Known } from './feed.ts';
import { FeedError } from './feed-error.ts';
import { reportRead } from './files.ts';

const TOO_LARGE = `is larger than the ${MAX_BUNDLE} bytes that are allowed`;

/** An index would tell nothing that a file's size and time do not: it is not asked. */
export function createFolderFeed(address: string): Feed {
  return {
    address,
    createRound({ signal }) {
      return {
        async newest(domain, known) {
          signal.throwIfAborted();
          return readNewest(address, domain, known);
        },
        async list(domain) {
          signal.throwIfAborted();
          const files = await listFiles(address, domain);
          return sortReleases(files.map(({ version }) => version).filter(isRelease));
        },
        async read(domain, release) {
          signal.throwIfAborted();
          const file = (await listFiles(address, domain)).find(({ version }) => version === release);
          return file && (await packFile(join(address, `${domain}-attack`, file.name))).packed;
        },
      };
    },
  };
}

async function readNewest(address: string, domain: string, known: Known | undefined): Promise<Found> {
  const folder = join(address, `${domain}-attack`);
  const name = chooseFile(await listFiles(address, domain));
  if (name === undefined) throw new FeedError({ address: folder, problem: `holds no ${domain}-attack.json` });
  const path = join(folder, name);
  // Taken before the file is read: one that changes meanwhile looks changed next time.
  const { size, mtimeMs } = await reportRead(path, () => stat(path));
  const etag = `${name} ${size} ${mtimeMs}`;
  if (known?.address === address && known.etag === etag) return { kind: 'unchanged', known };
  const content = await packFile(path);
  const { sha256 } = content;
  const found = { address, listed: undefined, sha256, etag };
  if (known?.sha256 === sha256) return { kind: 'unchanged', known: { ...found, release: known.release } };
  return { kind: 'new', content, known: found };
}

async function packFile(path: string): Promise<Content> {
  const { size } = await reportRead(path, () => stat(path));
  if (size > MAX_BUNDLE) throw new FeedError({ address: path, problem: TOO_LARGE });
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return reportRead(path, () => packContent(file));
  try {
    const limited = async function* (chunks: AsyncIterable<Buffer>) {
      let size = 0;
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > MAX_BUNDLE) throw new FeedError({ address: path, problem: TOO_LARGE });
        yield chunk;
      }
    };
    return await pipeline(file, createGunzip(), limited, packContent);
  } catch (cause) {
    if (cause instanceof FeedError) throw cause;
    throw new FeedError({ address: path, problem: 'does not unpack', cause });
  }
}

interface BundleFile {
  readonly name: string;
  /** Empty for the unversioned file. */
  readonly version: string;
}

/** Plain before packed. */
async function listFiles(address: string, domain: string): Promise<readonly BundleFile[]> {
  const folder = join(address, `${domain}-attack`);
  const names = await reportRead(folder, () => readdir(folder));
  const pattern = new RegExp(`^${domain}-attack(?:-(\\d.*?))?\\.json(\\.gz)?$`);
  const files = names.flatMap((name) => {
    const match = pattern.exec(name);
    return match ? [{ name, version: match[1] ?? '', packed: match[2] !== undefined }] : [];
  });
  return files.toSorted((a, b) => Number(a.packed) - Number(b.packed));
}

/** The unversioned file is the newest by its publisher's word; without it, the highest version counts. */
function chooseFile(files: readonly BundleFile[]): string | undefined {
  const [newest] = files.toSorted((a, b) => compareReleases(b.version, a.version));
  return (files.find(({ version }) => version === '') ?? newest)?.name;
}
