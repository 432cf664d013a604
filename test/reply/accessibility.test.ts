import type { Button, KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { button, context, createMessage, fold, row, section } from '../../src/reply/blocks.ts';
import { reply } from '../../src/reply/reply.ts';
import { catalogOf, group, malware, mitigation, tactic, technique } from '../fixtures/bundle.ts';
import { findFaults, findPoorLabels, findUntold } from '../fixtures/message-faults.ts';

const help = { kind: 'help' } as const;
const status = { kind: 'status' } as const;
const groups = { kind: 'section', key: 'T1055', section: 'groups', page: 1 } as const;

describe('the check of labels', () => {
  it.each<[string, readonly Button[]]>([
    ['says nothing alone', [button('Open', help)]],
    [
      'says nothing alone, whatever a screen reader says',
      [button('Next page', help, { spoken: 'Next page of groups' })],
    ],
    ['is spoken as something else', [button('Show T1055', help, { spoken: 'An example' })]],
    ['differs by its colour only', [button('Groups (20)', groups, { isPrimary: true })]],
    ['is another’s too', [button('Show T1055', help), button('Show T1055', status)]],
  ])('finds one that %s', (_, buttons) => {
    expect(findPoorLabels(row(buttons))).toHaveLength(1);
    expect(findPoorLabels([{ type: 'actions', elements: [...buttons] }])).toHaveLength(1);
  });

  it('finds a menu that does not say what it is for, within a container too', () => {
    const menu = { type: 'static_select' as const, action_id: 'x', options: [] };
    const folded: KnownBlock = { type: 'container', child_blocks: [{ type: 'actions', elements: [menu] }] };
    expect(findPoorLabels([folded])).toHaveLength(1);
  });

  it('lets two of one label do the same, and a label be cut', () => {
    const same = button('Show T1055', help);
    expect(findPoorLabels(row([same, same]))).toEqual([]);
    const long = 'Show '.padEnd(100, 'x');
    expect(findPoorLabels(row([button(long, help, { spoken: long })]))).toEqual([]);
  });
});

describe('the check of the text', () => {
  const told = createMessage([section('one'), context('two & three'), ...fold('Four <4>', [section('five')])]);

  it('finds nothing where it says the same', () => {
    expect(findFaults({ ...told, text: told.text })).toEqual([]);
    expect(told.text).toBe('one\ntwo & three\n*Four &lt;4&gt;*\nfive');
  });

  it.each([
    ['left out', 'one\ntwo & three\nfive', 1],
    ['in another order', 'two & three\none\n*Four &lt;4&gt;*\nfive', 1],
    ['cut', 'one\ntwo & three\n*Four &lt;4&gt;*\nfi…', 1],
  ])('finds what is %s', (_, text, number) => {
    expect(findUntold({ ...told, text })).toHaveLength(number);
  });
});

describe('buttons that open', () => {
  const twin = (id: string, kind: typeof group, name = 'Akira') => kind({ id, name });

  it.each([
    ['by their IDs', ['G1024', 'S1024'], ['Open G1024', 'Open S1024']],
    [
      'by name and kind where an ID is not theirs alone',
      ['T1055', 'mitigation--old'],
      ['Open T1055 · Injection', 'Open T1055 · Old'],
    ],
    [
      'by their kind where the name is not either',
      ['T1064', 'mitigation--same'],
      ['Open T1064 · Same (Enterprise technique)', 'Open T1064 · Same (Enterprise mitigation)'],
    ],
  ])('tell their objects apart %s', (_, terms, labels) => {
    const catalog = catalogOf({
      enterprise: [
        tactic({ id: 'TA0005', shortname: 'x' }),
        twin('G1024', group),
        twin('S1024', malware),
        technique({ id: 'T1055', name: 'Injection' }),
        mitigation({ id: 'T1055', name: 'Old', stixId: 'mitigation--old' }),
        technique({ id: 'T1064', name: 'Same' }),
        mitigation({ id: 'T1064', name: 'Same', stixId: 'mitigation--same' }),
      ],
    });
    const { blocks } = reply({ kind: 'lookup', terms }, catalog, { now: 0, isPrivate: false });
    expect(blocks.flatMap((block) => (block.type === 'section' ? (block.accessory as Button).text.text : []))).toEqual(
      labels,
    );
  });
});
