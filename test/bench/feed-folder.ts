/** A feed in a folder whose bundles change on demand: between two editions that hold the same under different ids, so that both are news. */

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DOMAINS, type Domain } from '../../src/attack/domain.ts';
import { readBundleText } from './data.ts';
import { createFolder } from './folders.ts';

export interface FeedFolder {
  readonly path: string;
  /** Exchanges the domain's bundle for its other edition, in one step. */
  readonly exchange: (domain: Domain) => void;
}

type Edition = 0 | 1;

export async function createFeedFolder(): Promise<FeedFolder> {
  const path = createFolder('feed');
  const editions = new Map<Domain, readonly [Buffer, Buffer]>();
  const current = new Map<Domain, Edition>();
  const write = (domain: Domain, edition: Edition) => {
    const file = join(path, `${domain}-attack`, `${domain}-attack.json.gz`);
    writeFileSync(`${file}.new`, editions.get(domain)?.[edition] ?? '');
    renameSync(`${file}.new`, file);
    current.set(domain, edition);
  };
  for (const domain of DOMAINS) {
    const text = await readBundleText(domain);
    editions.set(domain, [pack(text, 'a'), pack(text, 'b')]);
    mkdirSync(join(path, `${domain}-attack`));
    write(domain, 0);
  }
  return { path, exchange: (domain) => write(domain, current.get(domain) === 0 ? 1 : 0) };
}

/** @param mark a hexadecimal digit */
function pack(text: string, mark: string): Buffer {
  const marked = text.replace(/"bundle--[0-9a-f]{8}/, `"bundle--${mark.repeat(8)}`);
  if (!marked.includes(`"bundle--${mark.repeat(8)}`)) throw new Error('the bundle has no id that could be changed');
  return gzipSync(marked, { level: 1 });
}
