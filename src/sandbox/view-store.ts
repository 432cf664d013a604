/** The views that people have before them: a stack of modals, three at most, and a Home tab for each person. */

import { randomUUID } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { fillIds } from './block-ids.ts';
import type { ElementValues } from './element-state.ts';
import { type JsonObject, readString } from './json.ts';
import type { Timing } from './timing.ts';

export interface StoredView {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  /** Who sees it. */
  readonly person: string;
  /** As the app gave it, with the ids that Slack fills in. */
  readonly view: JsonObject & { readonly blocks: readonly KnownBlock[] };
  /** What it showed before it was last changed: a person may press it in the moment that the change takes to reach them. */
  readonly before: readonly KnownBlock[];
  readonly hash: string;
  /** The lowest view of the stack: for the lowest, its own id. */
  readonly rootId: string;
  readonly previousId: string | undefined;
  /** The conversation that it was opened in. */
  readonly channel: string | undefined;
  /** What the person has entered, as far as it is known. */
  readonly values: ElementValues;
  /** By block_id and action_id, with a space between: the options last offered in an external select. */
  readonly offered: Readonly<Record<string, Offer>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly failure: string | undefined;
}

export interface Offer {
  /** When the app was asked, in Slack's form. */
  readonly askedTs: string;
  readonly options: readonly JsonObject[];
}

/** A view as the app gives it, already checked. */
interface ViewDraft {
  readonly person: string;
  readonly view: JsonObject;
  readonly channel: string | undefined;
}

export interface ViewStore {
  /** All that are open or published, in the order in which they came. */
  readonly all: readonly StoredView[];
  /** The lowest first. */
  modalsOf(person: string): readonly StoredView[];
  homeOf(person: string): StoredView | undefined;
  find(id: string): StoredView | undefined;
  findByExternalId(externalId: string): StoredView | undefined;
  /** Opens a modal in place of the whole stack. */
  open(draft: ViewDraft): StoredView;
  /** Puts a modal on top of the stack. */
  push(draft: ViewDraft): StoredView;
  publish(draft: ViewDraft): StoredView;
  /** Gives a view another content, and with it another hash. */
  update(stored: StoredView, view: JsonObject): StoredView;
  /** Keeps what changed around the content: what was entered, errors, options. */
  keep(stored: StoredView): void;
  close(views: readonly StoredView[]): void;
}

export const MAX_STACK = 3;

export function createViewStore(timing: Timing, changed: () => void): ViewStore {
  const all: StoredView[] = [];
  const modalsOf = (person: string): readonly StoredView[] =>
    all.filter((stored) => stored.kind === 'modal' && stored.person === person);
  const createHash = (): string => `${Math.floor(timing.now() / 1000)}.${randomUUID().slice(0, 8)}`;
  const put = (stored: StoredView): StoredView => {
    const index = all.findIndex(({ id }) => id === stored.id);
    all.splice(index === -1 ? all.length : index, 1, stored);
    changed();
    return stored;
  };
  const create = (draft: ViewDraft, kind: StoredView['kind'], below: StoredView | undefined): StoredView => {
    const id = `V0${randomUUID().slice(0, 8).toUpperCase()}`;
    return put({
      id,
      kind,
      person: draft.person,
      view: fillView(draft.view),
      before: [],
      hash: createHash(),
      rootId: below?.rootId ?? id,
      previousId: below?.id,
      channel: draft.channel,
      values: {},
      offered: {},
      errors: {},
      failure: undefined,
    });
  };
  const close = (views: readonly StoredView[]): void => {
    const gone = new Set(views.map(({ id }) => id));
    all.splice(0, all.length, ...all.filter(({ id }) => !gone.has(id)));
    changed();
  };
  const update = (stored: StoredView, view: JsonObject): StoredView =>
    put({
      ...stored,
      view: fillView(view),
      before: stored.view.blocks,
      hash: createHash(),
      errors: {},
      failure: undefined,
    });
  const homeOf = (person: string): StoredView | undefined =>
    all.find((stored) => stored.kind === 'home' && stored.person === person);

  return {
    all,
    modalsOf,
    homeOf,
    find: (id) => all.find((stored) => stored.id === id),
    findByExternalId: (externalId) => all.find((stored) => readString(stored.view, 'external_id') === externalId),
    open(draft) {
      close(modalsOf(draft.person));
      return create(draft, 'modal', undefined);
    },
    push: (draft) => create(draft, 'modal', modalsOf(draft.person).at(-1)),
    publish(draft) {
      const home = homeOf(draft.person);
      return home === undefined ? create(draft, 'home', undefined) : update(home, draft.view);
    },
    update,
    keep(stored) {
      // A view that was closed meanwhile does not come back.
      if (all.some(({ id }) => id === stored.id)) {
        put(stored);
      }
    },
    close,
  };
}

function fillView(view: JsonObject): StoredView['view'] {
  return { ...view, blocks: fillIds(view.blocks as readonly KnownBlock[]) };
}
