/** The release that a question names, among what was typed: `T1055 v17.1`, `@17.1`, `release 17`, or a versioned link. */

import { readAttackUrl } from '../attack/id.ts';
import { isRelease } from '../attack/release.ts';

export interface ReleaseWords {
  /** Such as `17.1`, or `17` for the last of that number; undefined where none is named. */
  readonly release: string | undefined;
  /** Whether it may be the version of something else: "powershell v2", "smb version 1". */
  readonly isLoose: boolean;
  /** What was typed besides. A link stays, for it names an object too. */
  readonly rest: string;
}

const NUMBER = String.raw`(\d{1,3}(?:\.\d{1,3}){0,2}(?:-[a-z][a-z\d]{0,15})?)`;
/** "in ATT&CK v17.1" */
const LEAD = String.raw`(?:\b(?:in|of|from)\s+)?(?:attack\s+)?`;
const NAMED = new RegExp(
  String.raw`(?<![^\s,;(])${LEAD}(?:(@v?|release[\s:]\s*v?|att&(?:amp;)?ck\s+v?)|(?:version[\s:]\s*v?|v))${NUMBER}(?=[\s,;)?!]|\.?$|\.\s)`,
  'i',
);
/** No protocol, and hardly a tool, has come to so many versions; beside words these are taken for ATT&CK's. */
const BEYOND_PROTOCOLS = 10;
const AROUND_LINK = /^[<("'“‘]+|[>)"'”’.,;:!?]+$/g;

/** Where several are named, the first. A number alone is none: it may be the version of anything. */
export function readReleaseWords(typed: string): ReleaseWords {
  const match = NAMED.exec(typed);
  const [words = '', sure, number] = match ?? [];
  if (!match || number === undefined) return { release: readLinked(typed), isLoose: false, rest: typed };
  const rest = `${typed.slice(0, match.index)} ${typed.slice(match.index + words.length)}`;
  const isLoose = sure === undefined && Number.parseInt(number, 10) < BEYOND_PROTOCOLS;
  return { release: number.toLowerCase(), isLoose, rest: rest.replaceAll(/\s+/g, ' ').trim() };
}

/** The release of the first versioned link. */
export function readLinked(typed: string): string | undefined {
  const words = typed.split(/[\s,;|]+/).map((word) => word.replaceAll(AROUND_LINK, ''));
  const versions = words.flatMap((word) => readAttackUrl(word)?.version ?? []);
  return versions.find(isRelease);
}
