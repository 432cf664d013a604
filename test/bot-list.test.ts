import type { StaticSelect } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { buttonsOf, createSomeone, read } from './fixtures/person.ts';

describe.each(DOORS)('a list through the %s door', (door) => {
  it('is a table, and pages', async () => {
    const { you } = await startBot({ door });
    const first = await you.ask('/attack type:sub-technique');
    expect(first.ephemeral).toBe(true);
    expect(typesOf(first)).toContain('data_table');
    expect(read(first)).toMatch(/^\*18 sub-techniques\*, page 1 of 2/);
    const second = await you.turn(first, 'Next page');
    expect(read(second)).toMatch(/^\*18 sub-techniques\*, page 2 of 2/);
    expect(read(await you.turn(second, 'Previous page'))).toBe(read(first));
  });

  it('opens what is chosen beneath, and stays', async () => {
    const bot = await startBot({ door });
    const list = await bot.you.ask('/attack groups');
    await choose(bot, list, 'Open one of these', 'G0016');
    const card = await bot.you.find((message) => read(message).includes('Patient people.'));
    expect(card.ts).not.toBe(list.ts);
    expect(card.ephemeral).toBe(true);
    expect(read(bot.you.messages()[0] ?? {})).toBe(read(list));
  });

  it('goes to the page that is chosen', async () => {
    const bot = await startBot({ door });
    const list = await bot.you.ask('/attack status:active');
    expect(read(list)).toMatch(/, page 1 of 4$/m);
    await choose(bot, list, 'Go to page', '3');
    await bot.you.find((message) => message.ts === list.ts && /, page 3 of 4$/m.test(read(message)));
  });

  it('is lines where Slack refuses the table, then and from then on', async () => {
    const { sandbox, you, calls } = await startBot({ door });
    sandbox.failNext('response_url', { kind: 'error', error: 'invalid_blocks' });
    const first = await you.ask('/attack groups');
    expect(calls('response_url')).toHaveLength(2);
    expect(typesOf(first)).not.toContain('data_table');
    expect(read(first)).toContain('<https://attack.mitre.org/groups/G0016|G0016 · APT29>');
    expect(buttonsOf(first)).toEqual(['Next page: groups', 'Share to channel', 'Copy as Markdown']);
    const second = await you.ask('/attack type:sub-technique');
    expect(calls('response_url')).toHaveLength(3);
    expect(typesOf(second)).not.toContain('data_table');
    expect(read(second)).toContain('T1055.012 · Process Injection: Process Hollowing');
  });

  it('is shared with all, who open what they like for themselves', async () => {
    const bot = await startBot({ door });
    const list = await bot.you.ask('/attack groups');
    await bot.you.press(list, 'Share to channel');
    const shared = await bot.you.find((message) => message.ephemeral !== true && read(message).includes('Shared by'));
    expect(read(shared)).toContain('*20 groups*, page 1 of 2');
    await choose(bot, shared, 'Open one of these', 'G0016');
    expect(await bot.you.find((message) => read(message).includes('Patient people.'))).toMatchObject({
      ephemeral: true,
    });
  });

  it('that is shared says who shared it on each of its pages, whoever turns them', async () => {
    const { sandbox, you } = await startBot({ door });
    const other = createSomeone(sandbox, sandbox.workspace.colleague);
    await you.press(await you.ask('/attack groups'), 'Share to channel');
    const shared = await other.find((message) => read(message).includes('Shared by'));
    const second = await other.turn(shared, 'Next page');
    expect(read(second)).toMatch(/page 2 of 2/);
    expect(read(second)).toContain(`Shared by <@${you.who.id}>`);
    expect(read(await you.turn(second, 'Previous page'))).toBe(read(shared));
  });

  it('that would be empty offers what to drop, and a press drops it', async () => {
    const { you } = await startBot({ door });
    const empty = await you.ask('/attack type:group platform:windows');
    expect(read(empty)).toContain('Nothing in ATT&amp;CK 18.1 is all of this: platform Windows · type group.');
    expect(read(await you.turn(empty, 'Without platform Windows: 20'))).toContain('*20 groups*');
    const misread = await you.ask('/attack platform:widows');
    expect(read(await you.turn(misread, 'Platform Windows'))).toContain('platform Windows');
  });
});

function typesOf({ blocks = [] }: PageMessage): readonly string[] {
  return blocks.map(({ type }) => type);
}

/** Chooses an option of a menu by its value. */
async function choose({ sandbox, you }: Bot, message: PageMessage, placeholder: string, option: string): Promise<void> {
  for (const block of message.blocks ?? []) {
    const elements = block.type === 'actions' ? block.elements : [];
    const menu = elements.find(
      (one): one is StaticSelect => one.type === 'static_select' && one.placeholder?.text === placeholder,
    );
    if (!menu) continue;
    const where = {
      channel: INCIDENT_CHANNEL,
      ts: message.ts,
      blockId: block.block_id ?? '',
      actionId: menu.action_id ?? '',
    };
    const result = await sandbox.act({ kind: 'press', ...where, choice: option }, you.who);
    expect(result).toEqual({ ok: true });
    return;
  }
  throw new Error(`there is no menu "${placeholder}"`);
}
