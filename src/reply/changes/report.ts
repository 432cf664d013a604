/** All that changed between two releases as a Markdown file: the figures, and every object with what a reader sees of it. */

import { type ObjectChange, subjectOf } from '../../search/changes/change.ts';
import type { Comparison } from '../../search/comparisons.ts';
import { escapeMarkdown, fromMrkdwn } from '../text/markdown.ts';
import { diffLines, hunkLines } from '../views/changes/diff.ts';
import { countIn, headOfClass, nameRow } from '../views/changes/official.ts';
import { describeHidden, describeRest, describeTopics, headOf, type Told } from '../views/changes/overview.ts';
import { formatNumber, linkOf, tellShort } from '../views/changes/words.ts';
import { capitalize, pluralOf } from '../views/facts.ts';
import { shortNameOf } from '../views/title.ts';
import { type Entry, listKept } from './lists.ts';
import { listNewContributors, officialType, type TallyRow, tallyOfficial } from './tally.ts';
import { isListed, labelList, labelTopic, OFFICIAL_CLASSES, TOPICS, type Topic, topicOf } from './topic.ts';

export interface ReportFile {
  readonly filename: string;
  /** Plain text. */
  readonly title: string;
  /** Mrkdwn: what stands beside it. */
  readonly summary: string;
  /** Markdown: half a second of work in all, so that whoever reads it can pause. Blank lines belong between. */
  readonly sections: Iterable<string>;
}

/** What happened to an object as a whole, so that nothing else is told of it. */
const WHOLE: ReadonlySet<string> = new Set<Topic>([
  'new',
  'revived',
  'revoked',
  'led elsewhere',
  'deprecated',
  'removed',
]);
/** Beside the file. */
const MOST_LINES = 8;
const RIGHTS = '© The MITRE Corporation. ATT&CK is a registered trademark of The MITRE Corporation.';

export function writeReport(told: Told): ReportFile {
  const { from, to } = told.comparison.changes;
  const title = `What changed from ATT&CK ${from} to ${to}`;
  return {
    filename: `attack-changes-${fileSafe(from)}-${fileSafe(to)}.md`,
    title,
    summary: [headOf(told), ...describeTopics(told.objects).slice(0, MOST_LINES)].join('\n'),
    sections: writeSections(title, told),
  };
}

function* writeSections(title: string, told: Told): Generator<string> {
  const { comparison, objects } = told;
  const rows = tallyOfficial(comparison.changes.domains, objects);
  yield `# ${escapeMarkdown(title)}`;
  yield fromMrkdwn(headOf(told));
  yield fromMrkdwn([...describeTopics(objects), ...describeRest(told)].join('\n'));
  yield* describeHidden(told).map(fromMrkdwn);
  yield* writeTable(rows);
  yield* writeTypes(objects, comparison);
  yield* writeDefences(objects, comparison);
  yield* writeClasses(objects, rows);
  yield* writeContributors(objects);
  yield `*${escapeMarkdown(RIGHTS)}*`;
}

/** A chapter for each type: first what happened to objects as a whole, then object by object what changed. */
function* writeTypes(objects: readonly ObjectChange[], comparison: Comparison): Generator<string> {
  const named = objects.filter(({ seen }) => seen.length > 0);
  for (const [type, own] of Map.groupBy(named, officialType)) {
    const [whole, others] = [own.filter(isWhole), own.filter((change) => !isWhole(change))];
    yield `## ${capitalize(pluralOf(type))}`;
    for (const topic of TOPICS) yield* writeEvents(topic, whole, comparison);
    for (const change of others) yield* writeChange(change, comparison);
  }
}

function writeEvents(topic: Topic, whole: readonly ObjectChange[], comparison: Comparison): readonly string[] {
  const own = whole.filter((change) => isListed(change, topic));
  if (own.length === 0) return [];
  const items = own.map((change) => {
    const subject = fromMrkdwn(linkOf(subjectOf(change), comparison));
    const told =
      topic === 'revoked' || topic === 'led elsewhere' ? `: ${escapeMarkdown(tellShort(change).join('; '))}` : '';
    return `- ${subject}${told}`;
  });
  return [`### ${escapeMarkdown(labelTopic(topic))} (${formatNumber(own.length)})`, items.join('\n')];
}

function writeChange(change: ObjectChange, comparison: Comparison): readonly string[] {
  const [title = '', , facts = '', ...rest] = diffLines({ change, comparison });
  const heading = `### ${fromMrkdwn(title).replaceAll('**', '')}`;
  const items = [...rest, ...hunkLines(change)].map((line) => fromMrkdwn(line.replaceAll(/\s+/g, ' ')));
  return [heading, fromMrkdwn(facts), items.join('\n')];
}

/** As MITRE’s changelog tells of each technique. */
function writeDefences(objects: readonly ObjectChange[], comparison: Comparison): readonly string[] {
  const items = objects.flatMap((change) => {
    const lists = listKept(change, comparison).filter(({ gained, lost }) => gained.length + lost.length > 0);
    if (lists.length === 0) return [];
    const told = lists.map(({ topic, gained, lost, kept = [] }) => {
      const counted = `${formatNumber(kept.length)} kept`;
      return `${topic === 'mitigations' ? topic : 'detections'}: ${[counted, ...nameThose('new', gained), ...nameThose('dropped', lost)].join('; ')}`;
    });
    return [`- ${escapeMarkdown(`${subjectOf(change).id}: ${told.join(' · ')}`)}`];
  });
  return items.length === 0 ? [] : ['## Mitigations and detections of techniques', items.join('\n')];
}

/** By their IDs, domain by domain: what no reader sees too. */
function writeClasses(objects: readonly ObjectChange[], rows: readonly TallyRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const items = rows.flatMap((row) =>
    OFFICIAL_CLASSES.filter((one) => row.counts.has(one)).map((one) => {
      const ids = objects
        .filter((change) => change.classes.get(row.domain) === one && officialType(change) === row.type)
        .map((change) => shortNameOf(subjectOf(change)));
      return `- **${escapeMarkdown(`${nameRow(row)}, ${labelList(one).toLowerCase()} (${formatNumber(ids.length)})`)}:** ${escapeMarkdown(ids.join(', '))}`;
    }),
  );
  return ['## MITRE’s changelog, ID by ID', items.join('\n')];
}

function writeTable(rows: readonly TallyRow[]): readonly string[] {
  const columns = OFFICIAL_CLASSES.filter((one) => rows.some(({ counts }) => counts.has(one)));
  if (columns.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['Type', ...columns.map(headOfClass)]),
    line(['---', ...columns.map(() => '---:')]),
    ...rows.map((row) => line([escapeMarkdown(nameRow(row)), ...columns.map((column) => countIn(row, column))])),
  ];
  return ['## As MITRE’s changelog counts', table.join('\n')];
}

function writeContributors(objects: readonly ObjectChange[]): readonly string[] {
  const names = listNewContributors(objects);
  return names.length === 0
    ? []
    : [
        `## New contributors (${formatNumber(names.length)})`,
        names.map((name) => `- ${escapeMarkdown(name)}`).join('\n'),
      ];
}

function nameThose(what: string, entries: readonly Entry[]): readonly string[] {
  const names = entries.map((entry) => (typeof entry === 'string' ? entry : shortNameOf(entry)));
  return names.length === 0 ? [] : [`${names.length} ${what} (${names.join(', ')})`];
}

function isWhole({ seen }: ObjectChange): boolean {
  return seen.length === 1 && seen.every((one) => WHOLE.has(topicOf(one)));
}

/** Letters, digits, dots and hyphens: a feed may call a release anything. */
function fileSafe(release: string): string {
  return release.replaceAll(/[^\w.-]+/g, '-');
}
