/**
 * What people say in an incident, in the words that ATT&CK uses: short forms, slang, and what utilities, tools, calls and settings stand for.
 *
 * Words lead to words, never to an ID, so that a release may rename and renumber as it likes. An entry is for what ATT&CK's own text says
 * seldom or never; the help that it gives shrinks by itself where the text says it often (see `question-terms.ts`).
 */

import { ATTACKS } from './glossary-attacks.ts';
import { BINARIES } from './glossary-binaries.ts';
import { CALLS } from './glossary-calls.ts';
import { CLOUD } from './glossary-cloud.ts';
import { CMDLETS } from './glossary-cmdlets.ts';
import { DEVICES } from './glossary-devices.ts';
import { LOSSES } from './glossary-losses.ts';
import { SLANG } from './glossary-slang.ts';
import { TOOLS } from './glossary-tools.ts';
import { UNIX } from './glossary-unix.ts';
import { UTILITIES } from './glossary-utilities.ts';
import { WINDOWS } from './glossary-windows.ts';

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
