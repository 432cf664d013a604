/** The bot: environment → configuration → catalog → Slack → stop. Everything is put together here, and only here. */

import { createComparisons } from './comparisons.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { type Answerer, createHealth, createSlackEvents, type Door, firstOf, openDoor } from './door.ts';
import { createProgressBar } from './feeds/progress.ts';
import { createSource } from './feeds/source.ts';
import { readKeptVocabularies, readVocabularies } from './feeds/vocabulary/vocabulary.ts';
import { createLog } from './log.ts';
import { createRefresh, type Refresh, type VocabularySource } from './refresh.ts';
import { buildHere } from './releases/build.ts';
import { createReleases, type Shelf } from './releases/shelf.ts';
import type { Catalog } from './search/catalog.ts';
import { createSlackApp, type SlackApp, type SlackOptions } from './slack/app.ts';
import { IdentityError } from './slack/door/identity.ts';
import { LoadingError } from './slack/loading.ts';
import { NewerFactsError } from './store/facts.ts';
import { createMemory } from './store/memory.ts';
import { openSqlite } from './store/sqlite.ts';

/** In minutes. */
const COOL_DOWN = 30;

type Credentials = Omit<SlackOptions, 'workObjects'>;

/** The sandbox's packages are dev dependencies, and its folder is not part of the image for production. */
class SandboxMissingError extends Error {
  override readonly name = 'SandboxMissingError';

  constructor(cause: unknown) {
    super('No Slack variable is set, and this installation has no sandbox: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN', {
      cause,
    });
  }
}

/** Faults of whoever starts the bot: their message is all there is to say. */
const MENDABLE = [ConfigError, IdentityError, SandboxMissingError, NewerFactsError];

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = await createLog(config.logLevel);
  const stopSignal = waitForSignal();
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected and nobody looked'));

  // The only shared mutable state: replaced whole at each refresh.
  let catalog: Catalog | undefined;
  let slack: SlackApp | undefined;
  const answerers = [createHealth(() => catalog !== undefined && slack?.isConnected() === true)];

  const source = createSource({ feeds: config.feeds, dataDir: config.dataDir });
  const refresh = createRefresh({
    source,
    domains: config.domains,
    refreshSeconds: config.refreshSeconds,
    log,
    vocabulary: chooseVocabulary(config),
    progress: process.stderr.isTTY ? createProgressBar() : undefined,
    publish(next) {
      catalog = next;
      // Each time, for what Slack did not take the last time.
      if (slack?.isConnected()) void slack.tellOfNewest();
    },
  });
  const store = await openSqlite(config.dataDir, Date.now, log);
  const memory = createMemory(store, Date.now);
  const releases = createReleases({
    newest: () => catalog,
    earlier: source.earlier,
    domains: config.domains,
    build: buildHere,
    pinned: async () => new Set([...(await memory.pins.all()).values()].map(({ release }) => release)),
    log,
  });
  const sandbox = config.slack.kind === 'sandbox' ? await openSandbox(config.port, firstOf(answerers)) : undefined;
  const app = createSlackApp(
    { ...(sandbox?.credentials ?? chooseCredentials(config)), workObjects: config.workObjects },
    {
      catalog: () => known(catalog),
      releases,
      comparisons: createComparisons(() => catalog),
      log,
      memory,
      now: Date.now,
      defaults: { noise: config.unfurlIds ? 'links and IDs' : 'links', answersBots: false, coolDown: COOL_DOWN },
    },
  );
  slack = app;
  if (app.listener) answerers.push(createSlackEvents(app.listener));
  const door = sandbox?.door ?? (await openDoor({ port: config.port, host: undefined, answerers }));
  log.info({ port: door.port }, 'listening');

  await refresh.start();
  releases.start();
  const connected = app.start().then(() => {
    if (app.isConnected()) {
      log.info('connected to Slack');
      // What was taken up while it was not: in another process, or before a crash.
      void app.tellOfNewest();
    }
    if (sandbox) process.stdout.write(`\n  The ATT&CK bot, in a Slack of its own: ${sandbox.url}\n\n`);
  });
  // Rejects when Slack refuses the tokens; while Slack cannot be reached, the signal alone ends the wait.
  const signal = await Promise.race([stopSignal, connected.then(() => stopSignal)]);
  log.info({ signal }, 'stopping: finishing the answers under way');
  await stop(app, door, releases, refresh);
  await store.close();
  log.info('stopped');
}

function chooseVocabulary({ vocabularies, dataDir }: Config): VocabularySource | undefined {
  if (vocabularies.length === 0) return undefined;
  return {
    kept: () => readKeptVocabularies(vocabularies, dataDir),
    newest: (signal) => readVocabularies(vocabularies, { dataDir, signal }),
  };
}

function known(catalog: Catalog | undefined): Catalog {
  if (catalog === undefined) throw new LoadingError();
  return catalog;
}

function chooseCredentials({ slack }: Config): Credentials {
  switch (slack.kind) {
    case 'socket':
      return { botToken: slack.botToken, apiUrl: slack.apiUrl, door: { kind: 'socket', appToken: slack.appToken } };
    case 'http':
      return {
        botToken: slack.botToken,
        apiUrl: slack.apiUrl,
        door: { kind: 'http', signingSecret: slack.signingSecret },
      };
    case 'sandbox':
      throw new Error('the sandbox has credentials of its own');
  }
}

/** The bot reaches its own Slack exactly as it reaches the other one. */
async function openSandbox(port: number, routes: Answerer) {
  const { openSandbox: open } = await import('./sandbox/open.ts').catch((error: unknown) => {
    throw new SandboxMissingError(error);
  });
  const { botToken, appToken, apiUrl, url, close } = await open(port, routes);
  const credentials: Credentials = { botToken, apiUrl, door: { kind: 'socket', appToken } };
  return { credentials, url, door: { port: Number(new URL(url).port), close } satisfies Door };
}

function waitForSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

/** The refresh closes the connections to the feeds, which the releases use too. */
async function stop(app: SlackApp, door: Door, releases: Shelf, refresh: Refresh): Promise<void> {
  await app.stop();
  await Promise.all([door.close(), releases.stop()]);
  await refresh.stop();
}

/** Faults of whoever starts the bot get one message; all others keep their stack. */
function explain(error: unknown): string {
  if (MENDABLE.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return 'PORT is in use by another program: set it to a free one, or to 0 for any';
  if (code === 'EACCES') return 'PORT may not be opened by this account: set it to one above 1023';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
