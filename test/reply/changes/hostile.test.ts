import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/reply/blocks.ts';
import { answerComparison } from '../../../src/reply/changes/answer.ts';
import type { ComparisonQuestion } from '../../../src/reply/changes/question.ts';
import { writeReport } from '../../../src/reply/changes/report.ts';
import { copyAsMarkdown, LONGEST_COPY } from '../../../src/reply/copy.ts';
import { parseQuestion } from '../../../src/reply/question.ts';
import { reply } from '../../../src/reply/reply.ts';
import { group, relationship, type Stix, tactic, technique } from '../../fixtures/bundle.ts';
import { findLive, hostileText } from '../../fixtures/hostile.ts';
import { findFaults } from '../../fixtures/message-faults.ts';
import { compareCatalogs, releaseOf, TWO_COMPARED } from '../../fixtures/two-releases.ts';

/** A technique with such a name, text and platform, used by such a group. */
function worldOf(name: string, text: string): readonly Stix[] {
  const one = technique({
    id: 'T1001',
    name: `N ${name}`,
    description: `Once ${text} upon`,
    platforms: [`P ${name}`],
    fields: { x_mitre_contributors: [`C ${name}`] },
  });
  const crew = group({
    id: `G${name.length % 2 ? '0001' : '0002'}`,
    name: `G ${name}`,
    aliases: [`A ${text.slice(0, 50)}`],
  });
  return [
    tactic({ id: 'TA0002', name: `T ${name}`, shortname: 'execution' }),
    one,
    crew,
    relationship(crew, 'uses', one),
  ];
}

describe('what changed, whatever a feed writes', () => {
  it('is within Slack’s limits, mentions nobody and leads nowhere else', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, hostileText, (was, wasText, is, isText) => {
        const comparison = compareCatalogs(
          ['17.1', releaseOf('17.1', { enterprise: worldOf(was, wasText) }, 0)],
          ['18.1', releaseOf('18.1', { enterprise: worldOf(is, isText) }, 0)],
        );
        const compared = { kind: 'compared', comparison } as const;
        const questions: readonly ComparisonQuestion[] = [
          { kind: 'changes', page: 1 },
          { kind: 'changes', list: 'seen', page: 1 },
          { kind: 'changes', list: 'official', page: 1 },
          { kind: 'diff', terms: ['T1001', 'TA0002', 'G0001', 'G0002'], page: 1 },
          ...[1, 2, 99].map((page) => ({ kind: 'diff', terms: ['T1001'], page }) as const),
          { kind: 'diff', terms: ['T1001'], part: 'platforms', page: 1 },
        ];
        for (const question of questions) {
          const message = reply(question, comparison.later, { now: 0, isPrivate: true, compared });
          expect(faultsOf(message)).toEqual([]);
          expect(findLive({ text: message.text, blocks: message.blocks })).toEqual([]);
          expect(copyAsMarkdown(question, comparison.later, compared).length).toBeLessThanOrEqual(LONGEST_COPY);
        }
        const found = answerComparison({ kind: 'changes', page: 1 }, compared);
        if (found.kind !== 'changes') throw new Error('there is no summary');
        const markdown = [...writeReport(found).sections].join('\n\n');
        // Chapters are the bot's own, however names and texts begin.
        expect(markdown.match(/^# .*/gm)).toEqual(['# What changed from ATT&CK 17.1 to 18.1']);
        const words = markdown.replaceAll(/(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
        expect([...words.matchAll(/(?<!\\)\]\((?!https:\/\/attack\.mitre\.org\/)/g)]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is answered whatever is typed', { timeout: 60_000 }, () => {
    const compared = { kind: 'compared', comparison: TWO_COMPARED } as const;
    fc.assert(
      fc.property(fc.constantFrom('changes ', 'diff ', 'what changed in '), hostileText, (verb, typed) => {
        const question = parseQuestion(verb + typed);
        if (question.kind !== 'changes' && question.kind !== 'diff') return;
        const message = reply(question, TWO_COMPARED.later, { now: Date.now(), isPrivate: true, compared });
        expect(faultsOf(message)).toEqual([]);
        expect(findLive({ text: message.text, blocks: message.blocks })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Cells and options are plain text, in which Slack reads no mention. */
function faultsOf(message: Message): readonly string[] {
  return findFaults(message).filter((fault) => fault !== 'a live mention');
}
