import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { CHROMIUM, stage } from '../fixtures/browser.ts';
import { PATIENCE } from '../fixtures/person.ts';

describe.skipIf(CHROMIUM === undefined)('answers in a channel, in a browser (needs Chromium)', () => {
  const show = stage();

  async function ask(text: string): Promise<Locator> {
    await show.you.go(INCIDENT_CHANNEL);
    return show.you.ask(text);
  }

  it('are a card whose part opens and folds in place, for the asker alone', async () => {
    const card = await ask('/attack T1055');
    const count = await show.you.messages().count();
    await card.getByText('Only visible to you').waitFor();
    await card.getByRole('link', { name: 'T1055 · Process Injection' }).waitFor();
    await card.getByRole('button', { name: /^Sub-techniques/ }).click();
    const entry = card.getByRole('link', { name: 'T1055.012 · Process Injection: Process Hollowing' });
    await entry.waitFor();
    await show.you.expectReadable();
    // Folded where Slack has containers, without asking the bot.
    await card.locator('summary').click();
    await entry.waitFor({ state: 'hidden' });
    await card.getByRole('button', { name: /^Close sub-techniques/ }).waitFor({ state: 'hidden' });
    await card.locator('summary').click();
    await card.getByRole('button', { name: /^Close/ }).click();
    await entry.waitFor({ state: 'detached' });
    expect(await show.you.messages().count()).toBe(count);
  });

  it('understand a slip', async () => {
    await (await ask('/attack proces injecton')).getByText('T1055 · Process Injection').waitFor();
  });

  it('never end without a next step', async () => {
    const nothing = await ask('/attack zzqqxx');
    await nothing.getByText('Nothing in ATT&CK 18.1 is called “zzqqxx”.').waitFor();
    await nothing.getByText('/attack help').waitFor();
    const help = await show.you.ask('/attack help');
    await help.getByRole('button', { name: 'Show status' }).click();
    await help.getByText('from the facts that come with this bot').first().waitFor();
    await show.you.expectReadable();
  });

  it('are shared with the channel, with who shared them', async () => {
    const card = await ask('/attack T1059.001');
    const count = await show.you.messages().count();
    await card.getByRole('button', { name: /^Share/ }).click();
    const shared = show.you.messages().nth(count);
    await shared.getByText(/^Shared by/).waitFor();
    expect(await shared.textContent()).toContain('T1059.001 · Command and Scripting Interpreter: PowerShell');
    expect(await shared.textContent()).not.toContain('Only visible to you');
    expect(await card.textContent()).toContain('Only visible to you');
    const alex = await show.openAs('U0ALEX0001');
    await alex.go(INCIDENT_CHANNEL);
    await alex
      .messages()
      .getByText(/^Shared by/)
      .waitFor();
    expect(await alex.page.getByText('Only visible to you').count()).toBe(0);
    await alex.page.close();
  });

  it('are copied as Markdown from a box that holds it whole', async () => {
    const card = await ask('/attack T1003');
    await card.getByRole('button', { name: 'Copy as Markdown' }).click();
    const modal = show.you.modal('Copy as Markdown');
    const box = modal.getByRole('textbox', { name: 'Markdown' });
    expect(await box.inputValue()).toMatch(
      /^# \[T1003 · OS Credential Dumping\]\(https:\/\/attack\.mitre\.org\/techniques\/T1003\)/,
    );
    await show.you.expectReadable();
    await modal.getByRole('button', { name: 'Done' }).click();
    await modal.waitFor({ state: 'detached' });
  });

  describe('to filters in words', () => {
    it('are a table that pages, and of which one is opened beneath it', async () => {
      const list = await ask('/attack tactic:persistence platform:linux');
      await list.getByRole('table', { name: /^1 to 15 of \d+ techniques$/ }).waitFor();
      await list.getByText('tactic Persistence · platform Linux, page 1 of').waitFor();
      await show.you.expectReadable();
      const rows = list.getByRole('rowheader');
      const [first] = await rows.allTextContents();
      await list.getByRole('button', { name: 'Next page: techniques' }).click();
      await list.getByRole('table', { name: /^16 to 30/ }).waitFor();
      expect(await rows.allTextContents()).not.toContain(first);
      await list.getByRole('combobox', { name: 'Go to page' }).selectOption({ index: 1 });
      await expect.poll(() => rows.first().textContent(), { timeout: PATIENCE }).toBe(first);
      await list.getByRole('button', { name: /^Name/ }).click();
      await list.getByRole('columnheader', { name: /^Name/ }).and(list.locator('[aria-sort="ascending"]')).waitFor();
      const count = await show.you.messages().count();
      await list.getByRole('combobox', { name: 'Open one of these' }).selectOption({ index: 1 });
      const card = show.you.messages().nth(count);
      await card.getByRole('link', { name: new RegExp(`^${first} · `) }).waitFor();
      await list.getByRole('table').waitFor();
    });

    it('name what is there for what is not, and a press puts it right', async () => {
      const slip = await ask('/attack tactic:persistance platform:linux cron');
      await slip
        .getByText('No tactic in ATT&CK 18.1 is called “persistance”. Did you mean tactic Persistence?')
        .waitFor();
      await show.you.expectReadable();
      await slip.getByRole('button', { name: 'Tactic Persistence' }).click();
      await slip.getByText('T1053.003').first().waitFor();
    });

    it('list all of a kind', async () => {
      const groups = await ask('/attack groups');
      await groups.getByRole('rowheader', { name: 'G0001' }).waitFor();
      await groups.getByRole('button', { name: 'Next page: groups' }).waitFor();
    });
  });
});
