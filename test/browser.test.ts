import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './fixtures/chromium.ts';
import { PATIENCE } from './fixtures/person.ts';
import { startProcess } from './fixtures/process.ts';

const chromium = findChromium(process.env);

describe.skipIf(chromium === undefined)('the bot and its own Slack, in a browser (needs Chromium)', () => {
  let browser: Browser;
  let page: Page;
  /** What the browser says when something is wrong, and requests that leave this machine. */
  let complaints: string[] = [];
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const starting = startProcess({}, (end) => ends.unshift(end));
    browser = await launchChromium(chromium ?? '');
    ends.push(() => browser.close());
    const bot = await starting;
    const { port } = new URL(await bot.origin());
    await bot.line(({ msg }) => msg === 'connected to Slack');
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== 'data:' && host !== `localhost:${port}`) complaints.push(request.url());
    });
    await page.goto(`http://localhost:${port}/`);
  });

  afterAll(async () => {
    for (const end of ends) await end();
  });

  afterEach(() => {
    expect(complaints).toEqual([]);
    complaints = [];
  });

  /** Says it, and waits until there is one message more. */
  async function ask(text: string): Promise<Locator> {
    const count = await page.locator('article').count();
    await page.getByRole('textbox', { name: /^Message #/ }).fill(text);
    await page.keyboard.press('Enter');
    const message = page.locator('article').nth(count);
    await message.waitFor();
    return message;
  }

  it('answers /attack T1055 with a card whose button opens in place', async () => {
    const card = await ask('/attack T1055');
    await card.getByText('Only visible to you').waitFor();
    await card.getByText('T1055 · Process Injection').waitFor();
    await card.getByRole('button', { name: /^Sub-techniques/ }).click();
    await card.getByRole('link', { name: 'T1055.012 · Process Injection: Process Hollowing' }).waitFor();
    await card.getByText('T1055 · Process Injection', { exact: true }).waitFor();
    expect(await page.locator('article').count()).toBe(1);
    await card.getByRole('button', { name: /^Close/ }).click();
    await card.getByRole('link', { name: 'T1055.012' }).waitFor({ state: 'detached' });
  });

  it('understands /attack proces injecton', async () => {
    const answer = await ask('/attack proces injecton');
    await answer.getByText('T1055 · Process Injection').waitFor();
  });

  it('shares an answer with the channel', async () => {
    const card = await ask('/attack T1059.001');
    const count = await page.locator('article').count();
    await card.getByRole('button', { name: /^Share/ }).click();
    const shared = page.locator('article').nth(count);
    await shared.getByText(/^Shared by/).waitFor();
    expect(await shared.textContent()).toContain('T1059.001 · Command and Scripting Interpreter: PowerShell');
    expect(await shared.textContent()).not.toContain('Only visible to you');
    expect(await card.textContent()).toContain('Only visible to you');
  });

  it('previews a link while it is written and when it is posted, and opens more in the preview', async () => {
    const link = 'https://attack.mitre.org/groups/G0016/';
    await page.getByRole('textbox', { name: /^Message #/ }).fill(`see ${link}`);
    await page.getByRole('region', { name: 'Previews' }).getByText('G0016 · APT29').first().waitFor();
    const message = await ask(`see ${link}`);
    const preview = message.getByRole('complementary', { name: `Preview of ${link}` });
    await preview.getByText('G0016 · APT29').first().waitFor();
    await preview.getByRole('button', { name: /^Software/ }).click();
    await preview.getByRole('button', { name: /^Close/ }).waitFor();
  });
});
