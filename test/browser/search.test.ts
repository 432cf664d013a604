import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { CHROMIUM, stage } from '../fixtures/browser.ts';
import { PATIENCE } from '../fixtures/person.ts';

const SEARCH = 'Search ATT&CK';

describe.skipIf(CHROMIUM === undefined)('the search, in a browser (needs Chromium)', () => {
  const show = stage();
  const modal = () => show.you.modal(SEARCH);
  const box = () => modal().getByRole('combobox', { name: /^Type an ID/ });
  const options = () => show.you.page.getByRole('listbox').getByRole('option');

  async function openByShortcut(): Promise<void> {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    await you.page.getByRole('button', { name: 'Shortcuts' }).click();
    await you.page.getByRole('menuitem', { name: SEARCH }).click();
    await modal().waitFor();
  }

  /** Types letter by letter, and waits until it is offered. */
  async function offer(text: string, option: string | RegExp): Promise<Locator> {
    await box().click();
    await box().pressSequentially(text);
    const offered = options().filter({ hasText: option }).first();
    await offered.waitFor();
    return offered;
  }

  it('opens by its shortcut, answers in groups while one types, and shows the card of what is picked', async () => {
    await openByShortcut();
    const offered = await offer('inject', 'T1055 · Process Injection');
    const group = (name: string) => show.you.page.getByRole('listbox').getByRole('group', { name, exact: true });
    await group('Techniques')
      .getByRole('option', { name: /^T1055 · / })
      .waitFor();
    await group('Sub-techniques')
      .getByRole('option', { name: /^T1055\.\d+ · / })
      .first()
      .waitFor();
    await show.you.expectReadable();
    await offered.click();
    await modal().getByRole('link', { name: 'T1055 · Process Injection' }).waitFor();
    await show.you.expectReadable();
  });

  it('opens by /attack alone', async () => {
    await show.you.go(INCIDENT_CHANNEL);
    await show.you.send('/attack ');
    await modal().waitFor();
    await show.you.expectReadable();
  });

  it('opens from the Home', async () => {
    await show.you.go(DIRECT_MESSAGE, 'home');
    await show.you.page.getByRole('main').getByRole('button', { name: SEARCH }).click();
    await modal().waitFor();
  });

  it('offers what its filters leave, and says so where that is nothing', async () => {
    await openByShortcut();
    const platforms = modal().getByRole('combobox', { name: 'Platform', exact: true }).getByRole('option');
    expect(await platforms.allTextContents()).toContain('Containers');
    await modal().getByRole('combobox', { name: 'Domain', exact: true }).selectOption('Mobile');
    await expect.poll(() => platforms.allTextContents(), { timeout: PATIENCE }).not.toContain('Containers');
    await modal().getByRole('combobox', { name: 'Type', exact: true }).selectOption('Technique');
    // A change of the filters makes a new box: what was typed before it came would be gone.
    await expect.poll(() => platforms.allTextContents(), { timeout: PATIENCE }).not.toContain('macOS');
    await offer('input', 'T1516');
    expect(await options().filter({ hasText: 'T1056' }).count()).toBe(0);
    await box().fill('apt29');
    await expect.poll(() => options().allTextContents(), { timeout: PATIENCE }).toEqual([]);
  });

  it('opens a part of the card, pushes what that names, goes back, and never needs a fourth view', async () => {
    await openByShortcut();
    await (await offer('G0016', 'G0016')).click();
    await modal()
      .getByRole('button', { name: /^Software/ })
      .click();
    const second = await openFirst(modal(), 'software');
    await second.getByRole('button', { name: /^Techniques/ }).click();
    const third = await openFirst(second, 'techniques');
    await third.getByRole('button', { name: /^Software/ }).click();
    const title = await third.getByRole('heading').first().textContent();
    const fourth = await openFirst(third, 'software');
    await fourth.getByRole('button', { name: `Back to ${title}` }).click();
    await third.getByRole('button', { name: /^Software/ }).waitFor();
    await third.getByRole('button', { name: 'Back', exact: true }).first().click();
    await second.getByRole('button', { name: 'Back', exact: true }).first().click();
    await modal().getByRole('link', { name: 'G0016 · APT29' }).waitFor();
  });

  it('is worked with nothing but a keyboard, which gets its place back', async () => {
    const { page } = show.you;
    await show.you.go(INCIDENT_CHANNEL);
    await page.keyboard.press('/');
    await page.keyboard.type('attack ');
    await page.keyboard.press('Enter');
    await box().waitFor();
    await expect.poll(() => box().evaluate((it) => it === document.activeElement), { timeout: PATIENCE }).toBe(true);
    await page.keyboard.type('cobalt');
    const offered = options().filter({ hasText: 'S0154 · Cobalt Strike' });
    await offered.waitFor();
    for (let at = 0; (await offered.getAttribute('aria-selected')) !== 'true'; at += 1) {
      expect(at).toBeLessThan(await options().count());
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await modal().getByRole('link', { name: 'S0154 · Cobalt Strike' }).waitFor();
    // Past the four filters and the link.
    await tabTo('Groups');
    await page.keyboard.press('Enter');
    await modal()
      .getByRole('button', { name: /^Groups \(\d+\), open/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'detached' });
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(focused).toBe('Message #incident-4711');
  });

  /** Opens the first of what a part of a card lists, and gives the view that this pushes. */
  async function openFirst(view: Locator, list: string): Promise<Locator> {
    const menu = view.getByRole('combobox', { name: `Open one of these (${list})` });
    const label = (await menu.getByRole('option').nth(1).textContent()) ?? '';
    await menu.selectOption({ label });
    const pushed = show.you.modal(label.split(' · ')[0]);
    await pushed.waitFor();
    return pushed;
  }

  async function tabTo(label: string): Promise<void> {
    for (let at = 0; at < 20; at += 1) {
      await show.you.page.keyboard.press('Tab');
      const text = await show.you.page.evaluate(() => document.activeElement?.textContent ?? '');
      if (text.startsWith(label)) return;
    }
    throw new Error(`no Tab leads to ${label}`);
  }
});
