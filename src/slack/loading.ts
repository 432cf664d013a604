/** What a question meets that comes before the first catalog. */

export class LoadingError extends Error {
  override readonly name = 'LoadingError';

  constructor() {
    super('asked before the first catalog');
  }
}
