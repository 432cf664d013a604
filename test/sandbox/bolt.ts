/** A real Bolt app beside a sandbox, in either transport; both end with the test. */

import { App, type AppOptions, HTTPReceiver, LogLevel, webApi } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { type SandboxServer, type SandboxServerOptions, startSandbox } from '../../src/sandbox/server.ts';
import { MANIFEST } from './manifest.ts';

/** The errors that the tests provoke are asserted, not read. */
export const SILENT = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

export interface Stage {
  readonly sandbox: SandboxServer;
  readonly app: App;
}

/** @param register adds the app's listeners before it starts */
export async function startSocketApp(
  register: (app: App) => void,
  options: Partial<SandboxServerOptions> = {},
  appOptions: AppOptions = {},
): Promise<Stage> {
  const sandbox = await startTestSandbox(options);
  const app = new App({
    ...appOptions,
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logger: SILENT,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  register(app);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return { sandbox, app };
}

export async function startHttpApp(
  register: (app: App) => void,
  options: Partial<SandboxServerOptions> = {},
): Promise<Stage> {
  const sandbox = await startTestSandbox(options);
  const receiver = new HTTPReceiver({
    signingSecret: sandbox.signingSecret,
    logger: SILENT,
    unhandledRequestTimeoutMillis: 10_000,
  });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    logger: SILENT,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  register(app);
  const server = await receiver.start(0);
  onTestFinished(async () => {
    server.closeAllConnections();
    await app.stop();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await sandbox.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  return { sandbox, app };
}

export async function startTestSandbox(options: Partial<SandboxServerOptions> = {}): Promise<SandboxServer> {
  const sandbox = await startSandbox({ port: 0, manifest: MANIFEST, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** What Slack answered a call with; undefined when it was carried out. */
export function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error) => (error instanceof webApi.WebAPIPlatformError ? error.data.error : error),
  );
}
