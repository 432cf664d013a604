/** What the environment says, checked whole before anything starts. */

import { z } from 'zod';
import { DOMAINS, type Domain } from './attack/domain.ts';
import { DEFAULT_DATA_DIR } from './data-dir.ts';

type SlackConfig =
  /** No Slack variable is set: the bot brings its own Slack. */
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'socket';
      readonly botToken: string;
      readonly appToken: string;
      readonly apiUrl: string | undefined;
    }
  | {
      readonly kind: 'http';
      readonly botToken: string;
      readonly signingSecret: string;
      readonly apiUrl: string | undefined;
    };

/** Who may ask at a path of the bot's one port, which in HTTP mode is open to the world. */
type Audience =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'anybody' }
  /** Whoever knows the token. */
  | { readonly kind: 'bearer'; readonly token: string };

export interface Config {
  readonly slack: SlackConfig;
  readonly port: number;
  readonly domains: readonly Domain[];
  /** In the order in which they are asked: http(s) bases or folders. */
  readonly feeds: readonly string[];
  /** http(s) addresses and files of community vocabularies; none unless asked for. */
  readonly vocabularies: readonly string[];
  readonly refreshSeconds: number;
  readonly dataDir: string;
  /** Whether bare IDs in messages get a card. */
  readonly unfurlIds: boolean;
  /** Whether link previews are Work Objects. */
  readonly workObjects: boolean;
  readonly logLevel: string;
  /** Of `/api/…`, for other programs. */
  readonly api: Audience;
  /** What signs `POST /hooks/refresh`; undefined where that is off. */
  readonly refreshSecret: string | undefined;
  /** Of `/metrics`. */
  readonly metrics: Audience;
}

/** Names every problem of the environment at once, each with its mend, and never a secret's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(`The configuration has ${count}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** MITRE's own publications: STIX 2.1 with an index of releases, then STIX 2.0. */
const MITRE_FEEDS =
  'https://raw.githubusercontent.com/mitre-attack/attack-stix-data/master,https://raw.githubusercontent.com/mitre/cti/master';

const DOMAINS_MEND = `takes any of ${DOMAINS.join(', ')}, separated by commas`;
const FEEDS_MEND = 'takes http(s) addresses and folders, separated by commas';
const VOCABULARIES_MEND = 'takes http(s) addresses and paths of files, separated by commas';
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const SHORTEST_SECRET = 20;

/** setTimeout's ceiling (2^31 - 1 ms) is the longest wait that a timer can hold. */
const MAX_REFRESH_SECONDS = 2_147_483;

const variables = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', 'is no bot token: take the "Bot User OAuth Token", which begins with xoxb-')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'is no app-level token: create one with the scope connections:write; it begins with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(8, 'is too short: copy the "Signing Secret" from the app\'s Basic Information page')
    .optional(),
  SLACK_API_URL: z
    .string()
    .refine((text) => isHttpUrl(text) && text.endsWith('/api/'), 'must be an http(s) address that ends in /api/')
    .optional(),
  PORT: wholeNumber(0, 65_535).default(3000),
  ATTACK_DOMAINS: list()
    .pipe(z.array(z.enum(DOMAINS, DOMAINS_MEND)).min(1, DOMAINS_MEND))
    .transform((domains) => DOMAINS.filter((domain) => domains.includes(domain)))
    .default([...DOMAINS]),
  ATTACK_FEED_URL: list()
    .pipe(z.array(z.string().refine(isHttpUrlOrPath, FEEDS_MEND)).min(1, FEEDS_MEND))
    .default(MITRE_FEEDS.split(',')),
  ATTACK_VOCABULARY_URLS: list()
    .pipe(z.array(z.string().refine(isHttpUrlOrPath, VOCABULARIES_MEND)))
    .default([]),
  ATTACK_REFRESH_SECONDS: wholeNumber(1, MAX_REFRESH_SECONDS).default(86_400),
  DATA_DIR: z.string().default(DEFAULT_DATA_DIR),
  UNFURL_IDS: onOrOff().default('on'),
  WORK_OBJECTS: onOrOff().default('off'),
  API_TOKEN: secret().optional(),
  API_PUBLIC: onOrOff().default('off'),
  REFRESH_SECRET: secret().optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LOG_LEVELS, `takes one of ${LOG_LEVELS.join(', ')}`))
    .default('info'),
  METRICS_TOKEN: secret().optional(),
  METRICS_PUBLIC: onOrOff().default('off'),
});

/**
 * Reads the configuration from environment variables; a variable that is empty counts as not set.
 *
 * @throws ConfigError that names every problem
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(variables.shape).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])),
  );
  const parsed = variables.safeParse(given);
  const problems = [...(parsed.success ? [] : describeIssues(parsed.error)), ...findMissing(given)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  return {
    slack: chooseSlack(values),
    port: values.PORT,
    domains: values.ATTACK_DOMAINS,
    feeds: values.ATTACK_FEED_URL,
    vocabularies: values.ATTACK_VOCABULARY_URLS,
    refreshSeconds: values.ATTACK_REFRESH_SECONDS,
    dataDir: values.DATA_DIR,
    unfurlIds: values.UNFURL_IDS === 'on',
    workObjects: values.WORK_OBJECTS === 'on',
    logLevel: values.LOG_LEVEL,
    api: chooseAudience(values.API_TOKEN, values.API_PUBLIC),
    refreshSecret: values.REFRESH_SECRET,
    metrics: chooseAudience(values.METRICS_TOKEN, values.METRICS_PUBLIC),
  };
}

function describeIssues(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`))];
}

function findMissing(given: Readonly<Record<string, string>>): string[] {
  if (!Object.keys(given).some((name) => name.startsWith('SLACK_'))) return [];
  const missing: string[] = [];
  if (!given.SLACK_BOT_TOKEN) {
    missing.push(
      'SLACK_BOT_TOKEN is missing: set it to the "Bot User OAuth Token", or unset every SLACK_ variable to try the bot without Slack',
    );
  }
  if (!given.SLACK_APP_TOKEN && !given.SLACK_SIGNING_SECRET) {
    missing.push(
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing: set the first for Socket Mode, or the second for HTTP',
    );
  }
  return missing;
}

/** An app-level token wins over a signing secret: with Socket Mode on, Slack posts nothing to an address. */
function chooseSlack(values: z.infer<typeof variables>): SlackConfig {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
  } = values;
  if (botToken && appToken) return { kind: 'socket', botToken, appToken, apiUrl };
  if (botToken && signingSecret) return { kind: 'http', botToken, signingSecret, apiUrl };
  return { kind: 'sandbox' };
}

/** A token wins: who sets one means it. */
function chooseAudience(token: string | undefined, isPublic: 'on' | 'off'): Audience {
  if (token !== undefined) return { kind: 'bearer', token };
  return { kind: isPublic === 'on' ? 'anybody' : 'nobody' };
}

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, message).transform(Number).pipe(z.number().min(min, message).max(max, message));
}

/** A header holds it, so it is of visible ASCII. */
function secret() {
  return z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'may hold letters, digits and signs only, no blanks')
    .min(
      SHORTEST_SECRET,
      `is too short: take ${SHORTEST_SECRET} characters or more, such as from \`openssl rand -hex 32\``,
    );
}

/** 1 and 0 say the same. */
function onOrOff() {
  return z
    .string()
    .toLowerCase()
    .transform((text) => ({ '1': 'on', '0': 'off' })[text] ?? text)
    .pipe(z.enum(['on', 'off'], 'takes on or off'));
}

function list() {
  return z.string().transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
}

function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    // A percent sign that encodes nothing: such credentials cannot be sent.
    return false;
  }
}

/** Two letters and more before `://` name a scheme; one is a Windows drive. `https:/x` is a slip, and would show its password as a path. */
function isHttpUrlOrPath(text: string): boolean {
  return isHttpUrl(text) || !/^(?:[a-z][a-z\d+.-]+:\/\/|https?:)/i.test(text);
}
