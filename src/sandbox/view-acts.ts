/** What a person does in a modal or on the Home tab: presses, types, submits, closes, opens. */

import { choosableInView, nameOffer } from './choosable.ts';
import type { ElementValues } from './element-state.ts';
import { findElement } from './elements.ts';
import { isObject } from './json.ts';
import { nameFailure, VIEW_FAILURE } from './outcome.ts';
import type { PageAct, PageValues } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import {
  buildClosed,
  buildHomeOpened,
  buildSubmission,
  buildSuggestion,
  buildView,
  buildViewActions,
  readViewValues,
} from './payloads-view.ts';
import { press } from './press.ts';
import { findMissingInputs, finishSubmission } from './submit-view.ts';
import { isLongEnough, readSuggestions } from './suggest.ts';
import type { Offer, StoredView } from './view-store.ts';
import type { Person } from './workspace.ts';
import { sendEvent, type World } from './world.ts';

type ActOf<K extends PageAct['kind']> = Extract<PageAct, { kind: K }>;

export function pressView(world: World, act: ActOf<'press-view'>, person: Person): ActResult {
  const shown = findShown(world, act.viewId, person);
  if (shown === undefined) {
    return fail('view_not_found');
  }
  if (!world.app.isInteractive) {
    return fail('This app is not configured to handle interactive responses.');
  }
  const { blockId, actionId } = act;
  const entered = enter(world, shown, act.values);
  const placed = findElement(entered.view.blocks, blockId, actionId) ?? findElement(entered.before, blockId, actionId);
  const before = entered.values[blockId]?.[actionId];
  const pressed = press(placed, act.choice, choosableInView(entered, world), world.workspace.nextTs(), before);
  if (pressed.kind === 'missing') {
    return fail(pressed.error);
  }
  const stored =
    pressed.state === undefined
      ? entered
      : keepValues(world, entered, {
          ...entered.values,
          [blockId]: { ...entered.values[blockId], [actionId]: pressed.state },
        });
  // What is entered in an input waits for the submission, unless the input says otherwise.
  if (placed?.block.type === 'input' && placed.block.dispatch_action !== true) {
    return { ok: true };
  }
  const triggerId = world.triggers.issue({
    person: person.id,
    viewId: stored.id,
    ...(stored.channel === undefined ? {} : { channel: stored.channel }),
  });
  const payload = buildViewActions({ person, stored, world }, pressed.action, triggerId);
  void world.delivery.deliverOnce({ kind: 'interaction', payload }).then((outcome) => {
    markFailure(world, stored.id, nameFailure(outcome) !== undefined);
  });
  return { ok: true };
}

export async function suggest(world: World, act: ActOf<'suggest'>, person: Person): Promise<ActResult> {
  const shown = findShown(world, act.viewId, person);
  const placed = shown && findElement(shown.view.blocks, act.blockId, act.actionId);
  if (shown === undefined || placed === undefined) {
    return fail(shown === undefined ? 'view_not_found' : 'action_not_found');
  }
  if (!isLongEnough(placed.element, act.text)) {
    return { ok: true, groups: [] };
  }
  const stored = enter(world, shown, act.values);
  const askedTs = world.workspace.nextTs();
  const payload = buildSuggestion({ person, stored, world }, act);
  const suggestions = readSuggestions(await world.delivery.deliverOnce({ kind: 'interaction', payload }));
  markFailure(world, stored.id, suggestions === undefined);
  if (suggestions === undefined) {
    return fail(VIEW_FAILURE);
  }
  keepOffer(world, stored.id, nameOffer(act.blockId, act.actionId), { askedTs, options: suggestions.options });
  return { ok: true, groups: suggestions.groups };
}

export function submit(world: World, act: ActOf<'submit'>, person: Person): ActResult {
  const shown = findShown(world, act.viewId, person);
  if (shown === undefined || shown.view.submit === undefined) {
    return fail('view_not_found');
  }
  const entered = enter(world, shown, act.values);
  const stored = { ...entered, errors: findMissingInputs(entered, world), failure: undefined };
  world.views.keep(stored);
  if (Object.keys(stored.errors).length > 0) {
    return { ok: true };
  }
  const triggerId = world.triggers.issue({
    person: person.id,
    viewId: stored.id,
    ...(stored.channel === undefined ? {} : { channel: stored.channel }),
  });
  const payload = buildSubmission({ person, stored, world }, triggerId);
  void world.delivery.deliverOnce({ kind: 'interaction', payload }).then((outcome) => {
    finishSubmission(world, stored.id, outcome);
  });
  return { ok: true };
}

export function closeView(world: World, act: ActOf<'close'>, person: Person): ActResult {
  const shown = findShown(world, act.viewId, person);
  if (shown === undefined || shown.kind === 'home') {
    return fail('view_not_found');
  }
  const isCleared = act.isAll || shown.view.clear_on_close === true;
  const closed = isCleared ? world.views.modalsOf(person.id) : [shown];
  world.views.close(closed);
  for (const stored of closed.filter(({ view }) => view.notify_on_close === true)) {
    const payload = buildClosed({ person, stored, world }, isCleared);
    void world.delivery.deliverOnce({ kind: 'interaction', payload });
  }
  return { ok: true };
}

export function openHome(world: World, person: Person): ActResult {
  const direct = world.workspace.findDirect(person.id);
  if (!world.app.hasHome || direct === undefined) {
    return fail('This app has no Home tab.');
  }
  const home = world.views.homeOf(person.id);
  const view = home && buildView(home, world);
  void sendEvent(world, buildHomeOpened(person, direct, world.workspace.nextTs(), view));
  return { ok: true };
}

/** The uppermost modal, or the Home tab: nothing else can be used. */
function findShown(world: World, id: string, person: Person): StoredView | undefined {
  return [world.views.modalsOf(person.id).at(-1), world.views.homeOf(person.id)].find((stored) => stored?.id === id);
}

/** Keeps what the page says was entered since. */
function enter(world: World, stored: StoredView, values: PageValues): StoredView {
  return keepValues(world, stored, readViewValues(stored, world, readPageValues(values)));
}

function keepValues(world: World, stored: StoredView, values: ElementValues): StoredView {
  const next = { ...stored, values };
  world.views.keep(next);
  return next;
}

/** An answer that was overtaken by that to a later keystroke counts no more. */
function keepOffer(world: World, id: string, key: string, offer: Offer): void {
  const current = world.views.find(id);
  if (current !== undefined && (current.offered[key]?.askedTs ?? '') < offer.askedTs) {
    world.views.keep({ ...current, offered: { ...current.offered, [key]: offer } });
  }
}

function readPageValues(values: PageValues): ElementValues {
  return Object.fromEntries(
    Object.entries(values).map(([blockId, states]) => [
      blockId,
      Object.fromEntries(Object.entries(states).flatMap(([id, state]) => (isObject(state) ? [[id, state]] : []))),
    ]),
  );
}

function markFailure(world: World, id: string, isFailed: boolean): void {
  const stored = world.views.find(id);
  const failure = isFailed ? VIEW_FAILURE : undefined;
  if (stored !== undefined && stored.failure !== failure) {
    world.views.keep({ ...stored, failure });
  }
}

function fail(error: string): ActResult {
  return { ok: false, error };
}
