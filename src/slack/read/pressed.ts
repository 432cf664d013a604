/** The question that a press asks, whatever was pressed: a button's value is one, a menu's option completes one. */

import type { BlockElementAction } from '@slack/bolt';
import { decodeQuestion, type Question } from '../../reply/question.ts';
import { readOption } from '../../reply/selects.ts';

/** @returns undefined for what asks nothing, such as a button of an older version of the bot */
export function readPressed(action: BlockElementAction): Question | undefined {
  switch (action.type) {
    case 'button':
      return decodeQuestion(action.value ?? '');
    case 'static_select':
      return action.selected_option === null ? undefined : readOption(action.action_id, action.selected_option.value);
    default:
      return undefined;
  }
}
