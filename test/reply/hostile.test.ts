import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessage, LIMITS, type Message, weigh, withoutNewer } from '../../src/reply/blocks.ts';
import { type Answerable, decodeQuestion } from '../../src/reply/question.ts';
import { type Asking, reply } from '../../src/reply/reply.ts';
import { SECTION_NAMES } from '../../src/reply/section-name.ts';
import { escapeMrkdwn } from '../../src/reply/text/mrkdwn.ts';
import { findUnasked, previewLink } from '../../src/reply/unasked.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { listValues } from '../../src/search/filter/values.ts';
import { FILTER_FIELDS, type FilterTerm } from '../../src/search/filter/words.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import {
  analytic,
  asset,
  campaign,
  catalogOf,
  dataComponent,
  group,
  malware,
  matrix,
  mitigation,
  relationship,
  type Stix,
  strategy,
  tactic,
  technique,
} from '../fixtures/bundle.ts';
import { collect, findArmed, findTexts, hostileText } from '../fixtures/hostile.ts';

const asking: Asking = { now: 0, isPrivate: true };

/** As Slack counts it, in JSON and escaped. */
const LONGEST_NAME = 124;

describe('hostile words', () => {
  const catalog = buildHostile('Process Injection');

  it('typed as a question are answered within Slack’s limits, and mention nobody', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(findFaults(reply(parseAnswerable(text), catalog, asking))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('in a message or as a link do the same, unasked', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const terms = findUnasked(text, catalog);
        expect(findFaults(reply({ kind: 'lookup', terms }, catalog, asking))).toEqual([]);
        const preview = previewLink(`https://attack.mitre.org/techniques/T1055?${text}`, { catalog }, asking);
        if (preview) expect(findFaults(preview)).toEqual([]);
      }),
    );
  });

  it('in a button that was made up are answered just so', () => {
    const question: fc.Arbitrary<Answerable> = fc.oneof(
      fc.record({ kind: fc.constant('lookup' as const), terms: fc.array(hostileText, { maxLength: 20 }) }),
      fc.record({
        kind: fc.constant('section' as const),
        key: hostileText,
        section: fc.constantFrom(...SECTION_NAMES),
        page: fc.constant(3),
      }),
      fc.record({
        kind: fc.constant('search' as const),
        text: hostileText.map((text) => text.slice(0, 100)),
        filters: fc.array(
          fc.record({
            field: fc.constantFrom(...FILTER_FIELDS),
            value: hostileText.map((text) => text.slice(0, 60)),
            isNot: fc.boolean(),
          }),
          { maxLength: 8 },
        ),
        page: fc.constant(3),
      }),
    );
    fc.assert(
      fc.property(question, (asked) => {
        // A shared answer has no button that would have to hold the question again.
        expect(findFaults(reply(asked, catalog, { ...asking, isPrivate: false }))).toEqual([]);
      }),
    );
  });

  it('in every text of a feed are shown as words, on every card and in every section', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const hostile = buildHostile(text);
        expect(findFaults(reply({ kind: 'status' }, hostile, asking))).toEqual([]);
        for (const filter of listEvery(hostile)) {
          const listed: Answerable = { kind: 'search', text: '', filters: [filter], page: 1 };
          expect(findFaults(reply(listed, hostile, asking))).toEqual([]);
        }
        for (const object of hostile.objects) {
          const lookup: Answerable = { kind: 'lookup', terms: [object.stixId] };
          expect(findFaults(reply(lookup, hostile, asking))).toEqual([]);
          for (const section of SECTION_NAMES) {
            const opened: Answerable = { kind: 'section', key: object.stixId, section, page: 1 };
            expect(findFaults(reply(opened, hostile, asking))).toEqual([]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the check of these messages', () => {
  it.each(['<!channel>', '<@U1>', '<https://x.example|a<!here>', '<javascript:x|y>', 'a & b', 'cut &am', ' '])(
    'finds what is wrong with %j',
    (text) => {
      expect(findFaults({ text, blocks: [], instead: new Map() })).not.toEqual([]);
    },
  );

  it('finds what is wrong within blocks', () => {
    const said = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;
    expect(findFaults(createMessage([said('fine')]))).toEqual([]);
    expect(findFaults({ ...createMessage([said('<!here>')]), text: 'fine' })).toHaveLength(1);
    expect(findFaults({ ...createMessage([said('x'.repeat(3001))]), text: 'fine' }).length).toBeGreaterThan(0);
  });
});

/** One object of each kind, connected, with the text wherever a feed has one. */
function buildHostile(description: string): Catalog {
  const text = cutName(description);
  const name = text.trim() || 'x';
  const spec = { name, description, version: text, modified: text };
  const technical = technique({ id: 'T1055', ...spec, tactics: [text || 'x'], platforms: [text] });
  const other = technique({ id: 'T1055.001', ...spec });
  const revoked = technique({ id: text || 'T1', stixId: 'attack-pattern--revoked', name, status: 'revoked' });
  const between = technique({ id: text || 'T2', stixId: 'attack-pattern--between', name, status: 'revoked' });
  const dead = technique({ id: 'T1064', ...spec, status: 'deprecated' });
  const phase = tactic({ id: 'TA0005', ...spec, shortname: text || 'x' });
  const bear = group({ id: 'G0016', ...spec, aliases: [text] });
  const beacon = malware({ id: text, stixId: 'malware--1', ...spec, aliases: [text], platforms: [text] });
  const heist = campaign({ id: 'C0024', ...spec, fields: { first_seen: text, last_seen: text } });
  const mend = mitigation({ id: 'M1040', ...spec });
  const logs = [{ name: text, channel: text }];
  const component = dataComponent({
    id: '',
    stixId: 'x-mitre-data-component--1',
    ...spec,
    fields: { x_mitre_log_sources: logs },
  });
  const rule = analytic({
    id: 'AN0110',
    ...spec,
    platforms: [text],
    fields: {
      x_mitre_log_source_references: [{ name: text, channel: text, x_mitre_data_component_ref: component.id }],
      x_mitre_mutable_elements: [{ field: text, description: text }],
    },
  });
  const plan = strategy({ id: 'DET0100', ...spec, analytics: [rule] });
  const machine = asset({ id: 'A0001', ...spec, platforms: [text], fields: { x_mitre_sectors: [text] } });
  const grid = matrix({ id: text, stixId: 'x-mitre-matrix--1', ...spec, tactics: [phase], url: text });
  const relations: readonly (readonly [Stix, string, Stix])[] = [
    [other, 'subtechnique-of', technical],
    [bear, 'uses', technical],
    [bear, 'uses', beacon],
    [beacon, 'uses', technical],
    [heist, 'uses', technical],
    [heist, 'uses', other],
    [heist, 'attributed-to', bear],
    [mend, 'mitigates', technical],
    [plan, 'detects', technical],
    [component, 'detects', technical],
    [technical, 'targets', machine],
    [revoked, 'revoked-by', between],
    [between, 'revoked-by', beacon],
  ];
  return catalogOf({
    enterprise: [
      ...[
        technical,
        other,
        revoked,
        between,
        dead,
        phase,
        bear,
        beacon,
        heist,
        mend,
        component,
        rule,
        plan,
        machine,
        grid,
      ],
      ...relations.map(([source, type, target]) => relationship(source, type, target, description)),
    ],
  });
}

/** A filter by each value that is no longer than a person's, by one that nothing is called, and by all. */
function listEvery({ filterValues }: Catalog): readonly FilterTerm[] {
  const called = FILTER_FIELDS.flatMap((field) =>
    listValues(filterValues, field).map(({ label }) => ({ field, label })),
  );
  const others = [...called, { field: 'status', label: 'any' }, { field: 'platform', label: 'xq' }] as const;
  return others.map(({ field, label }) => ({ field, value: label.slice(0, 60), isNot: false }));
}

/** What is longer than any name of ATT&CK's would be refused by Slack, and goes out as text alone. */
function cutName(text: string): string {
  let end = Math.min(text.length, LONGEST_NAME);
  while (JSON.stringify(escapeMrkdwn(text.slice(0, end))).length > LONGEST_NAME) end -= 1;
  return text.slice(0, end);
}

function findFaults(message: Message): readonly string[] {
  const { text, blocks } = message;
  const newer = new Set([...message.instead.keys()].map(({ type }) => type));
  const forms = [message, withoutNewer(message, newer)];
  return [
    ...forms.flatMap((form) => lintBlocks(form.blocks, 'message').map((fault) => JSON.stringify(fault))),
    ...forms
      .map((form) => weigh(form.blocks))
      .flatMap((weight) => (weight > LIMITS.budget ? [`weighs ${weight}`] : [])),
    ...(text.length > LIMITS.messageText || text.trim() === '' ? [`text of ${text.length}`] : []),
    ...[text, ...findTexts(blocks)].flatMap(findArmed),
    ...findValues(blocks).filter((value) => decodeQuestion(value) === undefined),
  ];
}

function findValues(value: unknown): readonly string[] {
  return collect(value, (object) => (object.type === 'button' ? object.value : undefined));
}
