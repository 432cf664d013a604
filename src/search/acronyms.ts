/**
 * What people call an object for short: "UAC" and "Bypass UAC" for "Bypass User Account Control", half of "Run Keys / Startup Folder".
 *
 * An acronym counts when the object's own description introduces it, or its name does in brackets, for words that its own name has:
 * otherwise every technique that mentions Active Directory would be called "AD". A list of acronyms kept by hand was rejected; the
 * data introduces nearly all that people use, and grows by itself.
 */

import type { AttackObject } from '../attack/object.ts';

export interface ShortName {
  readonly text: string;
  readonly by: 'acronym' | 'half';
}

/** "(UAC)", "(DGAs)", "(AS-REP)", "(DoS)". */
const INTRODUCED = /\((\p{Lu}[\p{Letter}\p{Number}/&-]{1,9})\)/gu;
const BRACKETS = /\s*\([^()]*\)\s*/gu;
const WORD = /[\p{Letter}\p{Mark}\p{Number}]+/gu;
/** No name has more words that an acronym stands for. */
const MOST_WORDS = 8;
const WORDS_BEFORE = 120;

/** The acronyms and halves of an object's names, each text once, those of its name first. */
export function findShortNames(object: AttackObject): readonly ShortName[] {
  const found = new Map<string, ShortName>();
  for (const name of [object.name, ...object.aliases]) {
    const plain = name.replace(BRACKETS, ' ').trim();
    const halves = [...(plain === name ? [] : [plain]), ...splitSlash(plain)];
    const acronyms = [...findAcronyms(plain, object.description), ...findAcronyms(plain, name)];
    for (const text of halves) if (!found.has(text)) found.set(text, { text, by: 'half' });
    for (const text of acronyms) if (!found.has(text)) found.set(text, { text, by: 'acronym' });
  }
  return [...found.values()];
}

/** A slash between words without gaps joins these two words alone ("SMB/Windows Admin Shares"), and one word says too little. */
function splitSlash(name: string): readonly string[] {
  const parts = name.split(/\s\/\s/u);
  return parts.length === 1 ? [] : parts.map((part) => part.trim()).filter((part) => /\S\s+\S/u.test(part));
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

function findAcronyms(name: string, text: string): readonly string[] {
  if (!text.includes('(')) return [];
  const words = readWords(name);
  return [...text.matchAll(INTRODUCED)].flatMap(({ 1: introduced = '', index }) => {
    const acronym = introduced.replace(/(?<=\p{Lu})s$/u, '');
    const before = readWords(text.slice(Math.max(0, index - WORDS_BEFORE), index)).slice(-MOST_WORDS);
    const found = findSpelledOut(words, before, acronym);
    const [first, last] = [words[found?.start ?? -1], words[(found?.end ?? 0) - 1]];
    if (!found || !first || !last) return [];
    const within = `${name.slice(0, first.start)}${acronym}${name.slice(last.end)}`;
    // "OS" is no name for "Operating System Configuration"; "UAC" is one for "Bypass User Account Control".
    return 3 * (found.end - found.start) > 2 * words.length ? [acronym, within] : [within];
  });
}

/** Where the name has the longest run of the words just before the acronym that the acronym can stand for. */
function findSpelledOut(
  name: readonly Word[],
  before: readonly Word[],
  acronym: string,
): { readonly start: number; readonly end: number } | undefined {
  for (let length = Math.min(before.length, name.length); length > 0; length -= 1) {
    // One word is abbreviated so often that it must be the whole name, as in "JavaScript (JS)".
    if (length === 1 && name.length > 1) return undefined;
    const run = before.slice(-length).map(({ folded }) => folded);
    if (!canStandFor(acronym, run.join(''))) continue;
    const start = name.findIndex((_, at) => run.every((word, offset) => name[at + offset]?.folded === word));
    if (start >= 0) return { start, end: start + length };
  }
  return undefined;
}

/** Its letters occur in the words in their order, from the very first letter on. */
function canStandFor(acronym: string, letters: string): boolean {
  const wanted = [...acronym.toLowerCase()].filter((letter) => /[\p{Letter}\p{Number}]/u.test(letter));
  if (wanted.length < 2 || wanted.length >= letters.length || !letters.startsWith(wanted[0] ?? '')) return false;
  let from = 0;
  return wanted.every((letter) => {
    from = letters.indexOf(letter, from) + 1;
    return from > 0;
  });
}

/** Without a plural's s: a description says "security support providers (SSPs)" of one "Security Support Provider". */
function readWords(text: string): readonly Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    folded: word.toLowerCase().replace(/(?<=..)s$/u, ''),
    start: index,
    end: index + word.length,
  }));
}
