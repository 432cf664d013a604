/** The parts that a card can open, and the words people use for them. */

/** In the order in which a card offers them. */
export const SECTION_NAMES = [
  'description',
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
  'tactics',
] as const;

export type SectionName = (typeof SECTION_NAMES)[number];

/** What people type besides the name itself and its singular. */
const SYNONYMS: Readonly<Record<string, SectionName>> = {
  subs: 'sub-techniques',
  'sub techniques': 'sub-techniques',
  subtechniques: 'sub-techniques',
  children: 'sub-techniques',
  detect: 'detection',
  detections: 'detection',
  'detection strategies': 'detection',
  mitigate: 'mitigations',
  actors: 'groups',
  'threat actors': 'groups',
  malware: 'software',
  tools: 'software',
  logs: 'log sources',
  'data sources': 'log sources',
  examples: 'procedures',
  'procedure examples': 'procedures',
  'who uses': 'groups',
  'who used': 'groups',
  'used by': 'groups',
  text: 'description',
  details: 'description',
};

/** Where an object has no such part, the first of these that it has holds what was asked for: log sources stand with the analytics. */
export const INSTEAD: Readonly<Partial<Record<SectionName, readonly SectionName[]>>> = {
  techniques: ['sub-techniques'],
  detection: ['analytics'],
  analytics: ['detection'],
  'log sources': ['analytics', 'detection'],
  tunables: ['analytics', 'detection'],
  'data components': ['log sources', 'analytics', 'detection'],
  procedures: ['techniques'],
};

/** "Sub-techniques", "Log sources" */
export function labelSection(name: SectionName): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function isSectionName(value: unknown): value is SectionName {
  return SECTION_NAMES.some((name) => name === value);
}

/** What stands between a section and its object: "groups that use", "mitigations for". */
const LINKS: ReadonlySet<string> = new Set(
  'that which who use uses used using by for of against in to the a all is are do does what how can i show me list'.split(
    ' ',
  ),
);

/** @returns undefined when the words name no section */
export function readSectionName(words: string): SectionName | undefined {
  const typed = words.toLowerCase().replace(/[?!.]+$/, '');
  const bare = typed.split(' ').filter((word) => !LINKS.has(word));
  return readExactly(typed) ?? readExactly(bare.join(' '));
}

function readExactly(typed: string): SectionName | undefined {
  const known = SECTION_NAMES.find((name) => name === typed || name === `${typed}s`);
  return known ?? (Object.hasOwn(SYNONYMS, typed) ? SYNONYMS[typed] : undefined);
}
