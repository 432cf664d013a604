import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../../src/attack/domain.ts';
import type { ComparisonQuestion } from '../../../src/reply/changes/question.ts';
import { OFFICIAL_CLASSES, TOPICS } from '../../../src/reply/changes/topic.ts';
import { copyAsMarkdown, LONGEST_COPY } from '../../../src/reply/copy.ts';
import { reply } from '../../../src/reply/reply.ts';
import { buildCatalog } from '../../../src/search/build.ts';
import { subjectOf } from '../../../src/search/changes/change.ts';
import type { Comparison } from '../../../src/search/comparisons.ts';
import { editionOf } from '../../fixtures/bundle.ts';
import { findFaults } from '../../fixtures/message-faults.ts';
import { hasShared, realBundle, realCatalog } from '../../fixtures/shared.ts';
import { compareCatalogs, TWO_COMPARED } from '../../fixtures/two-releases.ts';

const asking = { now: Date.UTC(2026, 10, 24), isPrivate: true };

function realComparison(): Comparison {
  const earlier = buildCatalog(
    DOMAINS.map((domain) => editionOf(realBundle(domain, '17.1'))),
    { endedAt: undefined, errors: [], nextAt: undefined },
  );
  return compareCatalogs(['17.1', earlier], ['18.1', realCatalog()]);
}

/** What changed in more than one word, and some of the thousands that are new as a whole, or the same. */
function worthReading({ changes }: Comparison) {
  return changes.objects.filter(
    ({ seen }, at) => at % 25 === 0 || seen.some((one) => 'gained' in one || one.kind === 'text'),
  );
}

describe.each([
  ['hand-made ATT&CK', true, () => TWO_COMPARED],
  ['real ATT&CK (needs ../shared)', hasShared, realComparison],
] as const)('every message about the changes of %s', (_, isThere, compare) => {
  const comparison = isThere ? compare() : TWO_COMPARED;
  const faultsOf = (question: ComparisonQuestion) => {
    const message = reply(question, comparison.later, { ...asking, compared: { kind: 'compared', comparison } });
    return { message, faults: findFaults(message).map((fault) => `${JSON.stringify(question)}: ${fault}`) };
  };
  /** Of the question's pages, and of one beyond. */
  const faultsOfPages = (question: ComparisonQuestion): readonly string[] => {
    const { message, faults } = faultsOf(question);
    const [, pages = '1'] = /, page 1 of (\d+)/.exec(message.text) ?? [];
    const further = Array.from({ length: Number(pages) }, (_, at) => at + 2);
    return [...faults, ...further.flatMap((page) => faultsOf({ ...question, page }).faults)];
  };

  it.skipIf(!isThere)(
    'keeps to Slack’s limits in the summary and in every list, on every page',
    { timeout: 300_000 },
    () => {
      const lists = [undefined, 'seen', 'official', ...TOPICS, ...OFFICIAL_CLASSES] as const;
      const faults = lists.flatMap((list) =>
        faultsOfPages({ kind: 'changes', page: 1, ...(list === undefined ? {} : { list }) }),
      );
      expect(faults).toEqual([]);
    },
  );

  it.skipIf(!isThere)(
    'keeps to Slack’s limits for every object that changed, whatever part and page is open',
    { timeout: 300_000 },
    () => {
      const faults = worthReading(comparison).flatMap((change) => {
        const question = { kind: 'diff', terms: [subjectOf(change).stixId], page: 1 } as const;
        const parts = new Set(
          [...faultsOf(question).message.text.matchAll(/\[All [\d,]+ ([a-z -]+)\]/g)].map(([, one]) => one),
        );
        const open = TOPICS.filter(
          (topic) => parts.has(topic) || (topic === 'detection strategies' && parts.has('detections')),
        );
        return [...faultsOfPages(question), ...open.flatMap((part) => faultsOfPages({ ...question, part }))];
      });
      expect(faults).toEqual([]);
    },
  );

  it.skipIf(!isThere)('is within what can be copied, with its source', () => {
    const some = comparison.changes.objects.filter(({ seen }, at) => seen.length > 2 || at % 50 === 0).slice(0, 300);
    const questions: readonly ComparisonQuestion[] = [
      { kind: 'changes', page: 1 },
      { kind: 'changes', list: 'seen', page: 1 },
      { kind: 'changes', list: 'official', page: 2 },
      { kind: 'diff', terms: some.slice(0, 20).map((one) => subjectOf(one).stixId), page: 1 },
      ...some.map((one) => ({ kind: 'diff', terms: [subjectOf(one).stixId], page: 1 }) as const),
    ];
    for (const question of questions) {
      const copied = copyAsMarkdown(question, comparison.later, { kind: 'compared', comparison });
      expect(copied.length).toBeLessThanOrEqual(LONGEST_COPY);
      expect(copied).toMatch(/^## .*\*ATT&CK 17\.1 and 18\.1\. © The MITRE Corporation\..*\*$/s);
    }
  });
});
