/** The page in a Chromium, with a host of the test's own: begun and ended by the hooks of the suite that stages it. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { PageState } from '../../src/sandbox/page-api.ts';
import { findChromium, launchChromium } from '../fixtures/chromium.ts';
import { type PageServer, startPageServer } from './page-host.ts';

export const CHROMIUM = findChromium(process.env);

/** Both from the suite's first test on. */
export interface PageStage {
  readonly page: Page;
  readonly server: PageServer;
  /** As if for the first time: the same address with another hash would not load anew. */
  readonly open: (path?: string) => Promise<void>;
  /** Forgets the complaints that say so: the browser's own word on what the test has done to it. */
  readonly pardon: (part: string) => void;
}

/** Each test begins with the state, on a desktop in the light, and fails on complaints of the browser and on requests that leave this machine. */
export function stagePage(start: PageState): PageStage {
  let browser: Browser;
  let page: Page;
  let server: PageServer;
  let complaints: string[] = [];
  const open = async (path = '/') => {
    await page.goto('about:blank');
    await page.goto(server.url + path);
  };

  beforeAll(async () => {
    browser = await launchChromium(CHROMIUM ?? '');
    server = await startPageServer(start);
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !url.startsWith('data:')) complaints.push(url);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    complaints = [];
    server.reset(start);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    await open();
    await page.getByRole('textbox', { name: 'Message #incident' }).waitFor();
  });
  afterEach(() => expect(complaints).toEqual([]));

  return {
    get page() {
      return page;
    },
    get server() {
      return server;
    },
    open,
    pardon(part) {
      complaints = complaints.filter((complaint) => !complaint.includes(part));
    },
  };
}
