/** What a method of the Web API is: the scopes that open it, and its answer to arguments. */

import type { Answer } from '../answer.ts';
import type { JsonObject } from '../json.ts';
import type { World } from '../world.ts';

export interface Method {
  /** Which token it takes. */
  readonly token: 'bot' | 'app';
  /** Any one of them is enough; none means that a token is enough. */
  readonly scopes: readonly string[];
  call(args: JsonObject, world: World): Answer;
}
