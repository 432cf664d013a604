/** What a person does in the workspace: each act goes to the part of the sandbox that knows what Slack makes of it. */

import { type Composer, createComposer } from './composer.ts';
import type { PageAct } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import { openPanel } from './panel.ts';
import { pressMessage } from './press-message.ts';
import { deleteMessage, editMessage } from './rewrite.ts';
import { runCommand } from './run-command.ts';
import { runShortcut } from './run-shortcut.ts';
import { say } from './say.ts';
import { closeView, openHome, pressView, submit, suggest } from './view-acts.ts';
import type { Channel, Person } from './workspace.ts';
import type { World } from './world.ts';

export interface Acts {
  readonly composer: Composer;
  /** @returns once Slack has taken it; what the app makes of it shows later */
  act(act: PageAct, person: Person): Promise<ActResult>;
}

type SayAct = Extract<PageAct, { kind: 'say' }>;
/** Those that are done in a conversation. */
type ChannelAct = Extract<PageAct, { readonly channel: string }>;

export function createActs(world: World): Acts {
  const composer = createComposer(world);

  const speak = (act: SayAct, channel: Channel, person: Person): ActResult => {
    if (act.text.trim() === '') {
      return fail('no_text');
    }
    composer.clear(channel, person);
    if (!act.text.startsWith('/')) {
      say(world, channel, person, act);
      return { ok: true };
    }
    return act.threadTs === undefined
      ? runCommand(world, channel, person, act.text)
      : fail(`${act.text.split(/\s/)[0]} is not supported in threads. Sorry!`);
  };

  const actIn = (act: ChannelAct, channel: Channel, person: Person): ActResult => {
    switch (act.kind) {
      case 'say':
        return speak(act, channel, person);
      case 'compose':
        composer.compose(channel, person, act.text);
        return { ok: true };
      case 'press':
        return pressMessage(world, act, channel, person);
      case 'edit':
        return editMessage(world, act, channel, person);
      case 'delete':
        return deleteMessage(world, act, person);
      case 'open-panel':
        return openPanel(world, act, person);
    }
  };

  return {
    composer,
    async act(act, person) {
      switch (act.kind) {
        case 'press-view':
          return pressView(world, act, person);
        case 'suggest':
          return suggest(world, act, person);
        case 'submit':
          return submit(world, act, person);
        case 'close':
          return closeView(world, act, person);
        case 'open-home':
          return openHome(world, person);
        case 'close-panel':
          world.panels.close(person.id);
          return { ok: true };
        case 'shortcut': {
          const channel = findChannel(world, act.channel ?? '', person);
          return act.channel !== undefined && channel === undefined
            ? fail('channel_not_found')
            : runShortcut(world, act, channel, person);
        }
        default: {
          const channel = findChannel(world, act.channel, person);
          return channel === undefined ? fail('channel_not_found') : actIn(act, channel, person);
        }
      }
    },
  };
}

/** A conversation that the person is in. */
function findChannel(world: World, id: string, person: Person): Channel | undefined {
  const channel = world.workspace.findChannel(id);
  return channel?.members.includes(person.id) === true ? channel : undefined;
}

function fail(error: string): ActResult {
  return { ok: false, error };
}
