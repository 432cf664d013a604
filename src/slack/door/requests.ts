/** Bolt's app, each of whose deliveries is followed as a request from its receipt to its answer. */

import type { AppOptions, ReceiverEvent } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Observer } from '../../metrics/observer.ts';
import { type Course, followRequest } from '../../request.ts';
import { App } from '../bolt.ts';

type Json = Readonly<Record<string, unknown>>;

const EVENTS: ReadonlyMap<unknown, string> = new Map([
  ['message', 'message'],
  ['app_mention', 'mention'],
  ['app_home_opened', 'home'],
  ['link_shared', 'link'],
  ['entity_details_requested', 'details'],
]);

export class FollowedApp extends App {
  readonly #observer: Observer;
  readonly #log: Log;

  constructor(options: AppOptions, observer: Observer, log: Log) {
    super(options);
    this.#observer = observer;
    this.#log = log;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const observer = {
      called: this.#observer.called,
      ended: (ended: Parameters<Observer['ended']>[0]) => {
        this.#observer.ended(ended);
        this.#log.debug(ended, 'a request is done with');
      },
    };
    await followRequest(readCourse(event.body), observer, () => super.processEvent(event));
  }
}

/** Who does something waits for an answer; what merely happens is mostly none of the bot's business. */
function readCourse(body: unknown): Course {
  const { type, command, event, view } = Object(body) as Json;
  const outcome = 'answered';
  if (typeof command === 'string') return { kind: 'command', outcome };
  switch (type) {
    case 'event_callback':
      return { kind: EVENTS.get((Object(event) as Json).type) ?? 'other', outcome: 'ignored' };
    case 'block_actions':
      return { kind: view === undefined ? 'button' : kindOfView(view), outcome };
    case 'view_submission':
    case 'view_closed':
      return { kind: kindOfView(view), outcome };
    case 'block_suggestion':
      return { kind: 'options', outcome };
    case 'shortcut':
    case 'message_action':
      return { kind: 'shortcut', outcome };
    default:
      return { kind: 'other', outcome: 'ignored' };
  }
}

function kindOfView(view: unknown): string {
  return (Object(view) as Json).type === 'home' ? 'home' : 'modal';
}
