/** What a section lists: counted first, and made entries of where a page of it is shown. */

import type { AttackObject } from '../../attack/object.ts';

/** Counted before any of it is an entry. */
export interface Listed {
  readonly count: number;
  readonly entries: (from: number, to: number) => readonly Entry[];
}

export interface Entry {
  /** A function, for who asks for the objects alone. */
  readonly read: () => string;
  readonly objects: readonly AttackObject[];
}

export function listed<T>(all: readonly T[], toEntry: (one: T) => Entry): Listed {
  return { count: all.length, entries: (from, to) => all.slice(from, to).map(toEntry) };
}

export function entries(all: readonly Entry[]): Listed {
  return listed(all, (entry) => entry);
}
