/**
 * Takes the pictures of the README, from the facts that come with the bot: MITRE's sentences are not ours to print.
 *
 *     npm run screenshots [-- <folder>]     docs/, unless told otherwise
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, PRIVATE_CHANNEL } from '../src/sandbox/workspace.ts';
import { findChromium, launchChromium } from './fixtures/chromium.ts';
import { encodePalette, type Pixels } from './fixtures/palette-png.ts';
import { startProcess } from './fixtures/process.ts';

type Picture = (page: Page) => Promise<Buffer>;

const DESKTOP = { width: 1280, height: 720 } as const;
const PHONE = { width: 390, height: 844 } as const;
const SEARCH = 'Search ATT&CK';

const folder = process.argv[2] ?? join(import.meta.dirname, '../docs');
let origin = '';

async function main(): Promise<void> {
  const chromium = findChromium(process.env);
  if (chromium === undefined) throw new Error('there is no Chromium: set CHROMIUM_PATH');
  await mkdir(folder, { recursive: true });
  const ends: (() => Promise<void>)[] = [];
  try {
    const bot = await startProcess({}, (end) => ends.unshift(end));
    origin = `http://localhost:${new URL(await bot.origin()).port}`;
    await bot.line(({ msg }) => msg === 'connected to Slack');
    const browser = await launchChromium(chromium);
    ends.push(() => browser.close());
    const desktop = await browser.newContext({ viewport: DESKTOP });
    for (const [name, take] of Object.entries<Picture>({ answer, search, found, list })) {
      await save(name, desktop, take);
    }
    await save('phone', desktop, (page) => phone(page, browser));
    await save('home', desktop, home);
  } finally {
    for (const end of ends) await end();
  }
}

async function save(name: string, context: BrowserContext, take: Picture): Promise<void> {
  const page = await context.newPage();
  const png = encodePalette(await readPixels(page, await take(page)));
  await writeFile(join(folder, `${name}.png`), png);
  process.stdout.write(`${name}.png  ${Math.round(png.length / 1000)} kB\n`);
  await page.close();
}

async function answer(page: Page): Promise<Buffer> {
  await open(page, INCIDENT_CHANNEL);
  const message = await ask(page, 'EDR on WKS-042: beacon hides in explorer.exe, looks like T1055.012');
  await message.getByRole('button', { name: '1 reply' }).click();
  await ask(page, '/attack kerberosting');
  await page.locator('main [role="log"]').evaluate((log) => log.scrollTo(0, log.scrollHeight));
  return page.screenshot();
}

async function search(page: Page): Promise<Buffer> {
  await open(page, INCIDENT_CHANNEL);
  const modal = await openSearch(page);
  await modal.getByRole('combobox', { name: /^Type an ID/ }).pressSequentially('kerb');
  await page.getByRole('option').first().waitFor();
  const shot = await page.screenshot({ clip: { x: 360, y: 40, width: 560, height: 520 } });
  await closeModal(page);
  return shot;
}

async function found(page: Page): Promise<Buffer> {
  await open(page, OTHER_CHANNEL);
  const message = await ask(page, 'Tier 1: procdump ran on DC01, see T1003.001. Then RDP to FS02, G0016 style?');
  await message.hover();
  await message.getByRole('button', { name: /^More actions/ }).click();
  await page.getByRole('menuitem', { name: /^Find ATT&CK/ }).click();
  await page.getByRole('checkbox').first().waitFor();
  const shot = await page.getByRole('dialog').screenshot();
  await closeModal(page);
  return shot;
}

async function list(page: Page): Promise<Buffer> {
  await page.setViewportSize({ width: DESKTOP.width, height: 1400 });
  await open(page, PRIVATE_CHANNEL);
  const message = await ask(page, '/attack tactic:impact platform:linux');
  return message.screenshot();
}

async function home(page: Page): Promise<Buffer> {
  await page.setViewportSize({ width: DESKTOP.width, height: 900 });
  await open(page, INCIDENT_CHANNEL);
  for (const asked of ['T1486', 'mimikatz', 'APT29']) await ask(page, `/attack ${asked}`);
  await page.goto('about:blank');
  await open(page, `${DIRECT_MESSAGE}/home`);
  await page.getByText('Workspace defaults').waitFor({ state: 'attached' });
  return page.screenshot({ clip: { x: 232, y: 0, width: 1048, height: 760 } });
}

/** Two, side by side. */
async function phone(page: Page, browser: Browser): Promise<Buffer> {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 1.5, colorScheme: 'dark' });
  const small = await context.newPage();
  await open(small, INCIDENT_CHANNEL);
  await small.locator('main [role="log"]').evaluate((log) => log.scrollTo(0, log.scrollHeight));
  const shots = [await small.screenshot()];
  const modal = await openSearch(small);
  await modal.getByRole('combobox', { name: /^Type an ID/ }).pressSequentially('T1558');
  await small.getByRole('option', { name: /^T1558 · / }).click();
  await modal.getByRole('link', { name: /^T1558 · / }).waitFor();
  shots.push(await small.screenshot());
  await closeModal(small);
  await context.close();
  const images = shots.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}" width="585">`);
  await page.setViewportSize({ width: DESKTOP.width, height: 2 * PHONE.height });
  await page.setContent(
    `<div style="display:flex;align-items:flex-start;gap:24px;width:max-content">${images.join('')}</div>`,
  );
  return page.locator('div').screenshot();
}

async function open(page: Page, place: string): Promise<void> {
  await page.goto(`${origin}/#${place}`);
  await page.getByRole('main').waitFor();
}

/** Sends it, and gives the message that this adds. */
async function ask(page: Page, text: string): Promise<Locator> {
  const count = await page.locator('main article').count();
  await page.getByRole('textbox', { name: /^Message / }).fill(text);
  await page.keyboard.press('Enter');
  const message = page.locator('main article').nth(count);
  await message.waitFor();
  return message;
}

async function openSearch(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('menuitem', { name: SEARCH }).click();
  const modal = page.getByRole('dialog', { name: SEARCH });
  await modal.waitFor();
  return modal;
}

/** A modal belongs to its person, and would be there on every page. */
async function closeModal(page: Page): Promise<void> {
  const modal = page.getByRole('dialog');
  await modal.getByRole('button', { name: 'Close' }).first().click();
  await modal.waitFor({ state: 'detached' });
}

/** The browser knows how to read a PNG; a page of the sandbox may fetch nothing. */
async function readPixels(page: Page, png: Buffer): Promise<Pixels> {
  await page.goto('about:blank');
  const { width, height, latin1 } = await page.evaluate(async (source) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    const rows = Array.from({ length: image.height }, (_, row) =>
      String.fromCharCode(...data.slice(row * image.width * 4, (row + 1) * image.width * 4)),
    );
    return { width: image.width, height: image.height, latin1: rows.join('') };
  }, png.toString('base64'));
  return { width, height, rgba: Buffer.from(latin1, 'latin1') };
}

await main();
