import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createMessage, section } from '../../../src/reply/blocks.ts';
import { type Content, post } from '../../../src/slack/out/post.ts';
import { reasonOf } from '../../../src/slack/out/reason.ts';
import { createMemory } from '../../../src/store/memory.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';

const message = createMessage([section('*T1055*')]);
const sent: Content = {
  text: '*T1055*',
  blocks: [...message.blocks],
  unfurl_links: false,
  unfurl_media: false,
};

/** Posts; `reasons` are what Slack refuses with, one try after the other. */
async function run(...reasons: readonly (Error | undefined)[]) {
  const lines: string[] = [];
  const log = await createLog('debug', { write: (line: string) => void lines.push(line) });
  const tries: Content[] = [];
  const memory = createMemory(await openSqlite(undefined, Date.now), Date.now);
  const outcome = await post(message, { log, memory, team: 'T1' }, async (content) => {
    tries.push(content);
    const reason = reasons[tries.length - 1];
    if (reason) throw reason;
  }).catch((error: unknown) => error);
  return { tries, outcome, lines };
}

describe('a message', () => {
  it('goes out once, whole, and grows no previews', async () => {
    expect(await run()).toEqual({ tries: [sent], outcome: undefined, lines: [] });
  });

  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'])(
    'goes out as text alone where Slack refuses its blocks: %s',
    async (reason) => {
      const { tries, outcome, lines } = await run(refuse(reason));
      expect(tries).toEqual([sent, { ...sent, blocks: [] }]);
      expect(outcome).toBeUndefined();
      expect(lines).toEqual([expect.stringContaining(reason)]);
    },
  );

  it.each(['channel_not_found', 'not_in_channel', 'ratelimited'])(
    'is not tried again without blocks for %s',
    async (reason) => {
      const refusal = refuse(reason);
      expect(await run(refusal)).toEqual({ tries: [sent], outcome: refusal, lines: [] });
    },
  );

  it('fails as the network does', async () => {
    const failure = new TypeError('fetch failed');
    expect(await run(failure)).toMatchObject({ tries: [sent], outcome: failure });
  });

  it('fails where Slack refuses the text too', async () => {
    const second = refuse('msg_too_long');
    expect(await run(refuse('msg_too_long'), second)).toMatchObject({ tries: [sent, {}], outcome: second });
  });
});

describe('the reason of a refusal', () => {
  it.each([
    ['channel_not_found', refuse('channel_not_found')],
    [undefined, new Error('x')],
    [undefined, { data: undefined }],
    [undefined, { data: { error: 404 } }],
    [undefined, 'refused'],
  ])('is %j', (reason, error) => {
    expect(reasonOf(error)).toBe(reason);
  });
});

function refuse(error: string): Error {
  return Object.assign(new Error(`An API error occurred: ${error}`), { data: { ok: false, error } });
}
