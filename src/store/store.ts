/** What a place to remember things must be able to do: so little that any shared database can stand in for the file. */

/** Values are texts under a key within a collection; a key's parts are joined by `/`. Every method may fail as I/O does. */
export interface Store {
  /** @returns undefined where there is none, or it has expired */
  readonly get: (collection: string, key: string) => Promise<string | undefined>;
  /** All that begins so, by key. */
  readonly list: (collection: string, prefix: string) => Promise<readonly Entry[]>;
  /**
   * Replaces a value by what `change` makes of it, in one step that no other writer comes between.
   *
   * @param change gets the value, and returns the new one: undefined forgets it. Pure, for it may be asked again.
   * @param expiresAt in ms since 1970; left out, it is kept until it is forgotten
   */
  readonly change: (
    collection: string,
    key: string,
    change: (value: string | undefined) => string | undefined,
    expiresAt?: number,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Entry {
  readonly key: string;
  readonly value: string;
}
