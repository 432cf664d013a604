/** What was given is no compact catalog, or one of another format: whoever has the bundles builds a new one. */

export class CompactError extends Error {
  override readonly name = 'CompactError';

  /** `fault` completes "What came is no compact catalog: it …". */
  constructor(fault: string, options?: ErrorOptions) {
    super(`What came is no compact catalog: it ${fault}.`, options);
  }
}
