/** What ties what a person is told of a failure to its cause in the log. */

import { randomUUID } from 'node:crypto';

export function createReference(): string {
  return randomUUID().slice(0, 8);
}
