import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE } from '../src/sandbox/workspace.ts';
import { MANIFEST, startBot } from './fixtures/bot.ts';
import { read } from './fixtures/person.ts';
import { hasShared, realCatalogWithText } from './fixtures/shared.ts';

interface Prompted {
  readonly features: { readonly agent_view: { readonly suggested_prompts: readonly { readonly message: string }[] } };
}

const PROMPTS = (MANIFEST as Prompted).features.agent_view.suggested_prompts.map(({ message }) => message);
const ANSWERS = [
  /T1055 · Process Injection/,
  /\nTechniques \(\d+\), page 1/,
  /T1003\.001/,
  /What I know of ATT&amp;CK/,
];

/** The pane of an agent is a thread of the direct message. */
describe.skipIf(!hasShared)('the agent’s prompts (needs ../shared)', () => {
  // Before any bot starts: it takes seconds in which nobody would answer.
  const catalog = hasShared ? realCatalogWithText() : undefined;

  it.each([
    ['with its pane', []],
    ['where an administrator declined it', ['assistant:write']],
  ])('are answered in the thread that they open, %s', async (_, declined) => {
    const { you, lines } = await startBot({ declined, ...(catalog && { catalog: () => catalog }) });
    for (const [at, prompt] of PROMPTS.entries()) {
      const { ts: threadTs } = await you.ask('help', { channel: DIRECT_MESSAGE });
      const answer = await you.ask(prompt, { channel: DIRECT_MESSAGE, threadTs });
      expect(answer.threadTs).toBe(threadTs);
      expect(read(answer)).toMatch(ANSWERS[at] ?? '');
    }
    expect(PROMPTS).toHaveLength(ANSWERS.length);
    expect(lines.filter(({ level }) => ['warn', 'error'].includes(level))).toEqual([]);
  });
});
