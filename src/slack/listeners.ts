/** The table of what the bot listens to. It brings all that answers are made of. */

import type { App, BlockAction, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { COPY_CALLBACK } from '../reply/views/copy.ts';
import { FOUND_CALLBACK, TICK_ACTION } from '../reply/views/found.ts';
import { MODAL_ACTIONS } from '../reply/views/modal.ts';
import { createAction } from './action.ts';
import { createCommand } from './command.ts';
import type { Deps } from './deps.ts';
import { createDetails } from './details.ts';
import { createEdit } from './edit.ts';
import { createFoundShortcut, createFoundSubmission, FOUND_SHORTCUT } from './found.ts';
import { createHome, createHomeAction, createRedrawHome } from './home.ts';
import { createLink } from './link.ts';
import { createDirectMessage, createMention } from './mention.ts';
import { createMessage } from './message.ts';
import { createOptions } from './modal/options.ts';
import { createSearchShortcut, SEARCH_SHORTCUT } from './modal/search.ts';
import { createCopySubmission, createViewAction } from './modal/view-action.ts';
import { createLinkNote, createMessageNote } from './noted.ts';
import { createErrorHandler } from './out/failure.ts';
import { createShown } from './settings/noise.ts';
import { createSettingsAction } from './settings-action.ts';

export interface Ways {
  readonly client: WebClient;
  /** Gives up early: a preview that comes late is none. */
  readonly unfurlClient: WebClient;
  /** Whether link previews are Work Objects, which the app's settings have to allow. */
  readonly workObjects: boolean;
  /** Whether an acknowledgement goes back on the request that it is for, and not over a socket. */
  readonly isDirect: boolean;
}

export function listen(app: App, deps: Deps, { client, unfurlClient, workObjects, isDirect }: Ways): void {
  const shown = createShown(deps.now);
  app.command('/attack', createCommand(deps, isDirect));
  app.event('app_mention', createMention(deps));
  app.event('message', createDirectMessage(deps));
  app.event('message', createMessageNote(deps));
  app.event('link_shared', createLinkNote(deps));
  app.event('message', createMessage(deps, shown));
  app.event('message', createEdit(deps, shown));
  app.event('link_shared', createLink(deps, shown, unfurlClient, workObjects));
  app.event('entity_details_requested', createDetails(deps));
  app.event('app_home_opened', createHome(deps));
  app.shortcut<GlobalShortcut>(SEARCH_SHORTCUT, createSearchShortcut(deps));
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: FOUND_SHORTCUT }, createFoundShortcut(deps));
  app.options({ type: 'block_suggestion', action_id: MODAL_ACTIONS.pick }, createOptions(deps));
  const inView = createViewAction(deps);
  const inMessage = createAction(deps, unfurlClient);
  app.action<BlockAction>(/^(?:ask|open)\b/, (args) => (args.body.view ? inView(args) : inMessage(args)));
  app.action<BlockAction>(/^(?:pick|narrow|back)\b/, inView);
  app.action<BlockAction>(/^settings\b/, createSettingsAction(deps, createRedrawHome(deps)));
  app.action<BlockAction>(/^home\b/, createHomeAction(deps));
  // What is ticked counts when the modal is submitted; Slack wants every tick acknowledged all the same.
  app.action(TICK_ACTION, ({ ack }) => ack());
  app.view(FOUND_CALLBACK, createFoundSubmission(deps));
  app.view(COPY_CALLBACK, createCopySubmission(deps));
  app.error(createErrorHandler(deps, client));
}
