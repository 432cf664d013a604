/** Presses in one view are seen to one after the other, each on top of what the one before it has made of the view. */

/** What Slack was last told of a view, for those presses that were made before their person could see it. */
export interface SeenView<State> {
  readonly state: State;
  /** Slack refuses a change of a view that has another by now. */
  readonly hash: string;
}

export type ViewTurns<State> = (
  viewId: string,
  turn: (seen: SeenView<State> | undefined) => Promise<SeenView<State> | undefined>,
) => Promise<void>;

/** Nothing is kept once all presses are seen to. */
export function createViewTurns<State>(): ViewTurns<State> {
  const last = new Map<string, Promise<SeenView<State> | undefined>>();
  return async (viewId, turn) => {
    const before = last.get(viewId) ?? Promise.resolve(undefined);
    // Whoever made the one before is told of its failure.
    const mine = before.then(turn, () => turn(undefined));
    last.set(viewId, mine);
    try {
      await mine;
    } finally {
      if (last.get(viewId) === mine) last.delete(viewId);
    }
  };
}
