import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, PRIVATE_CHANNEL } from '../../src/sandbox/workspace.ts';
import { CHROMIUM, stage } from '../fixtures/browser.ts';
import { PATIENCE } from '../fixtures/person.ts';

describe.skipIf(CHROMIUM === undefined)('the Home, in a browser (needs Chromium)', () => {
  const show = stage();
  const home = () => show.you.page.getByRole('region', { name: 'Home of ATT&CK' });

  async function open(): Promise<void> {
    await show.you.go(DIRECT_MESSAGE, 'home');
    await home().getByRole('button', { name: 'Search ATT&CK' }).waitFor();
  }

  it('says what is loaded, how to ask, and what is kept', async () => {
    await open();
    await home().getByText('Enterprise, Mobile, ICS: release 18.1, from the facts that come with this bot').waitFor();
    await home().getByText('/attack tactic:persistence').waitFor();
    await home().getByText('Never kept: the text of a message.').waitFor();
    await show.you.expectReadable();
  });

  it('opens what was looked up, and forgets it', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    await (await you.ask('/attack mimikatz')).getByRole('link', { name: 'S0002 · Mimikatz' }).waitFor();
    await open();
    await home().getByRole('button', { name: 'S0002 · Mimikatz' }).click();
    const card = you.modal('S0002');
    await card.getByRole('button', { name: /^Techniques/ }).click();
    await card.getByRole('button', { name: 'Close techniques' }).waitFor();
    await you.expectReadable();
    await you.closeModals();
    await home().getByRole('button', { name: 'Forget what I looked up' }).click();
    await home().getByText('Nothing yet: what you look up stands here').waitFor();
  });

  it('changes the settings of a channel, which is told of it', async () => {
    const { you } = show;
    await open();
    await home().getByRole('combobox', { name: 'See another channel' }).selectOption('#incident-4711-core');
    const levels = home().getByRole('combobox').filter({ hasText: 'Unasked answers: off' });
    const blocks = home().locator('.block-section');
    await expect
      .poll(async () => (await blocks.allTextContents()).find((text) => text.startsWith('#')), { timeout: PATIENCE })
      .toContain('incident-4711-core');
    await levels.first().selectOption('Unasked answers: links');
    await home().getByText('Unasked answers: links (set in this channel)').waitFor();
    await you.go(PRIVATE_CHANNEL);
    await you.messages().getByText('Unasked answers: links and IDs → links').waitFor();
  });

  it('lets an admin change the defaults of the workspace, and all others read them', async () => {
    await open();
    const change = home().getByRole('combobox').filter({ hasText: 'Cool-down: 5 minutes' }).last();
    await change.selectOption('Cool-down: 5 minutes');
    await home().getByRole('button', { name: 'Undo the last change' }).click();
    await home().getByRole('button', { name: 'Undo the last change' }).waitFor({ state: 'detached' });
    const alex = await show.openAs('U0ALEX0001');
    await alex.go('D0DIRECT02', 'home');
    await alex.page.getByText('Admins of this workspace can change them.').waitFor();
    await alex.page.close();
  });
});
