import { describe, expect, it } from 'vitest';
import type { AttackObject } from '../../src/attack/object.ts';
import { answer, keyOf } from '../../src/reply/answer.ts';
import {
  catalogOf,
  dataComponent,
  group,
  malware,
  mitigation,
  objectOf,
  relationship,
  tactic,
  technique,
} from '../fixtures/bundle.ts';

const stealth = tactic({ id: 'TA0005', shortname: 'stealth' });
const injection = technique({ id: 'T1055', name: 'Process Injection' });
const hollowing = technique({ id: 'T1055.012', name: 'Process Hollowing' });
const oldMitigation = mitigation({ id: 'T1055', name: 'Injection Mitigation', status: 'deprecated' });
const numbered = malware({ id: 'S1055', name: 'T9000' });
const akira = group({ id: 'G1024', name: 'Akira' });
const akiraSoftware = malware({ id: 'S1129', name: 'Akira' });
const shared = malware({ id: 'S0017', name: 'BISCUIT' });
const sharedDead = malware({ id: 'S0017', name: 'EKANS', stixId: 'malware--dead', status: 'deprecated' });
const nameless = dataComponent({ id: '', name: 'Process Creation', stixId: 'x-mitre-data-component--1' });

const catalog = catalogOf({
  enterprise: [
    stealth,
    injection,
    hollowing,
    oldMitigation,
    numbered,
    akira,
    akiraSoftware,
    shared,
    sharedDead,
    nameless,
    relationship(hollowing, 'subtechnique-of', injection),
  ],
});
const T1055 = objectOf(catalog, injection, 'technique');
const hollow = objectOf(catalog, hollowing, 'technique');
const biscuit = objectOf(catalog, shared, 'software');
const ekans = objectOf(catalog, sharedDead, 'software');
const component = objectOf(catalog, nameless, 'data-component');
const S1055 = objectOf(catalog, numbered, 'software');

const card = (object: AttackObject, fields = {}) => ({ kind: 'card', object, namesakes: [], others: [], ...fields });
const lookUp = (...terms: string[]) => answer({ kind: 'lookup', terms }, catalog);
const search = (text: string) => answer({ kind: 'search', text, page: 1 }, catalog);

describe('looking up', () => {
  it('prefers what is active, and names those of its kind that have the same ID', () => {
    expect(lookUp('S0017')).toEqual(card(biscuit, { namesakes: [ekans] }));
    expect(lookUp('T1055')).toEqual(card(T1055));
  });

  it('finds one of several with the same ID by its STIX id', () => {
    expect(keyOf(biscuit, catalog)).toBe('S0017');
    expect(keyOf(ekans, catalog)).toBe('malware--dead');
    expect(keyOf(component, catalog)).toBe('x-mitre-data-component--1');
    expect(lookUp('malware--dead')).toEqual(card(ekans));
    expect(lookUp('x-mitre-data-component--1')).toEqual(card(component));
  });

  it('takes digits for every ID that has them, and for the one where only one has', () => {
    expect(lookUp('1055')).toMatchObject({ kind: 'choices', hits: [{ object: T1055 }, { object: S1055 }], page: 1 });
    expect(lookUp('1055.12')).toEqual(card(hollow));
  });

  it('takes what is shaped like an ID and is none for a name', () => {
    expect(lookUp('T9000')).toEqual(card(S1055));
  });

  it('gives several objects once each, and what is unknown as it was typed', () => {
    expect(lookUp('T1055', 'T9999', '1055', 'S0017')).toEqual({
      kind: 'cards',
      objects: [T1055, biscuit],
      unknown: ['T9999'],
    });
  });

  it.each([
    ['T1O55', [T1055]],
    ['TL055', [T1055]],
    ['T1055.999', [T1055]],
    ['T1055.12', [hollow, T1055]],
    ['T1O55.12', [hollow, T1055]],
    ['T10555', [T1055]],
    ['T1055.0012', [hollow, T1055]],
    ['T1055.012.003', [hollow, T1055]],
    ['T105', []],
    ['T9999', []],
    ['__proto__', []],
  ])('offers for the unknown %s what it may have meant', (term, instead) => {
    expect(lookUp(term)).toEqual({ kind: 'nothing', asked: [term], isId: true, instead });
  });

  it('says that all are unknown where all are', () => {
    expect(lookUp('T9998', 'T9999')).toEqual({
      kind: 'nothing',
      asked: ['T9998', 'T9999'],
      isId: true,
      instead: [],
    });
  });

  it('is help where nothing is named', () => {
    expect(lookUp()).toEqual({ kind: 'help' });
  });
});

describe('opening a section', () => {
  const open = { section: 'groups', page: 2 };
  const section = (key: string) => answer({ kind: 'section', key, section: 'groups', page: 2 }, catalog);

  it('opens it beneath the card, by ID and by STIX id', () => {
    expect(section('S0017')).toEqual(card(biscuit, { namesakes: [ekans], open }));
    expect(section('malware--dead')).toEqual(card(ekans, { open }));
  });

  it('takes the likeliest object of bare digits, which shares no ID with the others', () => {
    expect(section('1055')).toEqual(card(T1055, { open }));
  });

  it('finds nothing where the object is gone', () => {
    expect(section('T9999')).toEqual({ kind: 'nothing', asked: ['T9999'], isId: true, instead: [] });
  });
});

describe('searching', () => {
  it('gives the card of an exact name', () => {
    expect(search('process  INJECTION')).toMatchObject({ kind: 'card', object: T1055 });
    expect(search('process injection')).not.toHaveProperty('asked');
  });

  it('gives the card of a name that is nearly so, with the words that found it', () => {
    expect(search('biscuitt')).toMatchObject({ kind: 'card', object: biscuit, asked: 'biscuitt' });
  });

  it('never guesses between objects of the same name', () => {
    expect(search('Akira')).toMatchObject({
      kind: 'choices',
      asked: 'Akira',
      hits: [{ object: { id: 'G1024' } }, { object: { id: 'S1129' } }],
    });
  });

  it('goes on with what bare digits mean, on a further page', () => {
    expect(answer({ kind: 'search', text: '1055', page: 2 }, catalog)).toMatchObject({
      kind: 'choices',
      asked: '1055',
      hits: [{ object: T1055 }, { object: S1055 }],
      page: 2,
    });
  });

  it.each(['qqqqqqq', '', '🔥', '\u0000', '*'.repeat(300)])('finds nothing for %j, and says so', (text) => {
    expect(search(text)).toEqual({ kind: 'nothing', asked: [text], isId: false, instead: [] });
  });
});
