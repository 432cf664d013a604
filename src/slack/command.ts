/** `/attack …`: answered to the asker alone. */

import type { Middleware, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { NEW_SEARCH } from '../reply/modal/state.ts';
import { isErrand, parseQuestion } from '../reply/question.ts';
import { loadingMessage } from '../reply/views/release.ts';
import { note } from '../request.ts';
import type { Deps } from './deps.ts';
import { runErrand } from './errand/errand.ts';
import { answerTo } from './ground.ts';
import { openModal } from './modal/search.ts';
import { type CommandAnswer, createCommandAnswer } from './out/command-answer.ts';
import { remember } from './remember.ts';

/** @param isDirect see `Ways` in `listeners.ts` */
export function createCommand(deps: Deps, isDirect: boolean): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ command, ack, client }) => {
    const { team_id: team, response_url: responseUrl } = command;
    const answer = createCommandAnswer(ack, responseUrl, { ...deps, team });
    // A socket may be another one by the time that the answer is made.
    if (!isDirect) await answer.acknowledge();
    try {
      await carryOut(command, answer, client, deps);
    } finally {
      await answer.acknowledge();
    }
  };
}

async function carryOut(
  command: SlashCommand,
  { acknowledge, say }: CommandAnswer,
  client: WebClient,
  deps: Deps,
): Promise<void> {
  const {
    team_id: team,
    user_id: person,
    channel_id: channel,
    channel_name: channelName,
    trigger_id: triggerId,
    response_url: responseUrl,
  } = command;
  if (command.text.trim() === '') {
    await acknowledge();
    if (await openSearch(command, client, deps)) return;
  }
  const question = parseQuestion(command.text);
  if (isErrand(question)) {
    await acknowledge();
    return runErrand(question, { client, team, person, channel, channelName, triggerId, responseUrl }, deps);
  }
  note({ kind: question.kind });
  const asking = { team, now: deps.now(), isPrivate: true };
  // Slack knows no message that the answer could take the place of: what was said while a release was on its way stays above it.
  const message = await answerTo(question, asking, deps, (release) => say(loadingMessage(release)));
  note(message.course);
  await say(message);
  await remember(message.shows, { team, person }, deps);
}

/** @returns false where it does not open, so that the asker gets help instead */
async function openSearch(
  { team_id: team, channel_name: name, response_url: responseUrl, trigger_id: triggerId }: SlashCommand,
  client: WebClient,
  deps: Deps,
): Promise<boolean> {
  const origin = { name, responseUrl, at: deps.now() };
  try {
    await openModal(client, triggerId, { ...NEW_SEARCH, origin }, team, deps);
    note({ kind: 'modal' });
    return true;
  } catch (error) {
    deps.log.warn({ err: error }, 'the search does not open');
    return false;
  }
}
