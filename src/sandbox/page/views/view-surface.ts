/** What the elements of a modal or a Home tab stand on: all that is entered goes with each press, submission and question. */

import { useState } from 'react';
import type { PageAct, PageView } from '../../page-api.ts';
import { type Entered, readValues } from '../element-state.ts';
import { usePage } from '../page-context.ts';
import { type Surface, useEntered } from '../surface.ts';

export interface ViewSurface {
  readonly surface: Surface;
  /** All that the view holds at this moment. */
  readonly readNow: () => Entered;
  /** Resolves when the server has answered; what went wrong stands in `problem`. */
  readonly act: (act: PageAct) => Promise<void>;
  readonly problem: string | undefined;
}

export function useViewSurface(
  view: PageView,
  errors: Readonly<Record<string, string>>,
  conversation: string | undefined,
): ViewSurface {
  const { send } = usePage();
  const { entered, newest, keep } = useEntered();
  const [problem, setProblem] = useState<string>();
  const viewId = view.id;
  const readNow = () => readValues(view.blocks, newest.current, conversation);
  const act = async (next: PageAct) => {
    setProblem((await send(next)).error);
  };
  const surface: Surface = {
    entered,
    keep,
    press: (place, choice) =>
      act({ kind: 'press-view', viewId, ...place, ...(choice === undefined ? {} : { choice }), values: readNow() }),
    async suggest(place, text) {
      const { error, groups } = await send({ kind: 'suggest', viewId, ...place, text, values: readNow() });
      return error === undefined ? groups : undefined;
    },
    errors,
    conversation,
  };
  return { surface, readNow, act, problem };
}
