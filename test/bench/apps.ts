/** The two apps: the bot as `npm start` runs it, in HTTP mode, and the bare one. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type AppClient, createAppClient, SIGNING_SECRET } from './client.ts';
import { type Program, startProgram } from './processes.ts';
import { QUESTIONS } from './questions.ts';
import type { SlackApi } from './slack-api.ts';

export interface RunningApp {
  readonly program: Program;
  readonly port: number;
  readonly client: AppClient;
  /** From its start to its first accepted request, in ms. */
  readonly readyAfter: number;
  readonly stop: () => Promise<void>;
}

export interface BotOptions {
  readonly api: SlackApi;
  readonly dataDir: string;
  /** A folder; an empty one leaves the bot with its embedded facts. */
  readonly feed: string;
  /** Asks its feed for news so often; a day unless said otherwise. */
  readonly refreshSeconds?: number;
}

const TOKEN = 'xoxb-bench';
const POLL = 2;

/** Everything that the bot reads is set, so that the environment of whoever measures changes nothing. */
export function startBot({ api, dataDir, feed, refreshSeconds }: BotOptions): Promise<RunningApp> {
  const program = startProgram('src/main.ts', {
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: api.apiUrl,
    PORT: '0',
    ATTACK_DOMAINS: '',
    ATTACK_FEED_URL: feed,
    ATTACK_REFRESH_SECONDS: String(refreshSeconds ?? ''),
    DATA_DIR: dataDir,
    UNFURL_IDS: '',
    LOG_LEVEL: 'info',
  });
  return watch(program, async (client) => {
    // Not asked all the while, which would have it answer instead of starting.
    await program.waitFor('connected to Slack');
    while (!(await isReady(client))) await sleep(POLL);
  });
}

function isReady(client: AppClient): Promise<boolean> {
  return client.readStatus('/readyz').then(
    ({ status }) => status === 200,
    () => false,
  );
}

export function startBare(): Promise<RunningApp> {
  const program = startProgram('test/bench/bare.ts', { SLACK_BOT_TOKEN: TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET });
  return watch(program, async (client) => {
    const [question] = QUESTIONS;
    if (question) await client.deliver(question.build('first', 'http://127.0.0.1/'));
  });
}

async function watch(program: Program, becomeReady: (client: AppClient) => Promise<void>): Promise<RunningApp> {
  const { port = 0 } = await program.waitFor('listening');
  const client = createAppClient(port, 1);
  await becomeReady(client);
  return {
    program,
    port,
    client,
    readyAfter: performance.now() - program.begin,
    async stop() {
      await client.close();
      await program.stop();
    },
  };
}
