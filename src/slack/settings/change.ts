/** Carries out what a person does with the settings: saved, told to the channel, and undone. */

import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../../reply/blocks.ts';
import type { SettingsPlace } from '../../reply/settings/press.ts';
import { applyPatch, findSuperseded, namesIn, type Patch, settle } from '../../reply/settings/settings.ts';
import { announceChange, announceUndone, tellSuperseded } from '../../reply/views/settings/change.ts';
import type { Role } from '../../reply/views/settings/settings.ts';
import type { Undo } from '../../store/undos.ts';
import type { Deps } from '../deps.ts';
import { explainSilence } from '../out/silence.ts';
import { readLayers } from './noise.ts';

/** Whoever changes something. */
export interface Changer {
  readonly client: WebClient;
  readonly team: string;
  readonly person: string;
}

/** Where a press leaves off: in mrkdwn, what its person is to be told; undefined where all shows. */
type Note = string | undefined;

/**
 * Saves a change. One of a channel is announced there; where that fails, it is taken back.
 *
 * @param announce posts in the channel
 */
export async function changeSettings(
  place: SettingsPlace,
  patch: Patch,
  { client, team, person }: Changer,
  deps: Deps,
  announce: (message: Message) => Promise<void>,
): Promise<Note> {
  const { memory, now } = deps;
  const objection = place.kind === 'workspace' ? explainRole(await deps.roles.of(client, team, person)) : undefined;
  if (objection !== undefined) return `Nothing was changed: ${objection}`;
  const whose = place.kind === 'channel' ? { team, channel: place.channel } : { team };
  const { defaults, workspace, channel } = await readLayers(deps, team, whose.channel);
  const beneath = place.kind === 'channel' ? settle(defaults, workspace.own, {}) : defaults;
  const own = place.kind === 'channel' ? channel.own : workspace.own;
  const current = { ...beneath, ...own };
  const wanted = { ...current, ...applyPatch({}, patch) };
  const isReset = namesIn(patch).some((name) => patch[name] === null);
  if (!isReset && namesIn(patch).every((name) => current[name] === wanted[name])) return undefined;

  const token = randomUUID();
  const change = await memory.settings.change(whose, patch, { by: person, at: now() }, token);
  if (change === undefined) return undefined;
  await memory.undos.add(token, { ...whose, change, by: person });
  if (place.kind === 'workspace') return undefined;
  try {
    await announce(announceChange({ change, beneath, by: person }, token));
    return undefined;
  } catch (error) {
    await memory.settings.takeBack(whose, token, channel);
    await memory.undos.forget(token);
    const why = explainSilence(error, 'use `/attack settings` there');
    if (why === undefined) throw error;
    return `Nothing was changed: I cannot tell <#${place.channel}> of it, for ${why}`;
  }
}

/** What an undo made: the announcement's new form, or why there is none. */
export type Undone =
  | { readonly kind: 'undone'; readonly announcement: Message | undefined }
  | { readonly kind: 'refused'; readonly note: string };

export async function undoChange(token: string, changer: Changer, deps: Deps): Promise<Undone> {
  const { memory } = deps;
  const { client, team, person } = changer;
  const undo = await memory.undos.of(token);
  if (undo === undefined || undo.team !== team)
    return refuse(
      'This can no longer be undone: it is more than a day old, or was undone already. `/attack settings` changes it.',
    );
  const objection = undo.channel === undefined ? explainRole(await deps.roles.of(client, team, person)) : undefined;
  if (objection !== undefined) return refuse(`Nothing was undone: ${objection}`);
  const layers = await readLayers(deps, team, undo.channel);
  const level = undo.channel === undefined ? layers.workspace : layers.channel;
  const superseded = findSuperseded(level.own, undo.change);
  const beneath = undo.channel === undefined ? layers.defaults : settle(layers.defaults, layers.workspace.own, {});
  if (superseded !== undefined)
    return refuse(tellSuperseded(superseded, level.marks[superseded], { ...beneath, ...level.own }));
  await restore(undo, person, deps);
  await memory.undos.forget(token);
  const { change, by } = undo;
  return {
    kind: 'undone',
    announcement: undo.channel === undefined ? undefined : announceUndone({ change, beneath, by }, person),
  };
}

/** Mrkdwn that ends a sentence; undefined for who may change a workspace's defaults. */
export function explainRole(role: Role): string | undefined {
  switch (role) {
    case 'admin':
      return undefined;
    case 'unanswered':
      return 'Slack does not say just now whether you are an admin. Please try again in a minute.';
    case 'member':
    case 'unknown':
      return 'only admins of this workspace change its defaults.';
  }
}

function restore({ team, channel, change }: Undo, person: string, { memory, now }: Deps) {
  const whose = channel === undefined ? { team } : { team, channel };
  return memory.settings.change(whose, change.before, { by: person, at: now() }, undefined);
}

function refuse(note: string): Undone {
  return { kind: 'refused', note };
}
