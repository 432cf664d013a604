/**
 * What people say in an incident, in the words that ATT&CK uses: short forms, slang, and what the utilities of an operating system do.
 *
 * Words lead to words, never to an ID, so that a release may rename and renumber as it likes. An entry is for what ATT&CK's own text says
 * seldom or never; the help that it gives shrinks by itself where the text says it often (see `question-terms.ts`).
 */

import { SLANG } from './glossary-slang.ts';
import { UTILITIES } from './glossary-utilities.ts';

/** Spellings, separated by commas and free of stop words → what they mean. */
export const GLOSSARY: readonly (readonly [string, string])[] = [...SLANG, ...UTILITIES];
