import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import schema from '../../src/sandbox/lint/blocks.schema.json' with { type: 'json' };
import type { Surface } from '../../src/sandbox/lint/limits.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import { buildBlocksSchema } from '../../src/sandbox/lint/make-schema.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text }) as const;
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more }) as const;
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (more: object = {}) => ({ text: plain('One'), value: '1', ...more });
const select = (more: object) => actions({ type: 'static_select', action_id: 'pick', ...more });
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const buttons = (count: number) => many(count, (index) => button({ action_id: `go-${index}` }));
const lint = (blocks: readonly object[], surface: Surface = 'message') =>
  lintBlocks(blocks, surface).map((fault) => `${fault.message} ${fault.pointer}`);

const LEGAL: readonly KnownBlock[] = [
  { type: 'header', text: plain('x'.repeat(150)) },
  { type: 'section', text: mrkdwn('x'.repeat(3000)), accessory: button({ value: 'x'.repeat(2000) }) },
  { type: 'section', fields: many(10, () => mrkdwn('field')), expand: true },
  { type: 'context', elements: many(10, () => mrkdwn('context')) },
  { type: 'context', elements: [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }] },
  { type: 'divider' },
  {
    type: 'actions',
    block_id: 'pages',
    elements: [
      {
        type: 'static_select',
        action_id: 'a',
        options: many(100, (index) => ({ text: plain('o'), value: `${index}` })),
      },
      { type: 'overflow', action_id: 'b', options: many(5, (index) => ({ text: plain('o'), value: `${index}` })) },
    ],
  },
  { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'hello' }] }] },
  { type: 'container', title: plain('Details'), is_collapsible: true, child_blocks: [{ type: 'divider' }] },
  { type: 'table', rows: [[{ type: 'raw_text', text: 'cell' }]] },
];

describe('lintBlocks', () => {
  it('passes every legal block, at the edge of its limits', () => {
    for (const block of LEGAL) {
      expect(lint([block]), block.type).toEqual([]);
    }
  });

  it.each([
    ['an unknown block', [{ type: 'paragraph' }], 'unsupported type /0/type'],
    ['what is no object', ['text'], 'must provide an object /0'],
    ['an unknown property', [{ type: 'divider', color: 'red' }], 'invalid additional property: color /0'],
    ['a missing field', [{ type: 'header' }], 'missing required field: text /0'],
    ['a string for a text object', [{ type: 'header', text: 'Hi' }], 'must provide an object /0/text'],
    [
      'an unknown property deep inside',
      [actions(button({ confirm: { text: mrkdwn('?'), colour: 'red' } }))],
      'invalid additional property: colour /0/elements/0/confirm',
    ],
    ['an unknown element', [actions({ type: 'knob' })], 'unsupported type /0/elements/0/type'],
    [
      'an unknown style',
      [actions(button({ style: 'loud' }))],
      'failed to match all allowed schemas /0/elements/0/style',
    ],
    [
      'a header in mrkdwn',
      [{ type: 'header', text: mrkdwn('Hi') }],
      'failed to match all allowed schemas /0/text/type',
    ],
    ['a section without content', [{ type: 'section' }], 'must define one of: text, fields /0'],
    ['an empty text', [{ type: 'section', text: mrkdwn('') }], 'must be more than 0 characters /0/text/text'],
    [
      'a long text',
      [{ type: 'section', text: mrkdwn('x'.repeat(3001)) }],
      'must be less than 3001 characters /0/text/text',
    ],
    [
      'a long header',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters /0/text/text',
    ],
    [
      'a long field',
      [{ type: 'section', fields: [mrkdwn('ok'), mrkdwn('x'.repeat(2001))] }],
      'must be less than 2001 characters /0/fields/1/text',
    ],
    [
      'eleven fields',
      [{ type: 'section', fields: many(11, () => mrkdwn('f')) }],
      'no more than 10 items allowed /0/fields',
    ],
    ['no field', [{ type: 'section', fields: [] }], 'no fewer than 1 items allowed /0/fields'],
    [
      'eleven in a context',
      [{ type: 'context', elements: many(11, () => mrkdwn('c')) }],
      'no more than 10 items allowed /0/elements',
    ],
    ['26 buttons', [actions(...buttons(26))], 'no more than 25 items allowed /0/elements'],
    ['no button', [actions()], 'no fewer than 1 items allowed /0/elements'],
    [
      'a long button',
      [actions(button({ text: plain('x'.repeat(76)) }))],
      'must be less than 76 characters /0/elements/0/text/text',
    ],
    [
      'a long value',
      [actions(button({ value: 'x'.repeat(2001) }))],
      'must be less than 2001 characters /0/elements/0/value',
    ],
    ['a long url', [actions(button({ url: 'x'.repeat(3001) }))], 'must be less than 3001 characters /0/elements/0/url'],
    [
      'a long action_id',
      [actions(button({ action_id: 'x'.repeat(256) }))],
      'must be less than 256 characters /0/elements/0/action_id',
    ],
    [
      'a long block_id',
      [{ type: 'divider', block_id: 'x'.repeat(256) }],
      'must be less than 256 characters /0/block_id',
    ],
    [
      'a long confirmation',
      [actions(button({ confirm: { text: plain('x'.repeat(301)) } }))],
      'must be less than 301 characters /0/elements/0/confirm/text/text',
    ],
    [
      'an image without alt_text',
      [{ type: 'image', image_url: 'https://example.com/a.png' }],
      'missing required field: alt_text /0',
    ],
    [
      'a long alt_text',
      [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'x'.repeat(2001) }],
      'must be less than 2001 characters /0/alt_text',
    ],
    [
      '101 options',
      [select({ options: many(101, () => option()) })],
      'no more than 100 items allowed /0/elements/0/options',
    ],
    [
      'a long option',
      [select({ options: [option({ value: 'x'.repeat(76) })] })],
      'must be less than 76 characters /0/elements/0/options/0/value',
    ],
    [
      'a long option in a group',
      [select({ option_groups: [{ label: plain('Group'), options: [option({ text: plain('x'.repeat(76)) })] }] })],
      'must be less than 76 characters /0/elements/0/option_groups/0/options/0/text/text',
    ],
    ['a menu without options', [select({})], 'must define one of: options, option_groups /0/elements/0'],
    [
      'six entries in an overflow menu',
      [actions({ type: 'overflow', action_id: 'o', options: many(6, () => option()) })],
      'no more than 5 items allowed /0/elements/0/options',
    ],
    [
      'an action_id twice in a block',
      [actions(button(), button())],
      '`action_id` "go" already exists /0/elements/1/action_id',
    ],
    [
      'a block_id twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '`block_id` "a" already exists /1/block_id',
    ],
    ['51 blocks', many(51, () => ({ type: 'divider' })), 'no more than 50 items allowed '],
    [
      'two tables',
      many(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'cell' }]] })),
      'only one table allowed ',
    ],
    [
      'eleven blocks in a container',
      [{ type: 'container', title: plain('Fold'), child_blocks: many(11, () => ({ type: 'divider' })) }],
      'no more than 10 items allowed /0/child_blocks',
    ],
  ])('refuses %s and names the spot', (_name, blocks, fault) => {
    expect(lint(blocks as object[])).toContain(fault);
  });

  it('names a fault once', () => {
    expect(lint([{ type: 'header', text: plain('') }])).toEqual(['must be more than 0 characters /0/text/text']);
  });

  it('takes the same action_id in two blocks', () => {
    expect(lint([actions(button()), actions(button())])).toEqual([]);
  });

  it('takes a hundred blocks in a view, and no more', () => {
    const dividers = (count: number) => many(count, () => ({ type: 'divider' }));
    expect(lint(dividers(100), 'home')).toEqual([]);
    expect(lint(dividers(101), 'modal')).toEqual(['no more than 100 items allowed ']);
  });

  it('refuses in a view what only messages take', () => {
    const markdown = [{ type: 'markdown', text: '*hi*' }];
    expect(lint(markdown)).toEqual([]);
    expect(lint(markdown, 'home')).toEqual(['unsupported type: markdown /0/type']);
  });

  it('refuses legal blocks that are too much together, with an error of its own', () => {
    const sections = many(5, () => ({ type: 'section', text: mrkdwn('x'.repeat(2600)) }));
    expect(lintBlocks(sections.slice(0, 4), 'message')).toEqual([]);
    expect(lintBlocks(sections, 'message').map((fault) => fault.error)).toEqual(['msg_blocks_too_long']);
    expect(lintBlocks(sections, 'home')).toEqual([]);
  });

  it('checks ten thousand messages within seconds', () => {
    const blocks = [LEGAL[0], LEGAL[2], LEGAL[3], actions(...buttons(10))];
    const start = performance.now();
    for (let index = 0; index < 10_000; index += 1) {
      lintBlocks(blocks, 'message');
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('goes by the schema of the @slack/types that is installed', () => {
    expect(schema).toEqual(buildBlocksSchema());
  }, 30_000);
});
