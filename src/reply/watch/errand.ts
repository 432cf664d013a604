/** What a person says to subscribe a channel, to watch, and to stop it again. */

export type WatchErrand =
  /** To new releases. `page`: that of the list in which it was pressed, which is drawn anew. */
  | { readonly kind: 'subscribe'; readonly page?: number }
  | { readonly kind: 'unsubscribe'; readonly from: 'releases' | 'everything' }
  /** `text`: IDs, names and filters, as typed. */
  | { readonly kind: 'watch'; readonly text: string }
  /** `text`: the same, or an entry's key, or `all`. `page`: as above. */
  | { readonly kind: 'unwatch'; readonly text: string; readonly page?: number }
  /** `isTurned`: it was pressed in the list itself. */
  | { readonly kind: 'watching'; readonly page: number; readonly isTurned?: true }
  /** Undoes a change of the list; `token` names it. */
  | { readonly kind: 'rewatch'; readonly token: string };

export const WATCH_ERRANDS: readonly WatchErrand['kind'][] = [
  'subscribe',
  'unsubscribe',
  'watch',
  'unwatch',
  'watching',
  'rewatch',
];

export function isWatchErrand({ kind }: { readonly kind: string }): boolean {
  return WATCH_ERRANDS.some((errand) => errand === kind);
}

/** A hundred entries fit, and a message of Slack's longest does not. */
const LONGEST_TEXT = 4000;
const RELEASES = /^(?:to\s+)?(?:(?:all|new|the)\s+)*releases?$/i;
const FILLER = /^(?:to|for|from)\s+/i;
const ALL = /^(?:from\s+)?(?:all|everything)$/i;
/** As other apps have it: "subscribe list". */
const LIST = /^(?:the\s+)?(?:list|subscriptions)$/i;

/** @returns undefined for what is no such errand */
export function readWatchErrand(typed: string): WatchErrand | undefined {
  const [, verb = '', said = ''] = /^\s*(\S+)(?:\s+([\s\S]*))?$/.exec(typed) ?? [];
  const rest = said.trim();
  const text = rest.replace(FILLER, '').slice(0, LONGEST_TEXT);
  switch (verb.toLowerCase()) {
    case 'subscribe':
      return rest === '' || ALL.test(text) ? { kind: 'subscribe' } : readWanted(text);
    case 'unsubscribe':
      if (rest === '' || ALL.test(rest)) return { kind: 'unsubscribe', from: 'everything' };
      return RELEASES.test(text) ? { kind: 'unsubscribe', from: 'releases' } : { kind: 'unwatch', text };
    case 'watch':
      return rest === '' ? { kind: 'watching', page: 1 } : readWanted(text);
    case 'unwatch':
      if (rest === '') return { kind: 'watching', page: 1 };
      return RELEASES.test(text) ? { kind: 'unsubscribe', from: 'releases' } : { kind: 'unwatch', text };
    case 'watching':
    case 'watchlist':
    case 'subscriptions':
      return rest === '' ? { kind: 'watching', page: 1 } : undefined;
    default:
      return undefined;
  }
}

function readWanted(text: string): WatchErrand {
  if (LIST.test(text)) return { kind: 'watching', page: 1 };
  return RELEASES.test(text) ? { kind: 'subscribe' } : { kind: 'watch', text };
}

/** @param value decoded JSON, of whatever shape */
export function decodeWatchErrand(value: Readonly<Record<string, unknown>>): WatchErrand | undefined {
  const { kind, from, text, page, token, isTurned } = value;
  const inList = isPage(page) ? { page } : {};
  switch (kind) {
    case 'subscribe':
      return { kind, ...inList };
    case 'unsubscribe':
      return from === 'releases' || from === 'everything' ? { kind, from } : undefined;
    case 'watch':
      return isText(text) ? { kind, text } : undefined;
    case 'unwatch':
      return isText(text) ? { kind, text, ...inList } : undefined;
    case 'watching':
      return isPage(page) ? { kind, page, ...(isTurned === true && { isTurned }) } : undefined;
    case 'rewatch':
      return isText(token) ? { kind, token } : undefined;
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

function isPage(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
