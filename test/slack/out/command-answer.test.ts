import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createMessage, type Message, section } from '../../../src/reply/blocks.ts';
import { createCommandAnswer } from '../../../src/slack/out/command-answer.ts';
import { createMemory } from '../../../src/store/memory.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { createTaken } from '../../../src/store/taken.ts';

const first = createMessage([section('first')]);
const second = createMessage([section('2nd')]);
const lined: Message = { ...second, blocks: [...second.blocks, { type: 'divider' }] };
const longer = createMessage([section('first, and more of it')]);

/** A command's asker, and what they get: with acknowledgements, and at the response URL, which says what it is told to. */
async function start() {
  const acks: unknown[] = [];
  const posted: string[] = [];
  let says = 'ok';
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    posted.push(JSON.parse(body).text);
    response.end(says);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { memory, log } = await startOutlet();
  const ask = (team = 'T1') =>
    createCommandAnswer(
      async (answer) => {
        acks.push(typeof answer === 'object' ? answer.text : answer);
      },
      url,
      { log, memory, team },
    );
  return {
    acks,
    posted,
    ask,
    says(next: string) {
      says = next;
    },
  };
}

describe('the answer to a command', () => {
  it('goes to the response URL until its kinds of block were taken there, and then with the acknowledgement', async () => {
    const { acks, posted, ask } = await start();
    await ask().say(first);
    expect({ acks, posted }).toEqual({ acks: [undefined], posted: ['first'] });
    await ask().say(second);
    expect({ acks, posted }).toEqual({ acks: [undefined, '2nd'], posted: ['first'] });
    await ask().say(lined);
    expect({ acks, posted }).toEqual({ acks: [undefined, '2nd', undefined], posted: ['first', '2nd'] });
    await ask().say(lined);
    expect(acks).toHaveLength(4);
    expect(posted).toHaveLength(2);
  });

  it('is whole, for the asker alone, and grows no previews', async () => {
    const given: unknown[] = [];
    const { memory, log } = await startOutlet();
    memory.taken.add('T1', first.blocks);
    await createCommandAnswer(async (answer) => void given.push(answer), '', { log, memory, team: 'T1' }).say(first);
    expect(given).toEqual([
      {
        text: 'first',
        blocks: first.blocks,
        unfurl_links: false,
        unfurl_media: false,
        response_type: 'ephemeral',
      },
    ]);
  });

  it('goes there again where it is heavier than any that was taken', async () => {
    const { acks, posted, ask } = await start();
    await ask().say(first);
    await ask().say(longer);
    await ask().say(longer);
    expect(posted).toEqual(['first', longer.text]);
    expect(acks).toEqual([undefined, undefined, longer.text]);
  });

  it('goes there again after an hour, and after a refusal of anything', async () => {
    let time = 0;
    const taken = createTaken(() => time);
    taken.add('T1', first.blocks);
    time = 60 * 60_000 - 1;
    expect(taken.isLike('T1', first.blocks)).toBe(true);
    time += 1;
    expect(taken.isLike('T1', first.blocks)).toBe(false);
    taken.add('T1', first.blocks);
    expect(taken.isLike('T1', first.blocks)).toBe(true);
    taken.forget('T1');
    expect(taken.isLike('T1', first.blocks)).toBe(false);
  });

  it('learns nothing from another workspace', async () => {
    const { acks, posted, ask } = await start();
    await ask('T1').say(first);
    await ask('T2').say(second);
    expect({ acks, posted }).toEqual({ acks: [undefined, undefined], posted: ['first', '2nd'] });
  });

  it('is text alone where its blocks are refused, and they are not taken as known', async () => {
    const { acks, posted, ask, says } = await start();
    says('{"ok":false,"error":"invalid_blocks"}');
    await expect(ask().say(first)).rejects.toThrow('invalid_blocks');
    says('ok');
    await ask().say(first);
    expect(acks).toEqual([undefined, undefined]);
    expect(posted).toEqual(['first', 'first', 'first']);
  });

  it('is followed by what else there is to say, at the response URL', async () => {
    const { acks, posted, ask } = await start();
    await ask().say(first);
    const { say, acknowledge } = ask();
    await say(first);
    await say(second);
    await acknowledge();
    expect({ acks, posted }).toEqual({ acks: [undefined, 'first'], posted: ['first', '2nd'] });
  });

  describe('that takes long', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    it('is acknowledged meanwhile, once', async () => {
      const { acks, ask } = await start();
      const { acknowledge } = ask();
      vi.advanceTimersByTime(999);
      expect(acks).toEqual([]);
      vi.advanceTimersByTime(2001);
      expect(acks).toEqual([undefined]);
      await acknowledge();
      expect(acks).toEqual([undefined]);
    });
  });
});

async function startOutlet() {
  return {
    memory: createMemory(await openSqlite(undefined, Date.now), Date.now),
    log: await createLog('silent'),
  };
}
