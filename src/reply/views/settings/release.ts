/** The release that a workspace is answered from: to see, to pin and to leave again. */

import type { Button, KnownBlock, PlainTextOption, StaticSelect } from '@slack/types';
import { compareReleases } from '../../../attack/release.ts';
import { button, context, createMessage, LIMITS, type Message, row, section } from '../../blocks.ts';
import type { Pin, PinState } from '../../settings/pin.ts';
import { NEWEST, settingsBlockId } from '../../settings/press.ts';
import { escapeMrkdwn, plain } from '../../text/mrkdwn.ts';
import { seeChanges } from '../changes/see.ts';
import { list } from '../facts.ts';
import { formatSpan } from '../notes.ts';
import type { Role } from './settings.ts';
import { tellMark } from './words.ts';

const MOST_OPTIONS = 100;
const MOST_LISTED = 12;
const ALL = 'commands, links, cards, the search and layers';

/** For the settings and the Home: to change for admins, to read for all others. */
export function releaseRows(state: PinState, role: Role, now: number): readonly KnownBlock[] {
  const told = describePin(state, now);
  const by = state.pin ? [context(`Pinned by ${tellMark(state.pin, now)}.`)] : [];
  if (role !== 'admin')
    return [section(told), ...by, context('Admins of this workspace can pin a release, or leave it again.')];
  const blockId = settingsBlockId({ kind: 'workspace' }, 'release', now);
  return [{ ...section(told, releaseMenu(state)), block_id: blockId }, ...by];
}

/** `/attack pin`. */
export function pinMessage(state: PinState, now: number): Message {
  const { pin, listed } = state;
  return createMessage([
    section(describePin(state, now)),
    context(
      `Admins pin a release with \`/attack pin v${escapeMrkdwn(listed[1] ?? listed[0] ?? '17.1')}\`${pin ? ', and leave it with `/attack unpin`' : ''}.`,
    ),
  ]);
}

/** @param before what was pinned until now */
export function pinnedMessage(pin: Pin, before: Pin | undefined, newest: string | undefined): Message {
  const release = escapeMrkdwn(pin.release);
  const isOlder = newest !== undefined && compareReleases(pin.release, newest) < 0;
  const other = isOlder ? ` The newest is ${escapeMrkdwn(newest)}.` : '';
  return createMessage([
    section(
      `*This workspace is pinned to ATT&amp;CK ${release}*, by <@${pin.by}>. All answers here come from it: ${ALL}.${other} When a newer release is out, I tell <@${pin.by}> once.`,
    ),
    ...row([undoButton(before, pin.release)]),
  ]);
}

/** @param by Slack's id of who left it */
export function unpinnedMessage(before: Pin | undefined, newest: string | undefined, by: string): Message {
  const now = newest === undefined ? '' : `, which is ${escapeMrkdwn(newest)}`;
  if (before === undefined)
    return createMessage([section(`No release is pinned: answers come from the newest${now}.`)]);
  return createMessage([
    section(
      `*This workspace is answered from the newest ATT&amp;CK again*${now}: <@${by}> has left ${escapeMrkdwn(before.release)}.`,
    ),
    ...row([undoButton(before, undefined)]),
  ]);
}

/** To whoever has pinned a release: that a newer one is out. */
export function newerMessage(pin: Pin, newest: string, now: number): Message {
  const [release, other] = [escapeMrkdwn(pin.release), escapeMrkdwn(newest)];
  return createMessage([
    section(
      `*ATT&amp;CK ${other} is out.* This workspace is pinned to ${release} (${tellMark(pin, now)}), and its answers stay with that until an admin changes it.`,
    ),
    ...row(
      [
        button(`Pin ${newest}`, { kind: 'pin', release: newest }),
        button('Always the newest', { kind: 'unpin' }, { spoken: 'Always the newest release for this workspace' }),
        ...seeChanges(pin.release, newest),
      ],
      'apart',
    ),
  ]);
}

/** Mrkdwn. Names nobody, for whoever is named in a channel is called there. */
export function describePin({ pin, newest, listed }: PinState, now: number): string {
  const what = '*ATT&amp;CK release*';
  const example = escapeMrkdwn(listed[1] ?? '');
  const others =
    listed.length < 2
      ? ''
      : `\nTo be asked for by number (\`T1055 v${example}\`): ${escapeMrkdwn(list(listed, MOST_LISTED))}.`;
  const number = newest === undefined ? '' : escapeMrkdwn(newest);
  if (pin === undefined) return `${what}: the newest${number && `, ${number}`}; no other is pinned.${others}`;
  const isOlder = newest !== undefined && compareReleases(pin.release, newest) < 0;
  const since = `${formatSpan(now - pin.at)} ago`;
  return `${what}: pinned to ${escapeMrkdwn(pin.release)}, ${since}.${isOlder ? ` The newest is ${number}.` : ''}${others}`;
}

function releaseMenu({ pin, newest, listed }: PinState): StaticSelect {
  const option = (value: string, label: string): PlainTextOption => ({
    text: { type: 'plain_text', text: plain(label, LIMITS.optionText), emoji: false },
    value,
  });
  const always = option(NEWEST, `Release: the newest${newest === undefined ? '' : ` (${newest})`}`);
  const pinned = pin && !listed.includes(pin.release) ? [pin.release] : [];
  const releases = [...pinned, ...listed].map((release) => option(release, `Release: pinned to ${release}`));
  const options = [always, ...releases].slice(0, MOST_OPTIONS);
  const chosen = options.find(({ value }) => value === pin?.release) ?? always;
  return { type: 'static_select', action_id: 'settings.release', options, initial_option: chosen };
}

function undoButton(before: Pin | undefined, after: string | undefined): Button {
  const spoken = after === undefined ? 'Undo, and pin it again' : `Undo the pinning of ${after}`;
  return before === undefined
    ? button('Undo', { kind: 'unpin' }, { spoken })
    : button('Undo', { kind: 'pin', release: before.release }, { spoken });
}
