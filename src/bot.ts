/** The bot: environment → configuration → catalog → Slack → stop. Everything is put together here, and only here; `main.ts` starts it. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Announcer } from './announce/announcer.ts';
import { openToPrograms } from './api/open.ts';
import { type Config, readConfig } from './config.ts';
import { type Answerer, createHealth, createSlackEvents, type Door, firstOf, openDoor } from './door.ts';
import { createSource } from './feeds/source.ts';
import { createTidying, settleHeap } from './heap.ts';
import type { Kit } from './kit.ts';
import { lazy } from './lazy.ts';
import { createLog } from './log.ts';
import { openMetrics } from './metrics/open.ts';
import { createPress } from './refresh/press.ts';
import type { VocabularySource } from './refresh/words.ts';
import { createRefresh } from './refresh.ts';
import type { Catalog } from './search/catalog.ts';
import type { SlackApp, SlackOptions } from './slack/app.ts';
import { LoadingError } from './slack/loading.ts';
import { openSqlite, type SqliteStore } from './store/sqlite.ts';
import { readStamp } from './workshop/stamp.ts';
import { createWorkshop } from './workshop/workshop.ts';

/** In minutes. */
const COOL_DOWN = 30;
/** In ms. */
const BREATH = 50;
const KIT_AFTER = 1000;

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

/** Faults of whoever starts the bot, by the name of their class: their message is all there is to say. */
const MENDABLE: readonly string[] = ['ConfigError', 'IdentityError', 'SandboxMissingError', 'NewerFactsError'];

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves with the signal that asks the bot to end. */
  readonly stopSignal: Promise<string>;
  /** Where Node keeps what it compiles; undefined where it keeps nothing. */
  readonly compileCache: string | undefined;
}

/** Resolves when it was asked to end, and has. */
export async function runBot({ env, stopSignal, compileCache }: Surroundings): Promise<void> {
  const config = readConfig(env);
  // The only shared mutable state: replaced whole at each refresh.
  let catalog: Catalog | undefined;
  let slack: SlackApp | undefined;
  let store: SqliteStore | undefined;
  let kit: Kit | undefined;
  let announcer: Announcer | undefined;
  /** For the announcer, which is loaded later, and compares a newer one with it. */
  let first: Catalog | undefined;
  let isStopping = false;
  const isReady = () => catalog !== undefined && slack?.isReady() === true;
  const { observer, answerers: figures } = await openMetrics(config, {
    catalog: () => catalog,
    isReady,
    isKept: () => store?.isKept() === true,
    held: () => kit?.releases.held().length ?? 0,
    dataDir: config.dataDir,
    now: Date.now,
  });
  const log = await createLog(config.logLevel, undefined, observer.logged);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected and nobody looked'));
  const answerers = [createHealth(isReady), ...figures(log)];

  const tidying = createTidying();
  const source = createSource({ feeds: config.feeds, dataDir: config.dataDir });
  const workshop = createWorkshop({ program: join(import.meta.dirname, 'worker.ts'), compileCache, observer });
  const refresh = createRefresh({
    source,
    press: createPress({
      workshop,
      stamp: readStamp(),
      dataDir: config.dataDir,
      log,
    }),
    domains: config.domains,
    refreshSeconds: config.refreshSeconds,
    log,
    vocabulary: chooseVocabulary(config),
    progress: process.stderr.isTTY ? (await import('./feeds/progress.ts')).createProgressBar() : undefined,
    publish(next) {
      if (catalog && catalog.byStixId !== next.byStixId) tidying.begin();
      catalog = next;
      observer.published(next);
      // Each time, for what Slack did not take the last time.
      if (slack?.isConnected()) void tellOfNewest(slack);
      if (announcer) announcer.take(next);
      else first ??= next;
    },
  });
  // While it is read, or built in another process, the rest is loaded.
  const refreshing = refresh.start();
  refreshing.catch(() => undefined);
  const kept = await openSqlite(config.dataDir, Date.now, log);
  store = kept;
  const openKit = lazy(async () => {
    const { createKit } = await import('./kit.ts');
    const { domains } = config;
    kit = createKit({
      ...{ catalog: () => catalog, store: kept, earlier: source.earlier, workshop, domains, log, observer },
    });
    void refreshing.then(kit.releases.start, () => undefined);
    return kit;
  });
  // Loaded behind the start, and all the same where Slack cannot be reached: what is pinned takes a while to be made.
  void refreshing.then(
    async () => {
      await sleep(KIT_AFTER, undefined, { ref: false });
      if (!isStopping) await openKit();
    },
    () => undefined,
  );
  const programs = await openToPrograms(config, {
    ...{ catalog: () => catalog, kit: openKit, observer, log },
    refresh: refresh.now,
  });
  answerers.push(...programs.answerers);
  const { createSlackApp } = await import('./slack/app.ts');
  const sandbox = config.slack.kind === 'sandbox' ? await openSandbox(config.port, firstOf(answerers)) : undefined;
  const app = createSlackApp(
    { ...(sandbox?.credentials ?? chooseCredentials(config)), workObjects: config.workObjects },
    { log, observer, now: Date.now },
    async () => ({
      ...(await openKit()),
      catalog: () => known(catalog),
      defaults: { noise: config.unfurlIds ? 'links and IDs' : 'links', answersBots: false, coolDown: COOL_DOWN },
    }),
  );
  slack = app;
  if (app.listener) answerers.push(createSlackEvents(app.listener));
  const door = sandbox?.door ?? (await openDoor({ port: config.port, host: undefined, answerers }));
  log.info({ port: door.port }, 'listening');

  const connected = app.start(refreshing).then(async () => {
    if (app.isConnected()) log.info('connected to Slack');
    if (sandbox) process.stdout.write(`\n  The ATT&CK bot, in a Slack of its own: ${sandbox.url}\n\n`);
    // What answers are made of takes a tenth of a second to load: whoever waits for the bot to be ready is told first.
    await sleep(BREATH);
    await app.load();
    const [{ createAnnouncer }, given, { courier }] = await Promise.all([
      import('./announce/announcer.ts'),
      openKit(),
      app.unasked(),
    ]);
    if (isStopping) return;
    // What was taken up while it was not connected: in another process, or before a crash.
    if (app.isConnected()) void tellOfNewest(app);
    announcer = createAnnouncer({ ...given, ...{ log, now: Date.now, observer, courier } });
    for (const taken of [first, catalog]) if (taken) announcer.take(taken);
    first = undefined;
    announcer.start();
    settleHeap();
  });
  // Rejects when Slack refuses the tokens; while Slack cannot be reached, the signal alone ends the wait.
  const signal = await Promise.race([stopSignal, connected.then(() => stopSignal)]);
  log.info({ signal }, 'stopping: finishing the answers under way');
  isStopping = true;
  tidying.stop();
  programs.stop();
  await Promise.all([app.stop(), announcer?.stop()]);
  await Promise.all([door.close(), kit?.releases.stop()]);
  // It closes the connections to the feeds, which the releases use too.
  await refresh.stop();
  await kept.close();
  log.info('stopped');
}

function chooseVocabulary({ vocabularies, dataDir }: Config): VocabularySource | undefined {
  if (vocabularies.length === 0) return undefined;
  // Its readers of three formats are loaded only where somebody wants them.
  const loading = () => import('./feeds/vocabulary/vocabulary.ts');
  return {
    kept: async () => (await loading()).readKeptVocabularies(vocabularies, dataDir),
    newest: async (signal) => (await loading()).readVocabularies(vocabularies, { dataDir, signal }),
  };
}

async function tellOfNewest(app: SlackApp): Promise<void> {
  await (await app.unasked()).tellOfNewest();
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

/** Faults of whoever starts the bot get one message; all others keep their stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (MENDABLE.includes(error.name)) return error.message;
  const { code } = error as { readonly code?: unknown };
  if (code === 'EADDRINUSE') return 'PORT is in use by another program: set it to a free one, or to 0 for any';
  if (code === 'EACCES') return 'PORT may not be opened by this account: set it to one above 1023';
  return error.stack ?? error.message;
}
