/** What a person presses in a modal or in the Home: it changes the view, or opens another on top of it. */

import type {
  BlockAction,
  BlockElementAction,
  Middleware,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { keyShown } from '../../reply/answer.ts';
import { isMenuField } from '../../reply/modal/narrowing.ts';
import {
  decodeState,
  type ModalState,
  openOn,
  type Press,
  type Step,
  step,
  stepInPlace,
} from '../../reply/modal/state.ts';
import { isErrand } from '../../reply/question.ts';
import { ANY, MODAL_ACTIONS, modalView } from '../../reply/views/modal.ts';
import { tellSharing } from '../../reply/views/shared.ts';
import type { Catalog } from '../../search/catalog.ts';
import type { Deps } from '../deps.ts';
import { groundOf } from '../ground.ts';
import { reasonOf } from '../out/reason.ts';
import { inTime } from '../out/views.ts';
import { readMenus } from '../read/menus.ts';
import { readPressed } from '../read/pressed.ts';
import { remember } from '../remember.ts';
import { openModal } from './search.ts';
import { share } from './share.ts';
import { createViewTurns, type SeenView } from './view-turns.ts';

type View = NonNullable<BlockAction['view']>;

export type ViewPress = SlackActionMiddlewareArgs<BlockAction>;

/** `open` starts a stack of its own: there is none yet where the Home is. */
type Lead = Step | { readonly kind: 'open'; readonly state: ModalState };

type Seen = SeenView<ModalState> | undefined;

interface Whose {
  readonly team: string;
  readonly person: string;
}

/** Where it was pressed. */
interface Place {
  readonly client: WebClient;
  readonly team: string;
  readonly triggerId: string;
  readonly view: View;
}

export function createViewAction(deps: Deps): Middleware<ViewPress> {
  const inTurn = createViewTurns<ModalState>();
  return async ({ action, body, ack, client, context }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    const whose = { team: context.teamId ?? '', person: body.user.id };
    await inTurn(view.id, async (seen) => {
      const place = {
        client,
        team: whose.team,
        triggerId: body.trigger_id,
        view: { ...view, hash: seen?.hash ?? view.hash },
      };
      const state = seen?.state ?? decodeState(view.private_metadata);
      return (await followPress(action, state, place, whose, deps)) ?? seen;
    });
  };
}

/** @returns what the view of the press was changed to, if it was changed */
async function followPress(
  action: BlockElementAction,
  state: ModalState,
  place: Place,
  whose: Whose,
  deps: Deps,
): Promise<Seen> {
  const question = readPressed(action);
  if (state.origin && question?.kind === 'share') {
    const note = tellSharing(await share(question.of, state.origin, whose, deps), state.origin);
    return update(state, place, deps, note);
  }
  const { catalog: known } = await groundOf(whose.team, deps);
  const press = readPress(action, place.view, state);
  const next = press && lead(press, place.view, state, known);
  if (!next) {
    deps.log.info({ action: action.action_id }, 'a press that means nothing');
    return undefined;
  }
  const shown = await show(next, () => stepInPlace(state, press, known).state, place, deps);
  const opens = press.kind === 'pick' || (press.kind === 'ask' && press.question.kind === 'open');
  await remember(opens && next.state.shown ? keyShown(next.state.shown, known) : undefined, whose, deps);
  return shown;
}

/** The box of "Copy as Markdown" asks for nothing: "Done" closes it, or leads back to the card whose place it took. */
export function createCopySubmission(deps: Deps): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, view, context }) => {
    const state = decodeState(view.private_metadata);
    if (state.copied !== 'in place') return ack();
    const { catalog, vantage } = await groundOf(context.teamId ?? '', deps);
    const { state: before } = step(state, { kind: 'back' }, catalog);
    await ack({ response_action: 'update', view: modalView(before, catalog, deps.now(), { vantage }) });
  };
}

function lead(press: Press, view: View, state: ModalState, known: Catalog): Lead | undefined {
  if (view.type !== 'home') return step(state, press, known);
  return press.kind === 'ask' ? { kind: 'open', state: openOn(press.question) } : undefined;
}

/** @returns what the view of the press was changed to, if it was changed */
async function show({ kind, state }: Lead, inPlace: () => ModalState, place: Place, deps: Deps): Promise<Seen> {
  const { client, triggerId, view } = place;
  switch (kind) {
    case 'open':
      await openModal(client, triggerId, state, place.team, deps);
      return undefined;
    case 'update':
      return update(state, place, deps);
    case 'push': {
      const { catalog, vantage } = await groundOf(place.team, deps);
      const pushed = modalView(state, catalog, deps.now(), { vantage });
      try {
        await inTime(() => client.views.push({ trigger_id: triggerId, view: pushed }), deps.log);
        return undefined;
      } catch (error) {
        // Two quick presses push twice, and the second view does not know how deep it lies.
        if (reasonOf(error) !== 'push_limit_reached') throw error;
        deps.log.info({ view: view.id }, 'no room on the stack of views');
        return update(inPlace(), place, deps);
      }
    }
  }
}

async function update(
  state: ModalState,
  { client, team, view: { id, hash } }: Place,
  deps: Deps,
  note?: string,
): Promise<Seen> {
  const { catalog, vantage } = await groundOf(team, deps);
  const view = modalView(state, catalog, deps.now(), { note, vantage });
  let changed: string | undefined;
  await inTime(async () => {
    changed = (await client.views.update({ view_id: id, hash, view })).view?.hash;
  }, deps.log);
  return changed === undefined ? undefined : { state, hash: changed };
}

/** @returns undefined for what no view of this version has */
function readPress(action: BlockElementAction, { state: now }: View, state: ModalState): Press | undefined {
  const [name = '', field = ''] = action.action_id.split('.');
  switch (name) {
    case MODAL_ACTIONS.pick: {
      const key = action.type === 'external_select' ? action.selected_option?.value : undefined;
      return key === undefined ? undefined : { kind: 'pick', key };
    }
    case MODAL_ACTIONS.narrow: {
      const chosen = action.type === 'static_select' ? action.selected_option?.value : undefined;
      const narrowed = readMenus(now.values, state.search?.narrowed ?? []);
      const value = chosen === ANY ? undefined : chosen;
      return isMenuField(field) ? { kind: 'narrow', field, value, narrowed } : undefined;
    }
    case MODAL_ACTIONS.back:
      return { kind: 'back' };
    default: {
      const question = readPressed(action);
      if (question?.kind === 'markdown') return { kind: 'copy', of: question.of };
      return question && !isErrand(question) ? { kind: 'ask', question } : undefined;
    }
  }
}
