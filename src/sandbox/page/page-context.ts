/** What every part of the page may need: who is who, the look that the system asks for, and the way to act. */

import type { ConfirmationDialog } from '@slack/types';
import { createContext, useContext, useMemo } from 'react';
import type { PageAct, PageChannel, PageState } from '../page-api.ts';
import type { ActReply } from './connection.ts';

/** What seldom changes: a message must not be drawn anew because another one came. */
export interface PageFrame extends Pick<PageState, 'me' | 'people' | 'commands' | 'shortcuts' | 'prompts'> {
  readonly channels: readonly Pick<PageChannel, 'id' | 'name' | 'isDirect'>[];
  readonly hasHome: boolean;
}

export interface PageContextValue {
  readonly frame: PageFrame;
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
export function nameOf(frame: PageFrame, id: string): string {
  return frame.people.find((person) => person.id === id)?.name ?? id;
}

/** The direct message with the app, whose other tab is the app's Home; undefined where the app has none. */
export function findHome({ people, channels, hasHome }: PageFrame): PageFrame['channels'][number] | undefined {
  const bots = new Set(people.filter((person) => person.isBot).map(({ name }) => name));
  return hasHome ? channels.find(({ isDirect, name }) => isDirect && bots.has(name)) : undefined;
}

/** The same object for as long as it says the same, though every push brings a new state. */
export function useFrame(state: PageState | undefined): PageFrame | undefined {
  const json = state && JSON.stringify(buildFrame(state));
  return useMemo(() => (json === undefined ? undefined : (JSON.parse(json) as PageFrame)), [json]);
}

function buildFrame({ me, people, commands, shortcuts, prompts, channels, home }: PageState): PageFrame {
  return {
    me,
    people,
    commands,
    shortcuts,
    prompts,
    channels: channels.map(({ id, name, isDirect }) => ({ id, name, isDirect })),
    hasHome: home.isEnabled,
  };
}
