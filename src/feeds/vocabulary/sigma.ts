/**
 * Titles of Sigma rules, with the ATT&CK IDs among their tags.
 *
 * A rule is a YAML document with `title`, `status` and `tags`; a tag such as `attack.t1059.001`, `attack.g0016` or `attack.s0154` names an
 * object, `attack.execution` a tactic by its name, which is no ID (SigmaHQ/sigma-specification, specification/sigma-appendix-tags.md).
 */

import { setImmediate } from 'node:timers/promises';
import { type Document, isScalar, isSeq, parseDocument } from 'yaml';
import type { Collector } from './phrase.ts';

/** Characters, one document. Most have 1,000 to 2,000; `driver_load_win_vuln_drivers.yml` lists hashes, and has 295,000. */
export const MAX_RULE = 1024 * 1024;

/** Characters, what is parsed of one document. As many hostile ones cost a tenth of a second. */
const MAX_PARSED = 16 * 1024;

/** Status values whose rules are replaced or cannot be used (json-schema/sigma-detection-rule-schema.json of the specification). */
const RETIRED = new Set(['deprecated', 'unsupported']);

const TAG = /^attack\.(.+)$/i;

/** Whether a text looks like a rule: a title and one of the keys that go with it, none of them indented. */
export function isSigma(text: string): boolean {
  return /^title[ \t]*:/m.test(text) && /^(?:tags|logsource|detection|correlation)[ \t]*:/m.test(text);
}

/**
 * @param text one document or several
 * @throws the signal's reason once it is aborted
 */
export async function decodeSigma(text: string, collector: Collector, signal: AbortSignal): Promise<void> {
  for (const document of splitDocuments(text)) {
    await setImmediate();
    signal.throwIfAborted();
    if (document.length > MAX_RULE) collector.skip('tooLarge');
    else collectRule(document, collector);
  }
}

/** Three dashes at the beginning of a line end a document wherever they stand (YAML 1.2.2, section 9.1.2): one that is broken spoils no other. */
function* splitDocuments(text: string): Generator<string> {
  const marker = /^---(?=\s|$)/gm;
  let start = 0;
  for (let found = marker.exec(text); found; found = marker.exec(text)) {
    yield text.slice(start, found.index);
    start = marker.lastIndex;
  }
  yield text.slice(start);
}

function collectRule(text: string, collector: Collector): void {
  const needed = sift(text);
  if (needed === '') {
    // Before the first three dashes stands at most a comment.
    if (/^[^\s#.]/m.test(text)) collector.skip('untitled');
    return;
  }
  const rule = needed.length > MAX_PARSED ? undefined : parse(needed);
  if (rule === undefined) collector.skip(needed.length > MAX_PARSED ? 'tooLarge' : 'malformed');
  else if (RETIRED.has(readText(rule, 'status').trim().toLowerCase())) collector.skip('retired');
  else collector.add(readText(rule, 'title'), readIds(rule));
}

/**
 * The lines of the keys that are needed, a tenth of a rule: a line that begins with neither a gap nor a dash begins the next key of a
 * document that is a block mapping, as rules are. What is wrong with the rest of a rule is then no matter either.
 */
function sift(text: string): string {
  let isNeeded = false;
  // Any line break of YAML's (1.2.2, section 5.4): a carriage return left at the end of the last line would belong to its value.
  const needed = text.split(/\r\n?|\n/).filter((line) => {
    if (/^[^\s#\-\]}]/.test(line)) isNeeded = /^(?:title|status|tags)[ \t]*:/.test(line);
    return isNeeded;
  });
  return needed.join('\n');
}

function parse(text: string): Document | undefined {
  try {
    // Keys are not compared with each other: that grows with the square of their number.
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    return document.errors.length > 0 ? undefined : document;
  } catch {
    // Nesting beyond the stack's depth.
    return undefined;
  }
}

/** Read as nodes and never made into objects: an alias stays unexpanded, and `__proto__` a key like any other. */
function readText(rule: Document, key: string): string {
  const node = find(rule, key);
  return isScalar(node) && typeof node.value === 'string' ? node.value : '';
}

function readIds(rule: Document): readonly string[] {
  const tags = find(rule, 'tags');
  if (!isSeq(tags)) return [];
  return tags.items.flatMap((item) => (isScalar(item) && TAG.exec(String(item.value))?.[1]) || []);
}

/** A document that is no mapping has no keys. */
function find(rule: Document, key: string): unknown {
  return rule.get(key, true);
}
