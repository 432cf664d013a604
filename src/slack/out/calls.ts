/** Tells whoever looks on of each call of Slack's Web API: what WebClient itself tells of a call leaves out its retries. */

import type { FetchFunction } from '@slack/web-api';
import type { Observer } from '../../metrics/observer.ts';
import { noteTold } from '../../request.ts';
import { type FetchResponse, NoAnswerError } from './api-fetch.ts';

/** How Slack writes an answer to a call that it has done. */
const OK = /^\s*\{\s*"ok"\s*:\s*true\b/;

/** @param base of the Web API, ending in `/api/`; what is called elsewhere is an upload */
export function createCountedFetch(base: string, fetch: FetchFunction, called: Observer['called']): FetchFunction {
  return async (url, init) => {
    const startedAt = performance.now();
    const address = String(url);
    const method = address.startsWith(base) ? address.slice(base.length) : 'upload';
    const end = (result: string) => {
      noteTold();
      called({ method, result, seconds: (performance.now() - startedAt) / 1000 });
    };
    let response: FetchResponse;
    try {
      response = await fetch(url, init);
    } catch (error) {
      end(error instanceof NoAnswerError ? 'unreadable' : 'unreachable');
      throw error;
    }
    if (response.status !== 200 || method === 'upload') {
      end(nameStatus(response.status));
      return response;
    }
    return { ...copy(response), text: () => readText(response, end) };
  };
}

/** A word for a status that says it all. */
export function nameStatus(status: number): string {
  if (status === 429) return 'ratelimited';
  return status >= 200 && status < 300 ? 'ok' : `http_${status}`;
}

/** The `error` of an answer, whatever it is; `unreadable` for what is no answer of Slack's. */
function readResult(text: string): string {
  if (OK.test(text)) return 'ok';
  try {
    const { ok, error } = Object(JSON.parse(text)) as { readonly ok?: unknown; readonly error?: unknown };
    if (ok === true) return 'ok';
    return typeof error === 'string' ? error : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

async function readText(response: FetchResponse, end: (result: string) => void): Promise<string> {
  try {
    const text = await response.text();
    end(readResult(text));
    return text;
  } catch (error) {
    end('unreachable');
    throw error;
  }
}

/** Its members are the prototype's, which a spread leaves out. */
function copy(response: FetchResponse): FetchResponse {
  const { ok, status, statusText, url, headers } = response;
  return {
    ok,
    status,
    statusText,
    url,
    headers,
    arrayBuffer: () => response.arrayBuffer(),
    json: () => response.json(),
    text: () => response.text(),
  };
}
