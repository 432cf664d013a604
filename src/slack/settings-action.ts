/** A press among the settings, in a message or on the Home tab: carried out, and what was pressed drawn anew. */

import type { BlockAction, BlockElementAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { createMessage, type Message, section } from '../reply/blocks.ts';
import { decodeSettingsPress, type SettingsPress } from '../reply/settings/press.ts';
import { loadingMessage } from '../reply/views/release.ts';
import { note } from '../request.ts';
import type { Deps } from './deps.ts';
import { readSettings } from './errand/settings.ts';
import { post } from './out/post.ts';
import { type Placement, respond } from './out/respond.ts';
import { type Changer, changeSettings, undoChange } from './settings/change.ts';
import { isIn } from './settings/channels.ts';
import { type Pinned, pinRelease, unpinRelease } from './settings/pin.ts';

type Press = SlackActionMiddlewareArgs<BlockAction>;

/** Draws a person's Home tab anew, with a note on top where there is one (mrkdwn). `view` is the tab as it was pressed. */
export type RedrawHome = (
  changer: Changer,
  note: string | undefined,
  view: NonNullable<BlockAction['view']>,
) => Promise<void>;

/** How to answer where it was pressed. */
interface Surface {
  /** Mrkdwn: why the person may not change this channel from there. What names the channel came with the press, and proves nothing. */
  readonly objection: (channel: string) => Promise<string | undefined>;
  /** Posts in a channel, for all to see. */
  readonly announce: (channel: string, message: Message) => Promise<void>;
  readonly redraw: (note: string | undefined) => Promise<void>;
  /** Puts another message in the place of the one that was pressed. */
  readonly replace: (message: Message) => Promise<void>;
  readonly tell: (note: string) => Promise<void>;
}

export function createSettingsAction(deps: Deps, redrawHome: RedrawHome): Middleware<Press> {
  return async ({ action, body, ack, client, context }) => {
    await ack();
    note({ kind: 'settings' });
    const changer = { client, team: context.teamId ?? '', person: body.user.id };
    const press = decodeSettingsPress({
      actionId: action.action_id,
      blockId: action.block_id,
      value: readValue(action),
    });
    const { view } = body;
    const surface =
      view === undefined
        ? onMessage(body, changer, deps)
        : onHome(changer, deps, (note) => redrawHome(changer, note, view));
    if (press === undefined) return surface.redraw(undefined);
    await carryOut(press, changer, surface, deps);
  };
}

async function carryOut(press: SettingsPress, changer: Changer, surface: Surface, deps: Deps): Promise<void> {
  switch (press.kind) {
    case 'person':
      await deps.memory.settings.setPerson(changer.team, changer.person, { isQuiet: press.isQuiet });
      return surface.redraw(undefined);
    case 'set': {
      const { place, patch } = press;
      const channel = place.kind === 'channel' ? place.channel : '';
      const objection = place.kind === 'channel' ? await surface.objection(channel) : undefined;
      if (objection !== undefined) return surface.redraw(objection);
      const announce = (message: Message) => surface.announce(channel, message);
      return surface.redraw(await changeSettings(place, patch, changer, deps, announce));
    }
    case 'pin': {
      const { release } = press;
      if (release === undefined) return surface.redraw(noteOf(await unpinRelease(changer, deps)));
      const onSlow = (name: string) => surface.redraw(loadingMessage(name, 'pin').text);
      return surface.redraw(noteOf(await pinRelease(release, changer, deps, onSlow)));
    }
    case 'undo': {
      const undone = await undoChange(press.token, changer, deps);
      if (undone.kind === 'refused') return surface.tell(undone.note);
      return undone.announcement ? surface.replace(undone.announcement) : surface.redraw(undefined);
    }
  }
}

/** Undefined where all shows. */
function noteOf(pinned: Pinned): string | undefined {
  switch (pinned.kind) {
    case 'done':
      return undefined;
    case 'refused':
      return pinned.note;
    case 'missing':
      return pinned.message.text;
  }
}

/** Through the response URL of the press, which works where the bot is no member. */
function onMessage(body: BlockAction, changer: Changer, deps: Deps): Surface {
  const channel = body.channel?.id ?? String(body.container.channel_id);
  const isEphemeral = body.container.is_ephemeral === true;
  const answer = (message: Message, placement: Placement) =>
    post(message, { ...deps, team: changer.team }, (content) => respond(body.response_url, content, placement));
  const inPlace = { response_type: isEphemeral ? 'ephemeral' : 'in_channel', replace_original: true } as const;
  return {
    objection: async (wanted) =>
      wanted === channel
        ? undefined
        : 'Nothing was changed: that was another channel. These are the settings of this one.',
    announce: (_, message) => answer(message, { response_type: 'in_channel', replace_original: false }),
    redraw: async (note) => answer(await readSettings({ ...changer, channel }, deps, note), inPlace),
    replace: (message) => answer(message, inPlace),
    tell: (note) => answer(createMessage([section(note)]), { response_type: 'ephemeral', replace_original: false }),
  };
}

function onHome(changer: Changer, deps: Deps, redraw: Surface['redraw']): Surface {
  const { client, team, person } = changer;
  return {
    objection: async (channel) =>
      (await isIn(client, person, channel, deps.log))
        ? undefined
        : `Nothing was changed: Slack does not tell me that you are in <#${channel}>. Type \`/attack settings\` there.`,
    announce: (channel, message) =>
      post(message, { ...deps, team }, (content) => client.chat.postMessage({ channel, ...content })),
    redraw,
    replace: () => redraw(undefined),
    tell: redraw,
  };
}

function readValue(action: BlockElementAction): string {
  switch (action.type) {
    case 'button':
      return action.value ?? '';
    case 'static_select':
      return action.selected_option?.value ?? '';
    default:
      return '';
  }
}
