/** What a hostile or broken sender may put in place of what Slack sends: parts of the wrong type, odd keys, depths, bytes. */

import fc from 'fast-check';
import { hostileText } from '../fixtures/hostile.ts';

/** Printed with each failure, so that it can be had again. */
export const SEED = 20_251_127;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Payload = { readonly [key: string]: Json };

const DEPTH = 100_000;
const DEEP_LIST = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const DEEP_OBJECT = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
const ODD_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', ''];

const oddValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1e308, 2 ** 53, '', [], {}, [[]], [null], 'x'.repeat(20_000)),
  hostileText,
  fc.constantFrom(...ODD_KEYS),
  fc.constantFrom(...ODD_KEYS).map((key) => JSON.parse(`{"${key}":{"isAdmin":true,"toString":1,"length":-1}}`)),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  fc.integer({ min: 1, max: 2000 }).map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)),
);

/** Of what may be put wrong: what Slack sends goes no deeper. */
const DEEPEST_PLACE = 12;

interface Change {
  /** Which of its places, by number. */
  readonly place: number;
  /** Undefined takes the place away. */
  readonly value: Json | undefined;
}

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({ place: fc.nat(), value: fc.option(oddValue, { nil: undefined, freq: 8 }) }),
  { minLength: 1, maxLength: 3 },
);

/** What Slack sent, with one to three of its parts put wrong. */
export function createSpoilt(payloads: readonly Payload[]): fc.Arbitrary<Payload> {
  return fc
    .tuple(fc.constantFrom(...payloads), changes, fc.uuid())
    .map(([payload, all, id]) => all.reduce<Payload>(spoil, withFreshIds(payload, id)));
}

/** JSON that is none, or goes deeper than anyone reads, or names a thing twice. */
export function listOddTexts(payload: Payload): readonly (string | Buffer)[] {
  const text = JSON.stringify(payload);
  const withEvent = (event: string) => `{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":${event}}`;
  return [
    ...[
      '',
      ' ',
      'null',
      'true',
      '0',
      '-0',
      '1e999',
      '"text"',
      '[]',
      '{}',
      '[null]',
      '\ufeff{}',
      'undefined',
      'NaN',
      '{"a":1,}',
    ],
    ...[
      'payload=',
      'payload=null',
      'payload=%00',
      'payload=[]&payload={}',
      'payload=%7B%7D',
      'ssl_check=1',
      'ssl_check=1&command=/attack&text=T1055',
    ],
    ...[DEEP_LIST, DEEP_OBJECT, DEEP_LIST.slice(0, DEPTH), withEvent(DEEP_LIST), withEvent(DEEP_OBJECT)],
    withEvent(
      `{"type":"message","channel":"C1","channel_type":"channel","ts":"1.1","user":"U1","text":"T1055","blocks":${DEEP_LIST}}`,
    ),
    withEvent(
      `{"type":"app_mention","channel":"C1","ts":"1.2","user":"U1","text":"T1055","attachments":${DEEP_OBJECT}}`,
    ),
    `{"__proto__":{"type":"event_callback"},"constructor":{"prototype":{"isAdmin":true}},${text.slice(1)}`,
    `{"type":"url_verification","type":"event_callback",${text.slice(1)}`,
    text.slice(0, -7),
    `${text}${text}`,
    Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text.replace('T1055', '\u0000')),
  ];
}

/** Otherwise it would be taken for a second delivery of the one that it was made from. */
function withFreshIds(payload: Payload, id: string): Payload {
  return {
    ...payload,
    ...('event_id' in payload ? { event_id: `Ev${id}` } : {}),
    ...('trigger_id' in payload ? { trigger_id: id } : {}),
  };
}

function spoil(payload: Payload, { place, value }: Change): Payload {
  const places = listPlaces(payload);
  const path = places[place % Math.max(1, places.length)] ?? [];
  return replaceAt(payload, path, value) as Payload;
}

type Path = readonly (string | number)[];

function listPlaces(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null || path.length === DEEPEST_PLACE) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...listPlaces(inner, [...path, key])]);
}

function replaceAt(value: Json, [key, ...rest]: Path, next: Json | undefined): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return next ?? null;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    if (name !== key) return [[name, inner] as const];
    const changed = rest.length === 0 ? next : replaceAt(inner, rest, next);
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
