/** An answer as Markdown, to be pasted into a ticket or a report: the facts of the cards, in the order in which the cards tell them. */

import { firstSentences, parseMarkup } from '../attack/markup.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { type Answer, answer } from './answer.ts';
import type { Compared } from './changes/compared.ts';
import type { Shareable } from './question.ts';
import type { SectionName } from './section-name.ts';
import { escapeMarkdown, fromMrkdwn, renderMarkdown } from './text/markdown.ts';
import { cutMrkdwn, plain } from './text/mrkdwn.ts';
import { findSection } from './views/card.ts';
import { tellComparison } from './views/changes/told.ts';
import { aliasesOf, factsOf } from './views/facts.ts';
import { captionOf, pageOf } from './views/list.ts';
import { releaseOf, sourceNote } from './views/notes.ts';
import { sectionsOf } from './views/sections.ts';
import { successionOf } from './views/succession.ts';
import { linkTo, titleOf } from './views/title.ts';

/** As much as Slack takes for the value of an input, in UTF-16 units. */
export const LONGEST_COPY = 3000;
/** Of the note that says that something is missing, with the longest address. */
const NOTE_ROOM = 160;
const LONGEST_TITLE = 200;
const LONGEST_LINE = 500;
const SITE = 'https://attack.mitre.org';
/** MITRE's own changelogs. */
const UPDATES = `${SITE}/resources/updates/`;
const RIGHTS = '© The MITRE Corporation. ATT&CK is a registered trademark of The MITRE Corporation.';

/** @returns at most `LONGEST_COPY` characters; empty where the answer is about no object */
export function copyAsMarkdown(of: Shareable, catalog: Catalog, compared?: Compared): string {
  const found = answer(of, catalog, compared);
  switch (found.kind) {
    case 'card':
      return copyCard(found, catalog);
    case 'cards':
      return copyList([], found.objects, catalog);
    case 'choices':
      return copyList(
        [`What may be meant by “${plain(found.asked, LONGEST_TITLE)}”`],
        found.hits.map(({ object }) => object),
        catalog,
      );
    case 'list':
      return copyList([captionOf(found)], pageOf(found.asked.page, found.objects).shown, catalog);
    case 'changes':
    case 'change list':
    case 'diff':
    case 'diffs': {
      const [title = '', ...lines] = tellComparison(found).map(convertItem);
      const { from, to } = found.comparison.changes;
      return assemble(
        [`## ${title.replaceAll('**', '').trim()}`],
        lines,
        `${escapeMarkdown(`ATT&CK ${from} and ${to}`)}. ${escapeMarkdown(RIGHTS)}`,
        UPDATES,
        '\n',
      );
    }
    case 'unsifted':
    case 'no diff':
    case 'uncompared':
    case 'nothing':
    case 'misread':
    case 'slip':
    case 'surplus':
    case 'empty':
    case 'status':
    case 'help':
      return '';
  }
}

function copyCard({ object, open }: Extract<Answer, { kind: 'card' }>, catalog: Catalog): string {
  const succession = successionOf(catalog, object);
  const shown = succession?.successor ?? object;
  const title = linkTo(catalog, shown, plain(titleOf(catalog, shown), LONGEST_TITLE));
  const head = [
    `# ${fromMrkdwn(title)}`,
    ...(succession ? [convert(succession.notice)] : []),
    [factsOf(catalog, shown), aliasesOf(shown)].filter(Boolean).map(convert).join('  \n'),
  ];
  const isDescriptionOpen = open === undefined || open.section === 'description';
  const nodes = parseMarkup(shown.description);
  const body = renderMarkdown(isDescriptionOpen ? nodes : firstSentences(nodes));
  const listed = open && !isDescriptionOpen ? copySection(shown, open, catalog) : [];
  const [, page = SITE] = /^<([^|>]+)\|/.exec(title) ?? [];
  return assemble(
    head,
    [...body, ...listed],
    `${fromMrkdwn(sourceNote(catalog, shown))}. ${escapeMarkdown(RIGHTS)}`,
    page,
  );
}

/** @param titles plain texts */
function copyList(titles: readonly string[], objects: readonly AttackObject[], catalog: Catalog): string {
  const head = titles.map((title) => `## ${escapeMarkdown(plain(title, LONGEST_LINE))}`);
  const items = objects.map(
    (object) =>
      `- **${convert(linkTo(catalog, object))}**  \n  ${convert(successionOf(catalog, object)?.notice ?? factsOf(catalog, object))}`,
  );
  const source = `${escapeMarkdown(releaseOf(catalog.copies))}. ${escapeMarkdown(RIGHTS)}`;
  return assemble(head, items, source, SITE, '\n');
}

/** One line of a card; a feed's names may be of any length, and may break lines. */
function convert(mrkdwn: string): string {
  return fromMrkdwn(cutMrkdwn(mrkdwn.replaceAll(/\s+/g, ' '), LONGEST_LINE));
}

/** A line of a list, however long; paragraphs of their own would tear it apart. */
function convertItem(mrkdwn: string): string {
  const line = fromMrkdwn(mrkdwn.replaceAll(/\s+/g, ' '));
  return line.startsWith('- ') ? line : `${line}  `;
}

/** A heading, and a line or a few for each entry of the page that is open. */
function copySection(
  object: AttackObject,
  { section: wanted, page }: { readonly section: SectionName; readonly page: number },
  catalog: Catalog,
): readonly string[] {
  const section = findSection(sectionsOf(catalog, object), wanted);
  if (!section) return [];
  const { name, count, pages, read } = section;
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}${count === undefined ? '' : ` (${count})`}`;
  const place = pages > 1 ? `, page ${Math.min(page, pages)} of ${pages}` : '';
  return [`## ${escapeMarkdown(title + place)}`, ...read(page).map(fromMrkdwn)];
}

/** What does not fit is left out from the end, whole paragraphs and entries at a time, and a note says where the rest is. */
function assemble(
  head: readonly string[],
  parts: readonly string[],
  source: string,
  page: string,
  separator = '\n\n',
): string {
  const foot = `*${source}*`;
  const kept: string[] = [];
  let room = LONGEST_COPY - [...head, '', foot].join('\n\n').length - NOTE_ROOM;
  for (const part of parts) {
    room -= part.length + separator.length;
    if (room < 0) break;
    kept.push(part);
  }
  const note = kept.length < parts.length ? [`(Shortened to fit. The rest: <${page}>)`] : [];
  return [...head, ...(kept.length === 0 ? [] : [kept.join(separator)]), ...note, foot].join('\n\n');
}
