/** What a person does in the workspace, and what Slack makes of it: messages, commands, clicks, links that are being typed. */

import { type Composer, createComposer } from './composer.ts';
import type { Outcome } from './delivery/parcel.ts';
import { type JsonObject, readString } from './json.ts';
import type { PageAct } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import { buildBlockActions, buildCommand } from './payloads.ts';
import { findAction } from './press.ts';
import { respond } from './respond.ts';
import type { ResponseOrigin } from './response-urls.ts';
import { say } from './say.ts';
import type { Channel, Message, Person } from './workspace.ts';
import { findAuthor, type World } from './world.ts';

export interface Acts {
  readonly composer: Composer;
  /** @returns once Slack has taken it; what the app makes of it shows later */
  act(act: PageAct, person: Person): ActResult;
}

type PressAct = Extract<PageAct, { kind: 'press' }>;

/** @param origin the address of the sandbox, for response URLs */
export function createActs(world: World, origin: () => string): Acts {
  const composer = createComposer(world);
  const issueUrl = (tied: ResponseOrigin): string => origin() + world.responseUrls.issuePath(tied);

  const run = (channel: Channel, person: Person, typed: string): ActResult => {
    const [, command = '', text = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
    if (!world.app.commands.some((known) => known.command === command)) {
      return fail(`${command} is not a valid command.`);
    }
    const tied: ResponseOrigin = {
      channel: channel.id,
      person: person.id,
      messageTs: undefined,
    };
    const payload = buildCommand({
      command,
      text,
      channel,
      person,
      responseUrl: issueUrl(tied),
      triggerId: world.triggers.issue(),
    });
    void world.delivery.deliverOnce({ kind: 'command', payload }).then((outcome) => {
      const error = finishCommand(world, tied, outcome);
      if (error !== undefined) {
        world.workspace.post({
          channel: channel.id,
          author: person.id,
          text: typed,
          seenBy: person.id,
          failure: `${command} failed with the error "${error}"`,
        });
      }
    });
    return { ok: true };
  };

  const press = (act: PressAct, channel: Channel, person: Person): ActResult => {
    const message = world.workspace.findMessage(channel.id, act.ts);
    const unfurl = message?.unfurls.find((preview) => preview.url === act.unfurlUrl);
    if (message === undefined || (act.unfurlUrl !== undefined && unfurl === undefined)) {
      return fail('message_not_found');
    }
    if (!world.app.isInteractive) {
      return fail('This app is not configured to handle interactive responses.');
    }
    const found = findAction(unfurl === undefined ? message.blocks : unfurl.blocks, act, world.workspace.nextTs());
    if (found.kind === 'missing') {
      return fail(found.error);
    }
    const payload = buildBlockActions({
      message,
      author: findAuthor(world, message),
      unfurl,
      channel,
      person,
      action: found.action,
      state: found.state,
      responseUrl: issueUrl({
        channel: channel.id,
        person: person.id,
        messageTs: message.ts,
      }),
      triggerId: world.triggers.issue(),
    });
    void world.delivery.deliverOnce({ kind: 'interaction', payload }).then((outcome) => {
      markFailure(world, message, outcome);
    });
    return { ok: true };
  };

  return {
    composer,
    act(act, person) {
      const channel = world.workspace.findChannel(act.channel);
      if (channel === undefined || !channel.members.includes(person.id)) {
        return fail('channel_not_found');
      }
      switch (act.kind) {
        case 'say':
          if (act.text.trim() === '') {
            return fail('no_text');
          }
          composer.clear(channel);
          if (!act.text.startsWith('/')) {
            say(world, channel, person, act);
            return { ok: true };
          }
          return act.threadTs === undefined
            ? run(channel, person, act.text)
            : fail(`${act.text.split(/\s/)[0]} is not supported in threads. Sorry!`);
        case 'compose':
          composer.compose(channel, person, act.text);
          return { ok: true };
        case 'press':
          return press(act, channel, person);
      }
    },
  };
}

/** Posts what came with the ack. @returns the error that the person is shown, if any */
function finishCommand(world: World, tied: ResponseOrigin, outcome: Outcome): string | undefined {
  const error = nameFailure(outcome);
  if (error !== undefined || outcome.kind !== 'acked' || !hasContent(outcome.response)) {
    return error;
  }
  const result = respond(world, tied, outcome.response);
  return result.ok ? undefined : result.error;
}

function hasContent(response: JsonObject | undefined): response is JsonObject {
  return response !== undefined && (readString(response, 'text') !== undefined || 'blocks' in response);
}

/** A message that is gone by then shows nothing. */
function markFailure(world: World, message: Message, outcome: Outcome): void {
  const current = world.workspace.findMessage(message.channel, message.ts);
  const error = nameFailure(outcome);
  const failure = error === undefined ? undefined : `This app did not respond: "${error}"`;
  if (current !== undefined && current.failure !== failure) {
    world.workspace.replace({ ...current, failure });
  }
}

function nameFailure(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'acked':
      return undefined;
    case 'late':
      return 'operation_timeout';
    case 'refused':
      return 'dispatch_failed';
  }
}

function fail(error: string): ActResult {
  return { ok: false, error };
}
