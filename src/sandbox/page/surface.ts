/** What the elements of a message, a modal or a Home tab stand on: it keeps what is entered, and reports what is pressed. */

import { createContext, useContext, useRef, useState } from 'react';
import type { PageChoice, PageOptionGroup } from '../page-api.ts';
import { type ElementState, type Entered, enter, type Place } from './element-state.ts';

export interface Surface {
  readonly entered: Entered;
  keep(place: Place, state: ElementState): void;
  /** Resolves when the server has taken the press. */
  press(place: Place, choice?: PageChoice): Promise<unknown>;
  /** What an external select offers for a text; undefined when the server has no answer. Messages have none. */
  suggest?(place: Place, text: string): Promise<readonly PageOptionGroup[] | undefined>;
  /** What was found wrong, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
  /** The conversation that is open. */
  readonly conversation: string | undefined;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === undefined) {
    throw new Error('an element stands outside of SurfaceContext');
  }
  return surface;
}

interface Kept {
  readonly entered: Entered;
  /** The newest, also before the next rendering: a press follows at once upon what it reports. */
  readonly newest: { readonly current: Entered };
  readonly keep: Surface['keep'];
}

/** Keeps what is entered for as long as the surface stands, so that it survives an update of its blocks. */
export function useEntered(): Kept {
  const [entered, setEntered] = useState<Entered>({});
  const newest = useRef(entered);
  const keep = (place: Place, state: ElementState) => {
    newest.current = enter(newest.current, place, state);
    setEntered(newest.current);
  };
  return { entered, newest, keep };
}
