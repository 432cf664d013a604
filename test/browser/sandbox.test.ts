import { describe, expect, it } from 'vitest';
import {
  COLLEAGUE_DIRECT_MESSAGE,
  DIRECT_MESSAGE,
  INCIDENT_CHANNEL,
  OTHER_CHANNEL,
} from '../../src/sandbox/workspace.ts';
import { CHROMIUM, stage } from '../fixtures/browser.ts';

describe.skipIf(CHROMIUM === undefined)('the sandbox around the bot, in a browser (needs Chromium)', () => {
  // Beside these the bot does all that it does without them.
  const show = stage({ WORK_OBJECTS: 'on' });

  it('offers what to try, and does it', async () => {
    const { you } = show;
    await you.go(OTHER_CHANNEL);
    const things = you.page.getByRole('region', { name: 'Things to try' });
    await you.expectReadable();
    await things.getByRole('button', { name: /^\/attack T1055/ }).click();
    await you.messages().getByRole('link', { name: 'T1055 · Process Injection' }).waitFor();
  });

  it('suggests what to say to the agent, and it answers', async () => {
    const { you } = show;
    await you.go(DIRECT_MESSAGE);
    const prompts = you.page.getByRole('region', { name: 'Suggested prompts' });
    await you.expectReadable();
    await prompts.getByRole('button', { name: /^What does APT29 use\?/ }).click();
    await you.messages().getByRole('link', { name: 'G0016 · APT29' }).waitFor();
  });

  it('shows each payload and call, and what was answered', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    await you.ask('/attack T1055');
    await you.page.getByRole('button', { name: 'Network' }).click();
    const drawer = you.page.getByRole('region', { name: 'Network' });
    await drawer.getByText('command: /attack').last().waitFor();
    await drawer.getByRole('searchbox').fill('response_url');
    const call = drawer.getByRole('group').last();
    await call.locator('summary').click();
    await call.getByText('T1055 · Process Injection').first().waitFor();
    await you.expectReadable();
    await you.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('has a second person, whom the bot answers on their own', async () => {
    const alex = await show.openAs('U0ALEX0001');
    await alex.go(COLLEAGUE_DIRECT_MESSAGE);
    await alex.send('APT29');
    await alex.messages().getByRole('link', { name: 'G0016 · APT29' }).waitFor();
    await show.you.go(INCIDENT_CHANNEL);
    expect(await show.you.page.getByText('G0016').count()).toBe(0);
    await alex.page.close();
  });

  it('shows Work Objects as previews, and more of them in a panel beside the channel', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    const message = await you.ask('see https://attack.mitre.org/techniques/T1055/');
    const preview = message.getByRole('complementary', { name: /^Preview of / });
    await preview.getByText('Technique · T1055 · MITRE ATT&CK').waitFor();
    await you.expectReadable();
    await preview.getByRole('button', { name: 'Process Injection' }).click();
    const panel = you.page.getByRole('complementary', { name: 'Details' });
    await panel.getByText('T1055.012 · Process Injection: Process Hollowing').waitFor();
    await you.expectReadable();
    await panel.getByRole('button', { name: 'Close details' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(await preview.count()).toBe(1);
  });
});
