/** `/attack …`: answered to the asker alone. */

import type { Middleware, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../reply/blocks.ts';
import { NEW_SEARCH } from '../reply/modal/state.ts';
import { isErrand, parseQuestion } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import { comparingNotice } from '../reply/views/notice.ts';
import type { Deps } from './deps.ts';
import { runErrand } from './errand/errand.ts';
import { gatherCompared } from './gather/compared.ts';
import { openModal } from './modal/search.ts';
import { withNotice } from './out/notice.ts';
import { post } from './out/post.ts';
import { respond } from './out/respond.ts';
import { remember } from './remember.ts';

const PLACEMENT = { response_type: 'ephemeral', replace_original: false } as const;

export function createCommand(deps: Deps): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ command, ack, client }) => {
    await ack();
    const {
      team_id: team,
      user_id: person,
      channel_id: channel,
      channel_name: channelName,
      trigger_id: triggerId,
      response_url: responseUrl,
    } = command;
    if (command.text.trim() === '' && (await openSearch(command, client, deps))) return;
    const question = parseQuestion(command.text);
    if (isErrand(question))
      return runErrand(question, { client, team, person, channel, channelName, triggerId, responseUrl }, deps);
    // A command's response URL replaces nothing (bolt-js#2287): what tells that it takes a while stays above the answer.
    const say = (message: Message) =>
      post(message, { ...deps, team }, (content) => respond(responseUrl, content, PLACEMENT));
    const known = deps.catalog();
    const gathered = gatherCompared(question, known, deps);
    const { value: compared } = await withNotice(gathered, () => say(comparingNotice(question)), deps.log);
    const message = reply(question, known, {
      now: deps.now(),
      isPrivate: true,
      ...(compared && { compared }),
    });
    await say(message);
    await remember(message.shows, { team, person }, deps);
  };
}

/** @returns false where it does not open, so that the asker gets help instead */
async function openSearch(
  { channel_name: name, response_url: responseUrl, trigger_id: triggerId }: SlashCommand,
  client: WebClient,
  deps: Deps,
): Promise<boolean> {
  const origin = { name, responseUrl, at: deps.now() };
  try {
    await openModal(client, triggerId, { ...NEW_SEARCH, origin }, deps);
    return true;
  } catch (error) {
    deps.log.warn({ err: error }, 'the search does not open');
    return false;
  }
}
