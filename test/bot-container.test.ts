import { describe, expect, it } from 'vitest';
import { startBot } from './fixtures/bot.ts';
import { read } from './fixtures/person.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';

describe('what a card opens', () => {
  it('is a container where Slack takes one, in a link’s preview too', async () => {
    const { you } = await startBot();
    const opened = await you.turn(await you.ask('/attack T1055'), 'Groups (20)');
    expect(opened.blocks?.map(({ type }) => type)).toContain('container');
    await you.say(LINK);
    const message = await you.find(({ unfurls }) => unfurls.length > 0);
    await you.press(message, 'Groups (20)', message.unfurls[0]);
    await you.find(({ unfurls }) => unfurls[0]?.blocks?.some(({ type }) => type === 'container') === true);
  });

  it('stands beneath a line where Slack refuses containers, which is found out once', async () => {
    const { sandbox, you, settled } = await startBot();
    sandbox.refuseBlocks(['container']);
    const card = await you.ask('/attack T1055');
    const first = await you.turn(card, 'Groups (20)');
    expect(first.blocks?.map(({ type }) => type)).toEqual(expect.arrayContaining(['divider', 'section', 'actions']));
    expect(read(first)).toMatch(/\*Groups \(20\), page 1 of 2\*[\s\S]*G0016 · APT29[\s\S]*\[Close groups\]/);
    const second = await you.turn(first, 'Next page: groups');
    expect(read(second)).toContain('*Groups (20), page 2 of 2*');
    expect(read(await you.turn(second, 'Close groups'))).toBe(read(card));
    // The card, the container that is refused, what stands for it, the next page, the card.
    expect(await settled('response_url')).toHaveLength(5);
  });

  it('stands beneath a line in a link’s preview, too', async () => {
    const { sandbox, you } = await startBot();
    sandbox.refuseBlocks(['container']);
    await you.say(LINK);
    const message = await you.find(({ unfurls }) => unfurls.length > 0);
    await you.press(message, 'Groups (20)', message.unfurls[0]);
    const opened = await you.find(({ unfurls }) => unfurls.map(read).join().includes('G0016 · APT29'));
    expect(opened.unfurls[0]?.blocks?.map(({ type }) => type)).toContain('divider');
  });
});
