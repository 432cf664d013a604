/** The parts that a card can open, and the words people use for them. */

/** In the order in which a card offers them. */
export const SECTION_NAMES = [
  'description',
  'tactics',
  'techniques',
  'sub-techniques',
  'detection',
  'analytics',
  'log sources',
  'tunables',
  'data components',
  'mitigations',
  'groups',
  'software',
  'campaigns',
  'procedures',
  'assets',
] as const;

export type SectionName = (typeof SECTION_NAMES)[number];

/** What people type besides the name itself and its singular. */
const SYNONYMS: Readonly<Record<string, SectionName>> = {
  subs: 'sub-techniques',
  subtechniques: 'sub-techniques',
  children: 'sub-techniques',
  detect: 'detection',
  detections: 'detection',
  'detection strategies': 'detection',
  mitigate: 'mitigations',
  actors: 'groups',
  malware: 'software',
  tools: 'software',
  examples: 'procedures',
  'procedure examples': 'procedures',
  text: 'description',
  details: 'description',
};

export function isSectionName(value: unknown): value is SectionName {
  return SECTION_NAMES.some((name) => name === value);
}

/** @returns undefined when the words name no section */
export function readSectionName(words: string): SectionName | undefined {
  const typed = words.toLowerCase();
  const known = SECTION_NAMES.find((name) => name === typed || name === `${typed}s`);
  return known ?? (Object.hasOwn(SYNONYMS, typed) ? SYNONYMS[typed] : undefined);
}
