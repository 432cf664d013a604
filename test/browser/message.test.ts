import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { CHROMIUM, stage } from '../fixtures/browser.ts';

const FOUND = 'ATT&CK in this message';

describe.skipIf(CHROMIUM === undefined)('a message, in a browser (needs Chromium)', () => {
  const show = stage();

  it('with IDs has a card in its thread, which follows when it is changed, and goes when it is deleted', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    const message = await you.ask('saw T1021.001 and T1570 on the jump host');
    const thread = await you.openThread(message);
    await thread.getByRole('link', { name: /^T1570 · / }).waitFor();
    await you.expectReadable();
    await you.runOn(message, 'Edit message');
    await you.page.getByRole('textbox', { name: 'Edit message' }).first().fill('saw T1021.002 on the jump host');
    await you.page.keyboard.press('Enter');
    await thread.getByRole('link', { name: /^T1021\.002 · / }).waitFor();
    expect(await thread.getByRole('link', { name: /^T1570 · / }).count()).toBe(0);
    await you.runOn(message, 'Delete message');
    await you.modal('Delete message').getByRole('button', { name: 'Delete' }).click();
    await message.waitFor({ state: 'detached' });
    await thread.getByText('T1021.002').waitFor({ state: 'detached' });
  });

  it('is looked through by a shortcut, where the bot is no member too, and what is ticked is posted', async () => {
    const { you } = show;
    await you.go(OTHER_CHANNEL);
    const message = await you.ask('they ran T1003.001, and G0016 was named');
    await you.runOn(message, 'Find ATT&CK techniques');
    const modal = you.modal(FOUND);
    await modal.getByText('Named in the message').first().waitFor();
    await you.expectReadable();
    for (const box of await modal.getByRole('checkbox').all()) await box.uncheck();
    await modal.getByRole('button', { name: 'Post in thread' }).click();
    await modal.getByText('Nothing is ticked.').waitFor();
    await modal.getByRole('checkbox', { name: 'Post G0016' }).check();
    await modal.getByRole('button', { name: 'Post in thread' }).click();
    await modal.waitFor({ state: 'detached' });
    const thread = await you.openThread(message);
    await thread.getByRole('link', { name: 'G0016 · APT29' }).waitFor();
    await thread.getByText('From this message, posted by').waitFor();
    expect(await thread.getByRole('link', { name: /^T1003\.001/ }).count()).toBe(0);
  });

  it('in a thread is looked through as well', async () => {
    const { you } = show;
    await you.go(OTHER_CHANNEL);
    await you.messages().last().hover();
    await you
      .messages()
      .last()
      .getByRole('button', { name: /in a thread$/ })
      .click();
    await you.page.getByRole('textbox', { name: 'Reply in thread' }).fill('it was T1566.001');
    await you.page.keyboard.press('Enter');
    const reply = you.messages('thread').filter({ hasText: 'it was T1566.001' });
    await you.runOn(reply, 'Find ATT&CK techniques');
    await you.modal(FOUND).getByRole('button', { name: 'Post in thread' }).click();
    await you
      .messages('thread')
      .getByRole('link', { name: /^T1566\.001 · / })
      .waitFor();
  });

  it('without any says so', async () => {
    const { you } = show;
    await you.go(OTHER_CHANNEL);
    await you.runOn(await you.ask('lunch?'), 'Find ATT&CK techniques');
    await you.modal(FOUND).getByText('I found no ATT&CK object in this message').waitFor();
    await you.closeModals();
  });

  it('that names techniques counts in a layer, whose file is downloaded', async () => {
    const { you } = show;
    await you.go(INCIDENT_CHANNEL);
    const named = await you.ask('T1059.003 by T1204.002');
    await named.getByRole('button', { name: '1 reply' }).waitFor();
    const offer = await you.ask('/attack layer');
    await offer.getByText('T1059.003').waitFor();
    await you.expectReadable();
    await offer.getByRole('button', { name: /^Upload to this channel/ }).click();
    const file = you.page.getByRole('list', { name: 'Files' }).getByRole('link');
    await file.waitFor();
    const href = await file.getAttribute('href');
    const response = await you.page.request.get(new URL(href ?? '', you.page.url()).href);
    const layer: unknown = await response.json();
    expect(layer).toMatchObject({ domain: 'enterprise-attack', versions: { layer: '4.5' } });
    expect(JSON.stringify(layer)).toContain('"techniqueID":"T1204.002"');
    const [download] = await Promise.all([you.page.waitForEvent('download'), file.click()]);
    expect(download.suggestedFilename()).toBe('attack-layer-incident-4711-enterprise.json');
  });
});
