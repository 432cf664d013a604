/** The sandbox for people: with the bot's own manifest, and a page in the browser. */

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { createPage } from './page-server.ts';
import { type Route, type SandboxServer, startSandbox } from './server.ts';

const MANIFEST = new URL('../../manifest.yml', import.meta.url);
/** It may run for days. */
const MAX_CALLS = 5_000;

/**
 * @param routes tried before everything else: health checks
 * @throws the server's error when the port is taken
 */
export async function openSandbox(port: number, routes: Route): Promise<SandboxServer> {
  return startSandbox({
    port,
    routes,
    createPage,
    maxCalls: MAX_CALLS,
    manifest: parse(await readFile(MANIFEST, 'utf8')),
  });
}
