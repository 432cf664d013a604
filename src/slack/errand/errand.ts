/** What a question needs beyond the catalog, done where it was asked. */

import type { WebClient } from '@slack/web-api';
import type { Errand } from '../../reply/question.ts';
import { note } from '../../request.ts';
import type { Deps } from '../deps.ts';
import { runLayer } from './layer.ts';
import { runMarkdown } from './markdown.ts';
import { runPin, runUnpin } from './pin.ts';
import { runReport } from './report.ts';
import { runSettings } from './settings.ts';
import { runWatch } from './watch.ts';

/** Where an errand was asked for, and the ways to answer there. */
export interface Asked {
  readonly client: WebClient;
  readonly team: string;
  /** Slack's id of the person. */
  readonly person: string;
  readonly channel: string;
  /** Where Slack tells it; for private channels and direct messages it tells a word that is none. */
  readonly channelName?: string;
  /** The thread's `ts`, where it was asked in one. */
  readonly thread?: string;
  /** The question itself begins the thread that its answer goes to. */
  readonly startsThread?: boolean;
  /** Of a command or a press, not of a mention: opens a modal within three seconds. */
  readonly triggerId?: string;
  /** Of a command or a press: works where the bot is no member. */
  readonly responseUrl?: string;
}

export async function runErrand(errand: Errand, asked: Asked, deps: Deps): Promise<void> {
  note({ kind: errand.kind, outcome: 'answered' });
  switch (errand.kind) {
    case 'settings':
      return runSettings(asked, deps);
    case 'layer':
    case 'upload':
      return runLayer(errand, asked, deps);
    case 'pin':
      return runPin(errand.release, asked, deps);
    case 'unpin':
      return runUnpin(asked, deps);
    case 'report':
      return runReport(errand.of, asked, deps);
    case 'markdown':
      return runMarkdown(errand.of, asked, deps);
    default:
      return runWatch(errand, asked, deps);
  }
}
