import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSplitter, HANDED_ON, SplitError } from '../../src/workshop/splitter.ts';

interface Split {
  readonly elements: readonly unknown[];
  readonly rest: unknown;
}

/** Cut into chunks of so many bytes. */
function split(text: string | Buffer, chunk = 7): Split {
  const bytes = Buffer.from(text);
  const elements: unknown[] = [];
  const splitter = createSplitter((json) => void elements.push(json));
  for (let at = 0; at < bytes.length; at += chunk) splitter.write(bytes.subarray(at, at + chunk));
  return { elements, rest: splitter.end() };
}

/** What `JSON.parse` gives of the whole. */
function joined({ elements, rest }: Split): unknown {
  return elements.length > 0 ? { ...(rest as object), objects: elements } : rest;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function splitOrNothing(text: string, chunk: number): unknown {
  try {
    return joined(split(text, chunk));
  } catch (error) {
    if (error instanceof SplitError) return undefined;
    throw error;
  }
}

const whitespace = fc.constantFrom('', ' ', '\n', '\t\r\n  ');
const chunks = fc.integer({ min: 1, max: 40 });
/** Of names and texts that are hard to tell from structure. */
const hard = fc.constantFrom('objects', 'a"b', 'c\\', '\\"', '{', '}]', ',', ':', 'ä€😀', '\u0000', '');
const { value } = fc.letrec<{ value: unknown; list: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    hard,
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    fc.dictionary(fc.oneof(hard, fc.string()), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
}));

describe('a bundle', () => {
  it('is split at the elements of its objects, whatever its layout and where it is cut', () => {
    const bundle = fc.record({
      before: fc.dictionary(fc.constantFrom('type', 'id', 'x'), value, { noNullPrototype: true }),
      objects: fc.array(value, { maxLength: 6 }),
      after: fc.dictionary(fc.constantFrom('spec_version', 'y'), value, { noNullPrototype: true }),
    });
    fc.assert(
      fc.property(bundle, whitespace, chunks, ({ before, objects, after }, space, chunk) => {
        const whole = { ...before, objects, ...after };
        const indented = JSON.stringify(whole, null, space.replaceAll(/[\r\n]/g, ''));
        const { elements, rest } = split(`${space}${indented}${space}`, chunk);
        expect(elements).toEqual(objects);
        expect(rest).toEqual({ ...whole, objects: objects.map(() => HANDED_ON) });
      }),
    );
  });

  it('may begin with a byte order mark', () => {
    expect(split('\uFEFF{"objects":[1]}', 1)).toEqual({ elements: [1], rest: { objects: [0] } });
  });

  it('may have its key written with escapes', () => {
    expect(split('{"obj\\u0065cts":[{"a":1}]}')).toEqual({ elements: [], rest: { objects: [{ a: 1 }] } });
  });

  it.each(['{"objects":[1],"objects":[2]}', '{"objects":[1],"obj\\u0065cts":[2]}'])(
    'has one list of objects, unlike %s',
    (text) => {
      expect(() => split(text)).toThrow('has two lists of objects');
    },
  );

  it.each(['{"objects":{"objects":[1]}}', '[{"objects":[1]}]', '{"a":{"objects":[1]}}', '{"a":"objects","b":[1]}'])(
    'has its objects at the top: none are in %s',
    (text) => {
      expect(split(text)).toEqual({ elements: [], rest: JSON.parse(text) });
    },
  );
});

describe('any text', () => {
  it('is JSON to the splitter exactly where it is JSON to JSON.parse', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"objects"',
      '"a"',
      '"',
      '\\',
      '1',
      'null',
      ' ',
      '\n',
      '[]',
      '{}',
    );
    const mutated = fc.tuple(fc.array(value, { maxLength: 3 }), fc.nat(), piece).map(([objects, at, insert]) => {
      const text = JSON.stringify({ a: [1], objects, b: {} });
      const place = at % text.length;
      return text.slice(0, place) + insert + text.slice(place + (at % 3));
    });
    const free = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(mutated, free), chunks, (text, chunk) => {
        const keys = text.match(/"objects"/g) ?? [];
        fc.pre(keys.length < 2);
        // As bytes have it: half a character is none.
        expect(splitOrNothing(text, chunk)).toEqual(parse(Buffer.from(text).toString()));
      }),
      { numRuns: 2000 },
    );
  });

  it('that is cut anywhere holds no JSON', () => {
    const text = JSON.stringify({ type: 'bundle', objects: [{ a: 'x"y\\' }, [1, { b: 2 }]], z: 1 });
    for (let end = 0; end < text.length; end += 1) expect(() => split(text.slice(0, end))).toThrow('holds no JSON');
  });

  it('with more structures than any release has is refused while it is read', () => {
    expect(() => split('['.repeat(2_000_001), 65_536)).toThrow('more than the 2000000 objects and lists');
    expect(() => split(`{"objects":[${'[],'.repeat(2_000_001)}`, 65_536)).toThrow('more than the 2000000');
  });

  it('that is an array of bytes without meaning is refused without being quoted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const text = Buffer.from(bytes).toString();
        fc.pre(parse(text) === undefined && bytes[0] !== 0xef);
        expect(() => split(Buffer.from(bytes))).toThrow(/^holds no JSON$/);
      }),
    );
  });
});
