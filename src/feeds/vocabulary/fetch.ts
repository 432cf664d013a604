/** A vocabulary's bytes, from a server or a file, unless they are those that are known already. */

import { readFile, stat } from 'node:fs/promises';
import { FeedError, isHttpAddress } from '../feed-error.ts';
import { reportRead } from '../files.ts';
import { createHttp, type HttpLimits, type Validators } from '../http.ts';

export type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'new'; readonly bytes: Buffer; readonly validators: Validators };

/** Sigma's largest archive has a few megabytes, Atomic's index 0.2. */
const LIMITS: Partial<HttpLimits> = { size: 32 * 1024 * 1024, total: 2 * 60_000 };

/**
 * @param address http(s), perhaps with credentials or a query, or the path of a file
 * @param known of the copy that is held; undefined where there is none
 * @param limits those that differ from this module's and those of `http.ts`
 * @throws FeedError
 * @throws the signal's reason once it is aborted
 */
export async function fetchVocabulary(
  address: string,
  known: Validators | undefined,
  signal: AbortSignal,
  limits: Partial<HttpLimits> = {},
): Promise<Fetched> {
  const all = { ...LIMITS, ...limits };
  return isHttpAddress(address) ? download(address, known, signal, all) : readNew(address, known, signal, all);
}

async function download(
  address: string,
  known: Validators | undefined,
  signal: AbortSignal,
  limits: Partial<HttpLimits>,
): Promise<Fetched> {
  const http = createHttp(limits);
  try {
    const validators = known?.etag || known?.lastModified ? known : undefined;
    const answer = await http.get(new URL(address), { validators, signal, accept: '*/*' });
    switch (answer.kind) {
      case 'unchanged':
        return { kind: 'unchanged' };
      case 'missing':
        throw new FeedError({ address, problem: `answered ${answer.status}` });
      case 'body':
        return { kind: 'new', bytes: answer.body, validators: answer.validators };
    }
  } finally {
    await http.close();
  }
}

async function readNew(
  path: string,
  known: Validators | undefined,
  signal: AbortSignal,
  { size: most = Number.POSITIVE_INFINITY }: Partial<HttpLimits>,
): Promise<Fetched> {
  // Taken before the file is read: one that changes meanwhile looks changed next time.
  const facts = await reportRead(path, () => stat(path));
  if (!facts.isFile()) throw new FeedError({ address: path, problem: 'is no file' });
  const etag = `${facts.size} ${facts.mtimeMs}`;
  if (known?.etag === etag) return { kind: 'unchanged' };
  if (facts.size > most)
    throw new FeedError({ address: path, problem: `is larger than the ${most} bytes that are allowed` });
  const bytes = await reportRead(path, () => readFile(path));
  signal.throwIfAborted();
  return { kind: 'new', bytes, validators: { etag } };
}
