/**
 * MITRE's own changelog: which class an object's change has in one domain. Follows mitreattack-python 5.6.1
 * (`diffStix/changelog_helper.py`), which compares by STIX id and looks at state, version, time and text, never at names or tactics.
 */

import type { AttackObject } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import type { ChangeClass } from './change.ts';

/** @returns undefined for what the changelog does not mention: what was dead before, or is revoked in favour of nothing of its kind */
export function classify(
  earlier: AttackObject | undefined,
  later: AttackObject | undefined,
  laterGraph: Graph,
): ChangeClass | undefined {
  if (!earlier) return later && 'addition';
  if (!later) return 'deletion';
  if (later.status === 'revoked') {
    return earlier.status !== 'revoked' && hasSuccessor(later, laterGraph) ? 'revocation' : undefined;
  }
  if (later.status === 'deprecated') return earlier.status === 'deprecated' ? undefined : 'deprecation';
  return classifyVersion(earlier, later);
}

/** The changelog looks a successor up among the objects of the same type. */
function hasSuccessor(object: AttackObject, graph: Graph): boolean {
  return (graph.outgoing.get(object.stixId) ?? []).some(
    ({ type, target }) => type === 'revoked-by' && graph.byStixId.get(target)?.kind === object.kind,
  );
}

function classifyVersion(earlier: AttackObject, later: AttackObject): ChangeClass {
  const [from, to] = [readVersion(earlier.version), readVersion(later.version)];
  if (to.major === from.major + 1 && to.minor === 0) return 'major';
  if (to.major === from.major && to.minor === from.minor + 1) return 'minor';
  if (to.major !== from.major || to.minor !== from.minor) return 'other';
  return isTouched(earlier, later) ? 'patch' : 'unchanged';
}

function isTouched(earlier: AttackObject, later: AttackObject): boolean {
  return (
    readTime(earlier.modified) !== readTime(later.modified) ||
    joinLines(earlier.description) !== joinLines(later.description)
  );
}

/** Whole numbers on both sides of the dot: 1.10 comes after 1.9. */
function readVersion(version = '0.0'): { readonly major: number; readonly minor: number } {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return { major, minor };
}

/** Two ways to write one moment are no change. */
function readTime(timestamp: string | undefined): number | string | undefined {
  return timestamp === undefined ? undefined : Date.parse(timestamp) || timestamp;
}

function joinLines(text: string): string {
  return text.replaceAll('\n', ' ');
}
