/** The changelog's figures: how many objects of which type are in which class, domain by domain as MITRE counts them. */

import type { Domain } from '../../attack/domain.ts';
import { type Changes, type ObjectChange, subjectOf } from '../../search/changes/change.ts';
import { typeOf } from '../views/facts.ts';
import type { OfficialClass } from './topic.ts';

/** Only rows with something in them. */
export interface TallyRow {
  readonly domain: Domain;
  /** Such as "technique", with its sub-techniques as MITRE counts. */
  readonly type: string;
  readonly counts: ReadonlyMap<OfficialClass, number>;
}

/** Types in the order in which the objects come. MITRE leaves tactics out; here they stand beside the others. Matrices nobody counts. */
export function tallyOfficial(domains: Changes['domains'], objects: readonly ObjectChange[]): readonly TallyRow[] {
  const types = Map.groupBy(objects, officialType);
  types.delete('matrix');
  return domains.flatMap((domain) =>
    [...types].flatMap(([type, own]) => {
      const counts = new Map<OfficialClass, number>();
      for (const { classes } of own) {
        const one = classes.get(domain) ?? 'unchanged';
        if (one !== 'unchanged') counts.set(one, (counts.get(one) ?? 0) + 1);
      }
      return counts.size === 0 ? [] : [{ domain, type, counts }];
    }),
  );
}

/** Such as "technique", sub-techniques among them. */
export function officialType(object: ObjectChange): string {
  const subject = subjectOf(object);
  return subject.kind === 'technique' ? subject.kind : typeOf(subject);
}

/** Whether MITRE counts a change of which a reader sees nothing. */
export function isHidden({ classes, seen }: ObjectChange): boolean {
  return seen.length === 0 && [...classes.values()].some((one) => one !== 'unchanged');
}

/** Everybody once. */
export function listNewContributors(objects: readonly ObjectChange[]): readonly string[] {
  const names = new Set(objects.flatMap(({ newContributors }) => newContributors));
  return [...names].sort((a, b) => a.localeCompare(b, 'en'));
}
