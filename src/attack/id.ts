/** The grammar of ATT&CK IDs and of the addresses that name them: the prefix tells the kind of object, never its domain. */

/** The letters that an ID starts with, one per kind of object. */
export type Family = 'T' | 'TA' | 'G' | 'S' | 'C' | 'M' | 'DS' | 'DC' | 'DET' | 'AN' | 'A';

/** What an address on attack.mitre.org names. */
export interface AttackAddress {
  readonly id: string;
  /** The release that a `/versions/v17/` address pins, such as `17`. */
  readonly version?: string;
}

interface FamilyFacts {
  /** The folder of the family's pages; analytics have none, they are fragments of their strategy's page. */
  readonly page?: string;
  /** What the wikis of 2018 called the kind of page. */
  readonly wiki?: string;
  /** Whether four digits behind these letters mean ATT&CK even in prose, where C1234 may be a channel and A0001 a room. */
  readonly safeBare: boolean;
}

// In the order in which bare digits are tried: what people look up most comes first.
const FAMILIES: Readonly<Record<Family, FamilyFacts>> = {
  T: { page: 'techniques', wiki: 'technique', safeBare: true },
  S: { page: 'software', wiki: 'software', safeBare: false },
  G: { page: 'groups', wiki: 'group', safeBare: false },
  C: { page: 'campaigns', wiki: 'campaign', safeBare: false },
  M: { page: 'mitigations', wiki: 'mitigation', safeBare: false },
  TA: { page: 'tactics', wiki: 'tactic', safeBare: true },
  DS: { page: 'datasources', safeBare: true },
  DC: { page: 'datacomponents', safeBare: true },
  DET: { page: 'detectionstrategies', safeBare: true },
  AN: { safeBare: true },
  A: { page: 'assets', wiki: 'asset', safeBare: false },
};

const ID = /^(?:(T)\d{4}(?:\.\d{3})?|(DET|TA|DS|DC|AN|G|S|C|M|A)\d{4})$/;
const SITE = 'https://attack.mitre.org';
const SITE_HOST = 'attack.mitre.org';
// ICS lived in a wiki of its own until 2022; the data still links to seven of its pages.
const ICS_WIKI_HOST = 'collaborate.mitre.org';
// What both hosts have in their names.
const OWNER = /mitre/i;
// As the site itself spells its pages, and nearly all links: read without being taken apart.
const PAGE = /^https:\/\/attack\.mitre\.org\/([a-z]+)\/([A-Z]+)(\d{4})(?:\/(\d{3}))?\/?$/;
// That wiki numbered its software apart: its S0001 is Industroyer, not the S0001 of ATT&CK. These were renumbered when it was
// merged (the addresses that the ICS bundle gives for its deprecated software); the wiki is closed, so the list cannot grow.
const ICS_WIKI_SOFTWARE: Readonly<Record<string, string>> = {
  S0001: 'S1004',
  S0004: 'S1002',
  S0005: 'S1001',
  S0010: 'S1008',
  S0012: 'S1003',
  S0016: 'S1005',
};

/** Longer texts are no ID with punctuation around it, and the patterns below stay cheap on hostile ones. */
const MAX_ARGUMENT_LENGTH = 64;
const AROUND_ID =
  /^[\s\u200b\ufeff"'“”‘’«»`([{<*_~]*([A-Za-z]+\d{4}(?:[./]\d{3})?)[\s\u200b\ufeff"'“”‘’«»`)\]}>*_~.,;:!?…]*$/;

/**
 * The normal form of an ID that someone gave on purpose: any case, `T1055/012` for `T1055.012`, punctuation around it.
 * Undefined when the text is anything else; it says nothing about whether ATT&CK has such an object.
 */
export function normalizeId(text: string): string | undefined {
  if (text.length > MAX_ARGUMENT_LENGTH) return undefined;
  const id = AROUND_ID.exec(text)?.[1]?.toUpperCase().replace('/', '.');
  return id !== undefined && isId(id) ? id : undefined;
}

/** Whether the text is an ID in its normal form, such as `T1055.012`. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The family of an ID in its normal form; undefined for anything else. */
export function familyOf(id: string): Family | undefined {
  const match = ID.exec(id);
  return (match?.[1] ?? match?.[2]) as Family | undefined;
}

/**
 * Whether the ID may be taken for ATT&CK where nobody asked for ATT&CK. Of 492 ID-shaped tokens in Slack's own SDKs the
 * unsafe families had 12 that also exist (S1234, C0001); the safe ones had none.
 */
export function isSafeBare(id: string): boolean {
  const family = familyOf(id);
  return family !== undefined && FAMILIES[family].safeBare;
}

/**
 * The canonical page of an ID in its normal form, spelled as the data spells it (no slash at the end).
 * An analytic is a fragment of its strategy's page, so it needs `strategy` (such as `DET0039`); without one it has no page.
 */
export function urlOf(id: string, { strategy }: { readonly strategy?: string } = {}): string | undefined {
  const family = familyOf(id);
  if (family === undefined) return undefined;
  if (family === 'AN') {
    return strategy !== undefined && familyOf(strategy) === 'DET' ? `${urlOf(strategy)}#${id}` : undefined;
  }
  return `${SITE}/${FAMILIES[family].page}/${id.replace('.', '/')}`;
}

/**
 * The object that an address names: today's pages, pinned releases, the wikis of 2018, with or without scheme, slash at the
 * end, query and fragment, defanged (`hxxps`, `[.]`) or not. Undefined for index pages, for other hosts and ports, and where
 * the folder does not fit the ID: `/mitigations/T1066` was an old mitigation and not the technique.
 */
export function readAttackUrl(url: string): AttackAddress | undefined {
  // Most links lead elsewhere, and every message with one is asked.
  if (!OWNER.test(url)) return undefined;
  return readPage(url) ?? readAnyAddress(url);
}

function readPage(url: string): AttackAddress | undefined {
  const [, page, letters = '', number, sub] = PAGE.exec(url) ?? [];
  const id = sub === undefined ? `${letters}${number}` : `${letters}${number}.${sub}`;
  return page !== undefined && isId(id) && FAMILIES[letters as Family].page === page ? { id } : undefined;
}

function readAnyAddress(url: string): AttackAddress | undefined {
  const parts = /^(?:(https?|hxxps?):\/\/)?([^/?#\s]*)\/([^?#\s]*)(?:\?[^#\s]*)?(?:#(\S*))?$/.exec(
    url.replaceAll('[.]', '.').toLowerCase(),
  );
  if (parts === null) return undefined;
  const [, scheme = 'https', authority = '', path = '', fragment = ''] = parts;
  const host = authority === SITE_HOST ? authority : authority.replace(scheme.endsWith('s') ? /:443$/ : /:80$/, '');
  const segments = path.split('/');
  if (segments.at(-1) === '') segments.pop();
  if (host === ICS_WIKI_HOST) {
    const id = readWikiPath(segments, ['attackics', 'index.php']);
    return id === undefined ? undefined : { id: ICS_WIKI_SOFTWARE[id] ?? id };
  }
  if (host !== SITE_HOST) return undefined;
  const id = readWikiPath(segments, ['wiki']) ?? readWikiPath(segments, ['mobile', 'index.php']);
  return id === undefined ? readPath(segments, fragment) : { id };
}

/**
 * The IDs that bare digits may stand for, likeliest first: `1005` → T1005, S1005, …; `1055.12` and `1055/012` → T1055.012.
 * Empty for anything but four digits with or without a sub-technique.
 */
export function candidateIds(digits: string): readonly string[] {
  const match = /^(\d{4})(?:[./](\d{1,3}))?$/.exec(digits);
  const [, number, sub] = match ?? [];
  if (number === undefined) return [];
  if (sub !== undefined) return [`T${number}.${sub.padStart(3, '0')}`];
  return Object.keys(FAMILIES).map((family) => family + number);
}

/** `techniques/t1055/012`, `versions/v17/groups/g0016`, `detectionstrategies/det0039` with `an0110` as its fragment. */
function readPath(segments: readonly string[], fragment: string): AttackAddress | undefined {
  const [, version] = (segments[0] === 'versions' && /^v(\d[\w.-]*)$/.exec(segments[1] ?? '')) || [];
  const [page, ...rest] = version === undefined ? segments : segments.slice(2);
  const id = joinId(rest);
  const family = familyOf(id);
  if (family === undefined || FAMILIES[family].page !== page) return undefined;
  const named = family === 'DET' ? fragment.toUpperCase() : '';
  return { id: familyOf(named) === 'AN' ? named : id, ...(version === undefined ? {} : { version }) };
}

/** `technique/t1055` below the folders of a wiki. */
function readWikiPath(segments: readonly string[], folders: readonly string[]): string | undefined {
  if (folders.some((folder, i) => segments[i] !== folder)) return undefined;
  const [page, ...rest] = segments.slice(folders.length);
  const id = joinId(rest);
  const family = familyOf(id);
  return family !== undefined && FAMILIES[family].wiki === page ? id : undefined;
}

/** An ID if it is one in either spelling that pages have, `t1055/012` and `t1055.012`: an address tolerates no punctuation. */
function joinId(segments: readonly string[]): string {
  return segments.join('.').toUpperCase();
}
