import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, PRIVATE_CHANNEL } from '../../src/sandbox/workspace.ts';
import { CHROMIUM, stage } from '../fixtures/browser.ts';

const SITE = 'https://attack.mitre.org';

describe.skipIf(CHROMIUM === undefined)('what the bot says unasked, in a browser (needs Chromium)', () => {
  const show = stage();
  const preview = (message: Locator) => message.getByRole('complementary', { name: /^Preview of / });

  /** What the bot was to do is done before it answers the next question. */
  async function settle(): Promise<void> {
    await (await show.you.ask('/attack help')).getByRole('button', { name: 'Show T1055' }).waitFor();
  }

  it('is set by anyone, told to everyone, and undone by anyone', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    const settings = await you.ask('/attack settings');
    await you.expectReadable();
    const count = await you.messages().count();
    await settings.getByRole('combobox').first().selectOption('Unasked answers: off');
    const told = you.messages().nth(count);
    await told.getByText('Unasked answers: links and IDs → off').waitFor();
    await settings.getByText('Unasked answers: off (set in this channel)').waitFor();
    const quiet = await you.ask(`see ${SITE}/groups/G0016/ and T1105`);
    await settle();
    expect(await preview(quiet).count()).toBe(0);
    expect(await quiet.getByRole('button', { name: /repl/ }).count()).toBe(0);
    const alex = await show.openAs('U0ALEX0001');
    await alex.go(INCIDENT_CHANNEL);
    await alex.messages().getByRole('button', { name: /^Undo/ }).click();
    await told.getByText('Undone by @alex.').waitFor();
    await alex.page.close();
    const heard = await you.ask(`again ${SITE}/groups/G0016/`);
    await preview(heard).getByRole('link', { name: 'G0016 · APT29' }).waitFor();
  });

  it('is nothing to what a person writes who wants none', async () => {
    const { you } = show;
    await you.go(PRIVATE_CHANNEL);
    const settings = await you.ask('/attack settings');
    await settings.getByRole('button', { name: 'No previews or cards for what I write' }).click();
    await settings.getByText('no previews or cards, in no channel').waitFor();
    const quiet = await you.ask(`${SITE}/software/S0154/`);
    await settle();
    expect(await preview(quiet).count()).toBe(0);
    await settings.getByRole('button', { name: 'Previews and cards for what I write', exact: true }).click();
    await settings.getByText('gets previews and cards as each channel has it').waitFor();
    await preview(await you.ask(`${SITE}/software/S0154/`)).waitFor();
  });

  it('is a preview of a link, while it is written and when it is posted, in which more opens', async () => {
    const { you } = show;
    const link = `${SITE}/groups/G0032/`;
    await you.go(INCIDENT_CHANNEL);
    await you.page.getByRole('textbox', { name: /^Message #/ }).fill(`see ${link}`);
    await you.page.getByRole('region', { name: 'Previews' }).getByText('G0032 · Lazarus Group').first().waitFor();
    const posted = preview(await you.ask(`see ${link}`));
    await posted.getByRole('button', { name: /^Software/ }).click();
    await posted.getByRole('button', { name: /^Close/ }).waitFor();
    await you.expectReadable();
  });

  it('is one card for three links, each of which opens for who presses', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    const links = ['techniques/T1053/005/', 'software/S0002/', 'tactics/TA0002/'].map((path) => `${SITE}/${path}`);
    const message = await you.ask(links.join(' '));
    const card = preview(message);
    await card.getByRole('link', { name: 'TA0002 · Execution' }).waitFor();
    expect(await card.count()).toBe(1);
    await you.expectReadable();
    const count = await you.messages().count();
    await card.getByRole('button', { name: /^Open S0002/ }).click();
    await you.messages().nth(count).getByText('Only visible to you').waitFor();
    await you.messages().nth(count).getByRole('link', { name: 'S0002 · Mimikatz' }).waitFor();
  });

  it('answers alerts of other bots only where that is wanted', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    const ignored = await you.ask('/sandbox-alert rule hit: T1486');
    await settle();
    expect(await ignored.getByRole('button', { name: /repl/ }).count()).toBe(0);
    const settings = await you.ask('/attack settings');
    await settings.getByRole('combobox').nth(1).selectOption('Other bots: answered');
    await settings.getByText('Other bots: answered (set in this channel)').waitFor();
    const answered = await you.ask('/sandbox-alert rule hit: T1486');
    const thread = await you.openThread(answered);
    await thread.getByRole('link', { name: 'T1486 · Data Encrypted for Impact' }).waitFor();
  });
});
