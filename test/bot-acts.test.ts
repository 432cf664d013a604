import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { PageView } from '../src/sandbox/page-api.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../src/sandbox/workspace.ts';
import { DOORS, startBot } from './fixtures/bot.ts';
import { buttonsOf, createSomeone, read } from './fixtures/person.ts';

const SHORTCUT = 'find_techniques';

describe.each(DOORS)('the shortcut on a message, by %s', (door) => {
  it('posts what is ticked in the message’s thread, with who posted it, and closes', async () => {
    const { sandbox, you } = await startBot({ door, defaults: { noise: 'links' } });
    const message = await createSomeone(sandbox, sandbox.workspace.colleague).say('T1055 by APT29 (G0016) with T1059');
    await you.runShortcut(SHORTCUT, message);
    const modal = await you.modal();
    expect(modal.title).toBe('ATT&CK in this message');
    expect(boxesOf(modal)).toEqual(['Post T1055', 'Post G0016', 'Post T1059']);
    await setBox(sandbox, modal, 'Post T1059', false);
    await you.submit();
    await you.noModal();
    const posted = await you.find(({ threadTs }) => threadTs === message.ts);
    expect(read(posted)).toMatch(/T1055 · .*\n.*G0016 · APT29/s);
    expect(read(posted)).not.toContain('T1059');
    expect(read(posted)).toContain(`From this message, posted by <@${you.who.id}>`);
    expect(posted.ephemeral).toBe(false);
  });

  it('says who posted a card also when a part of it is opened', async () => {
    const { sandbox, you } = await startBot({ door, defaults: { noise: 'links' } });
    const message = await you.say('it is T1055');
    await you.runShortcut(SHORTCUT, message);
    await you.modal();
    await you.submit();
    const posted = await you.find(({ threadTs }) => threadTs === message.ts);
    const other = createSomeone(sandbox, sandbox.workspace.colleague);
    expect(read(await other.turn(posted, 'Mitigations'))).toContain(`From this message, posted by <@${you.who.id}>`);
  });

  it('works in a thread, and where the bot is no member', async () => {
    const { you } = await startBot({ door, defaults: { noise: 'links' } });
    const place = { channel: OTHER_CHANNEL };
    const root = await you.say('something happened', place);
    const message = await you.say('it is T1055', { ...place, threadTs: root.ts });
    await you.runShortcut(SHORTCUT, message);
    await you.modal();
    await you.submit();
    const posted = await you.find(({ threadTs, ts }) => threadTs === root.ts && ts !== message.ts, place);
    expect(read(posted)).toContain('T1055 · Process Injection');
    await you.noModal();
  });

  it('reads an alert whose words stand in blocks and attachments', async () => {
    const { sandbox, you } = await startBot({ door, defaults: { noise: 'links' } });
    const ts = sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, {
      text: '',
      attachments: [{ fallback: 'x', title: 'Rule hit', fields: [{ title: 'MITRE', value: 'attack.t1055' }] }],
    });
    await you.runShortcut(SHORTCUT, await you.find((one) => one.ts === ts));
    expect(boxesOf(await you.modal())).toEqual(['Post T1055']);
  });
});

describe('the shortcut on a message', () => {
  it('asks for a tick when there is none, and keeps what is there', async () => {
    const { sandbox, you, calls } = await startBot({ defaults: { noise: 'links' } });
    await you.runShortcut(SHORTCUT, await you.say('T1055'));
    await setBox(sandbox, await you.modal(), 'Post T1055', false);
    await you.submit();
    const asked = await you.modal((view) => textOf(view).includes('Nothing is ticked'));
    expect(boxesOf(asked)).toEqual(['Post T1055']);
    await setBox(sandbox, asked, 'Post T1055', true);
    await you.submit();
    await you.noModal();
    expect(calls('chat.postMessage')).toHaveLength(1);
  });

  it('says what it read where there is nothing', async () => {
    const { you } = await startBot({ defaults: { noise: 'links' } });
    await you.runShortcut(SHORTCUT, await you.say('lunch at <noon>?'));
    expect(textOf(await you.modal())).toContain('I read 16 characters: “lunch at &lt;noon&gt;?”');
  });

  it.each([
    ['chat.postMessage', 'restricted_action_read_only_channel', 'lets nobody, or not me, post there'],
    ['chat.postMessage', 'thread_not_found', 'The message is gone'],
    ['chat.postMessage', 'fatal_error', 'failed on my side'],
  ])('tells in the modal when %s fails with %s, with a reference that is in the log', async (method, error, told) => {
    const { you, sandbox, lines } = await startBot({ defaults: { noise: 'links' } });
    await you.runShortcut(SHORTCUT, await you.say('T1055'));
    await you.modal();
    sandbox.failNext(method, { kind: 'error', error }, 9);
    await you.submit();
    const told_ = textOf(await you.modal((view) => textOf(view).includes('Not posted')));
    expect(told_).toContain(told);
    expect(lines.map(({ reference }) => reference)).toContain(/Reference `(\w+)`/.exec(told_)?.[1]);
  });

  it('says that it is busy while Slack is slow, and then how it went', async () => {
    const { you, sandbox } = await startBot({ defaults: { noise: 'links' } });
    await you.runShortcut(SHORTCUT, await you.say('T1055'));
    await you.modal();
    sandbox.failNext('chat.postMessage', { kind: 'rate-limited', retryAfter: 3 });
    await you.submit();
    await you.modal((view) => textOf(view).startsWith('Posting'));
    await you.modal((view) => textOf(view).startsWith('*Posted*'));
  });

  it.each([
    [{ kind: 'rate-limited', retryAfter: 3 }, 1, '*Posted*'],
    [{ kind: 'status', status: 503 }, 9, '*Not posted.*'],
  ] as const)('leaves who closed the busy modal alone unless it failed: %j', async (failure, times, told) => {
    const { you, sandbox, lines } = await startBot({ defaults: { noise: 'links' } });
    const message = await you.say('T1055');
    await you.runShortcut(SHORTCUT, message);
    await you.modal();
    sandbox.failNext('chat.postMessage', failure, times);
    await you.submit();
    await you.modal((view) => textOf(view).startsWith('Posting'));
    await you.close();
    if (told === '*Posted*') await you.find(({ threadTs }) => threadTs === message.ts);
    else await you.find(({ ephemeral, text }) => ephemeral && text.startsWith(told));
    await expect.poll(() => lines.map(({ msg }) => msg)).toContain('a view came too late');
    expect(you.modals()).toEqual([]);
    expect(lines.map(({ msg }) => msg)).not.toContain('an answer failed');
  });

  it('tells when the shortcut was used too long ago for a channel that the bot is not in', async () => {
    let now = Date.now();
    const { you } = await startBot({ defaults: { noise: 'links' }, now: () => now, timing: { now: () => now } });
    await you.runShortcut(SHORTCUT, await you.say('T1055', { channel: OTHER_CHANNEL }));
    await you.modal();
    now += 31 * 60_000;
    await you.submit();
    expect(textOf(await you.modal((view) => textOf(view).includes('Not posted')))).toContain('for 30 minutes');
  });
});

describe.each(DOORS)('Copy as Markdown, by %s', (door) => {
  it('opens a box with the card as Markdown, with the part that is open', async () => {
    const { you } = await startBot({ door });
    const opened = await you.turn(await you.ask('/attack T1055'), 'Mitigations (1)');
    await you.press(opened, 'Copy as Markdown');
    const markdown = markdownIn(await you.modal());
    expect(markdown).toMatch(/^# \[T1055 · Process Injection\]\(https:\/\/attack\.mitre\.org\/techniques\/T1055\)/);
    expect(markdown).toContain('## Mitigations (1)');
    await you.submit();
    await you.noModal();
  });

  it('sends it as code to the asker alone where no modal opens', async () => {
    const { you, sandbox } = await startBot({ door });
    const card = await you.ask('/attack T1055');
    sandbox.failNext('views.open', { kind: 'error', error: 'expired_trigger_id' });
    await you.press(card, 'Copy as Markdown');
    const sent = await you.find(({ ts }) => ts !== card.ts);
    expect(sent.ephemeral).toBe(true);
    expect(read(sent)).toMatch(/^```\n# \[T1055/);
  });

  it('stays for the asker where the bot is no member', async () => {
    const { you } = await startBot({ door });
    const card = await you.ask('/attack T1055', { channel: OTHER_CHANNEL });
    expect(buttonsOf(card).slice(-2)).toEqual(['Share to channel', 'Copy as Markdown']);
    await you.press(card, 'Copy as Markdown');
    expect(markdownIn(await you.modal())).toContain('# [T1055');
    await you.close();
    await you.press(card, 'Share to channel');
    const shared = await you.find(({ ephemeral }) => !ephemeral, { channel: OTHER_CHANNEL });
    expect(read(shared)).toContain(`Shared by <@${you.who.id}>`);
  });
});

describe('nobody', () => {
  it('is offered to copy what is no object', async () => {
    const { you } = await startBot();
    expect(buttonsOf(await you.ask('/attack status'))).not.toContain('Copy as Markdown');
    expect(buttonsOf(await you.ask('/attack help'))).not.toContain('Copy as Markdown');
  });
});

async function setBox(sandbox: Sandbox, view: PageView, label: string, isTicked: boolean): Promise<void> {
  const box = boxes(view).find(({ option }) => option.text.text === label);
  if (!box) throw new Error(`there is no box "${label}"`);
  const { blockId, actionId, option } = box;
  const choice = isTicked ? [option.value] : [];
  const result = await sandbox.act({ kind: 'press-view', viewId: view.id, blockId, actionId, choice, values: {} });
  expect(result.ok).toBe(true);
}

interface Option {
  readonly text: { readonly text: string };
  readonly value: string;
}

function boxes({ blocks }: PageView) {
  return blocks.flatMap((block) => {
    const accessory = 'accessory' in block ? block.accessory : undefined;
    return accessory?.type === 'checkboxes'
      ? [{ blockId: block.block_id ?? '', option: accessory.options[0] as Option, actionId: accessory.action_id ?? '' }]
      : [];
  });
}

function boxesOf(view: PageView): readonly string[] {
  return boxes(view).map(({ option }) => option.text.text);
}

function markdownIn({ blocks }: PageView): string {
  const [input] = blocks as readonly (KnownBlock & { readonly element?: { readonly initial_value?: string } })[];
  return input?.element?.initial_value ?? '';
}

function textOf({ blocks }: PageView): string {
  return read({ blocks });
}
