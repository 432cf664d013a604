/** How many objects the catalog has, by domain, kind and status. */

import type { AttackObject } from '../attack/object.ts';

export interface Count {
  readonly labels: { readonly domain: string; readonly kind: string; readonly status: string };
  readonly count: number;
}

/** Counts each list of objects once: it is asked at every scrape, and a catalog stands for days. */
export function createCounter(): (objects: readonly AttackObject[]) => readonly Count[] {
  const known = new WeakMap<readonly AttackObject[], readonly Count[]>();
  return (objects) => {
    const counts = known.get(objects) ?? countObjects(objects);
    known.set(objects, counts);
    return counts;
  };
}

/** An object of several domains counts in each. */
function countObjects(objects: readonly AttackObject[]): readonly Count[] {
  const counts = new Map<string, { readonly labels: Count['labels']; count: number }>();
  for (const { domains, kind, status } of objects) {
    for (const domain of domains) {
      const key = `${domain} ${kind} ${status}`;
      const entry = counts.get(key) ?? { labels: { domain, kind, status }, count: 0 };
      entry.count += 1;
      counts.set(key, entry);
    }
  }
  return [...counts.values()];
}
