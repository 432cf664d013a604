/** Every message about what is watched is one that Slack takes, whatever a list and a feed hold. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessage, type Message } from '../../../src/reply/blocks.ts';
import { announceListChange, announceListUndone, obstacleView } from '../../../src/reply/views/watch/change.ts';
import { watchListMessage } from '../../../src/reply/views/watch/list.ts';
import { releaseMessage } from '../../../src/reply/views/watch/release.ts';
import { decide } from '../../../src/reply/watch/announcement.ts';
import type { Entry } from '../../../src/reply/watch/subscription.ts';
import { readTargets, toTarget } from '../../../src/reply/watch/targets.ts';
import { compare } from '../../../src/reply/watch/touches.ts';
import { buildCatalog } from '../../../src/search/build.ts';
import type { Catalog } from '../../../src/search/catalog.ts';
import { findChanges } from '../../../src/search/changes/find-changes.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { catalogOf, editionOf, group, tactic, technique } from '../../fixtures/bundle.ts';
import { findArmed, findTexts, hostileText } from '../../fixtures/hostile.ts';
import { findFaults } from '../../fixtures/message-faults.ts';
import { hasShared, realBundle, realCatalog } from '../../fixtures/shared.ts';

const NOW = Date.UTC(2026, 10, 24);
const MARK = { by: 'U1', at: NOW - 1000 };
const RELEASES: Entry = { target: { kind: 'releases' }, mark: MARK };

describe('messages about what is watched', () => {
  it('mention nobody and are taken, whatever a feed writes', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, other) => {
        const [earlier, later] = [buildHostile(name), buildHostile(other)];
        const entries = [RELEASES, ...toEntries(earlier), ...filtersOf(earlier)];
        expect(findAll(entries, earlier, later, other)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('say what was not understood without acting on it, whatever is typed', () => {
    const known = buildHostile('x');
    fc.assert(
      fc.property(hostileText, (typed) => {
        const { obstacles } = readTargets(typed, known);
        fc.pre(obstacles.length > 0);
        expect(findAllFaults(createMessage(obstacleView(obstacles, toEntries(known), known)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe.skipIf(!hasShared)('messages about what is watched in real ATT&CK (needs ../shared)', () => {
  it('are taken for any hundred objects of a release, and for the widest filters', { timeout: 120_000 }, () => {
    const earlier = buildCatalog(
      (['enterprise', 'mobile', 'ics'] as const).map((domain) => editionOf(realBundle(domain, '17.1'))),
      { endedAt: 0, errors: [], nextAt: 1 },
    );
    const all = toEntries(earlier);
    const wide = ['domain:enterprise', 'domain:mobile', 'type:group', 'type:analytic', 'tactic:persistence'];
    for (let at = 0; at < all.length; at += 99) {
      const entries = [RELEASES, ...all.slice(at, at + 99), ...wide.flatMap((typed) => readEntries(typed, earlier))];
      expect(findAll(entries, earlier, realCatalog())).toEqual([]);
    }
  });
});

const compared = new Map<Catalog, ReturnType<typeof compareWith>>();

function compareWith(earlier: Catalog, later: Catalog) {
  const domains = earlier.copies.map(({ domain }) => domain);
  const work = findChanges({ release: '17.1', graph: earlier }, { release: '18.1', graph: later }, domains);
  return { domains, comparison: compare(runAtOnce(work), earlier, later) };
}

/** @param told what a feed and a failure say of themselves */
function findAll(entries: readonly Entry[], earlier: Catalog, later: Catalog, told = '18.1'): readonly string[] {
  const { domains, comparison } = compared.get(earlier) ?? compareWith(earlier, later);
  compared.set(earlier, { domains, comparison });
  const release = { release: told, upgrades: [{ from: told, domains }] };
  const known = runAtOnce(decide(entries, { ...release, comparisons: [comparison], problem: undefined }));
  const unknown = runAtOnce(decide(entries, { ...release, comparisons: [], problem: told }));
  const change = { added: entries, removed: entries };
  const pages = Math.ceil(entries.length / 9);
  return [
    ...[known, unknown].flatMap((one) => (one ? findAllFaults(releaseMessage(one, later)) : ['nothing is announced'])),
    ...[
      ...Array.from({ length: pages }, (_, at) =>
        watchListMessage({ entries, page: at + 1, isDirect: false, note: [] }, later, NOW),
      ),
      announceListChange({ change, by: 'U1', isDirect: true }, 'token', later),
      announceListUndone({ change, by: 'U1', isDirect: false }, 'U2', later),
    ].flatMap(findAllFaults),
  ];
}

/** Whoever changed something is named on purpose, and what stands on a button is no markup. */
function findAllFaults(message: Message): readonly string[] {
  const armed = [message.text, ...findTexts(message.blocks)].flatMap(findArmed);
  return [
    ...findFaults(message).filter((fault) => fault !== 'a live mention'),
    ...armed.filter((entity) => !/^<@U[12]>$/.test(entity)),
  ];
}

function toEntries({ objects }: Catalog): readonly Entry[] {
  return objects.map((object) => ({ target: toTarget(object), mark: MARK, formerly: object.name }));
}

function readEntries(typed: string, catalog: Catalog): readonly Entry[] {
  return readTargets(typed, catalog).wanted.map(({ target }) => ({ target, mark: MARK }));
}

function filtersOf(catalog: Catalog): readonly Entry[] {
  return ['tactic:TA0002 domain:enterprise', 'type:group', '-platform:linux'].flatMap((typed) =>
    readEntries(typed, catalog),
  );
}

function buildHostile(text: string): Catalog {
  const name = text.trim() || 'x';
  return catalogOf({
    enterprise: [
      tactic({ id: 'TA0002', name, shortname: 'execution' }),
      technique({ id: 'T1055', name, platforms: [name, 'Linux'], description: text }),
      technique({ id: 'T1056', name: `${name} 2` }),
      group({ id: 'G0016', name, aliases: [text, `${text} 2`] }),
    ],
  });
}
