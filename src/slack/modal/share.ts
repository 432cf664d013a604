/** Shares from a modal, by the response URL of the command that opened it: it works where the bot is no member. */

import type { Origin } from '../../reply/modal/state.ts';
import type { Shareable } from '../../reply/question.ts';
import type { Sharing } from '../../reply/views/shared.ts';
import type { Deps } from '../deps.ts';
import { answerTo } from '../ground.ts';
import { post } from '../out/post.ts';
import { createReference } from '../out/reference.ts';
import { respond, URL_LIFETIME } from '../out/respond.ts';

/** Never rejects: whatever fails is told in the modal. */
export async function share(
  of: Shareable,
  { responseUrl, at }: Origin,
  { team, person }: { readonly team: string; readonly person: string },
  deps: Deps,
): Promise<Sharing> {
  if (deps.now() - at >= URL_LIFETIME) return { kind: 'too late' };
  const asking = { now: deps.now(), isPrivate: false, sharedBy: person };
  const message = await answerTo({ kind: 'share', of }, { team, ...asking }, deps);
  try {
    await post(message, { ...deps, team }, (content) =>
      respond(responseUrl, content, { response_type: 'in_channel', replace_original: false }),
    );
    return { kind: 'shared' };
  } catch (error) {
    const reference = createReference();
    deps.log.error({ err: error, reference }, 'an answer could not be shared from a modal');
    return { kind: 'refused', reference };
  }
}
