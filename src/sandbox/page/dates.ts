/** Slack's date tokens in the reader's own locale, which the rendering library does not follow (it always writes US English). */

/** The tokens of `<!date^…>`, from https://docs.slack.dev/messaging/formatting-message-text#date-formatting. */
const DATE_STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_long_full: { year: 'numeric', month: 'long', day: 'numeric' },
  day_divider: { weekday: 'long', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};
const DAY_MS = 86_400_000;
const AGO_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/**
 * @param format as in `<!date^…>`: text with tokens such as `{date_short_pretty} at {time}`
 * @param now milliseconds since 1970, for "today" and "3 minutes ago"
 * @returns the text, or undefined when a token is unknown: Slack then shows the fallback
 */
export function formatDate(seconds: number, format: string, now: number): string | undefined {
  const at = new Date(seconds * 1000);
  let isKnown = !Number.isNaN(at.getTime());
  const text = format.replaceAll(/\{(\w+?)(_pretty)?\}/g, (_match, token: string, pretty: string | undefined) => {
    if (token === 'ago') {
      return formatAgo(at, now);
    }
    const style = DATE_STYLES[token];
    if (style === undefined || !isKnown) {
      isKnown = false;
      return '';
    }
    const day = pretty === undefined ? undefined : formatNearDay(at, now);
    return day ?? new Intl.DateTimeFormat(undefined, style).format(at);
  });
  return isKnown ? text : undefined;
}

function formatNearDay(at: Date, now: number): string | undefined {
  const distance = Math.round((startOfDay(at) - startOfDay(new Date(now))) / DAY_MS);
  return Math.abs(distance) > 1
    ? undefined
    : new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(distance, 'day');
}

function formatAgo(at: Date, now: number): string {
  const distance = at.getTime() - now;
  const [unit, size] = AGO_UNITS.find(([, length]) => Math.abs(distance) >= length) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.trunc(distance / size), unit);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
