/** What every part of the page may need: who is who, the look that the system asks for, and the way to act. */

import type { ConfirmationDialog } from '@slack/types';
import { createContext, useContext } from 'react';
import type { PageAct, PageChannel, PageState } from '../page-api.ts';
import type { ActReply } from './connection.ts';

export interface PageContextValue {
  readonly state: PageState;
  readonly theme: 'light' | 'dark';
  /** True when the server took it; what went wrong is shown on the page. */
  readonly act: (act: PageAct) => Promise<boolean>;
  /** For who shows by themselves what went wrong. */
  readonly send: (act: PageAct) => Promise<ActReply>;
  /** Asks the person; false for no. */
  readonly confirm: (question: ConfirmationDialog) => Promise<boolean>;
}

export const PageContext = createContext<PageContextValue | undefined>(undefined);

export function usePage(): PageContextValue {
  const value = useContext(PageContext);
  if (value === undefined) {
    throw new Error('a part of the page stands outside of PageContext');
  }
  return value;
}

/** A person's name, or the ID of someone unknown. */
export function nameOf(state: PageState, id: string): string {
  return state.people.find((person) => person.id === id)?.name ?? id;
}

/** The direct message with the app, whose other tab is the app's Home; undefined where the app has none. */
export function findHome(state: PageState): PageChannel | undefined {
  const bots = new Set(state.people.filter((person) => person.isBot).map(({ name }) => name));
  return state.home.isEnabled ? state.channels.find(({ isDirect, name }) => isDirect && bots.has(name)) : undefined;
}
