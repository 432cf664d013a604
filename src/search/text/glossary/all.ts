/**
 * What people say in an incident, in the words that ATT&CK uses: short forms, slang, and what utilities, tools, calls and settings stand for.
 *
 * Words lead to words, never to an ID, so that a release may rename and renumber as it likes. An entry is for what ATT&CK's own text says
 * seldom or never; the help that it gives shrinks by itself where the text says it often (see `question-terms.ts`).
 */

import { ATTACKS } from './attacks.ts';
import { BINARIES } from './binaries.ts';
import { CALLS } from './calls.ts';
import { CLOUD } from './cloud.ts';
import { CMDLETS } from './cmdlets.ts';
import { DEVICES } from './devices.ts';
import { LOSSES } from './losses.ts';
import { SLANG } from './slang.ts';
import { TOOLS } from './tools.ts';
import { UNIX } from './unix.ts';
import { UTILITIES } from './utilities.ts';
import { WINDOWS } from './windows.ts';

/** Spellings, separated by commas and free of stop words → what they mean. */
export const GLOSSARY: readonly (readonly [string, string])[] = [
  ...SLANG,
  ...UTILITIES,
  ...BINARIES,
  ...WINDOWS,
  ...UNIX,
  ...CALLS,
  ...TOOLS,
  ...CMDLETS,
  ...CLOUD,
  ...DEVICES,
  ...ATTACKS,
  ...LOSSES,
];
