/** A slash command that a person types, and what comes of it. */

import type { Outcome } from './delivery/parcel.ts';
import { type JsonObject, readString } from './json.ts';
import { nameFailure } from './outcome.ts';
import type { ActResult } from './page-server.ts';
import { buildCommand } from './payloads.ts';
import { respond } from './respond.ts';
import type { ResponseOrigin } from './response-urls.ts';
import { ALERT_COMMAND, sayAlert } from './say-as.ts';
import type { Channel, Person } from './workspace.ts';
import { issueResponseUrl, type World } from './world.ts';

/** @param typed the whole text, from its slash */
export function runCommand(world: World, channel: Channel, person: Person, typed: string): ActResult {
  const [, command = '', text = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
  if (command === ALERT_COMMAND.command) {
    return sayAlert(world, channel, text);
  }
  if (!world.app.commands.some((known) => known.command === command)) {
    return { ok: false, error: `${command} is not a valid command.` };
  }
  const tied: ResponseOrigin = { channel: channel.id, person: person.id, messageTs: undefined };
  const payload = buildCommand({
    command,
    text,
    channel,
    person,
    responseUrl: issueResponseUrl(world, tied),
    triggerId: world.triggers.issue({ person: person.id, channel: channel.id }),
  });
  void world.delivery.deliverOnce({ kind: 'command', payload }).then((outcome) => {
    const error = finish(world, tied, outcome);
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
}

/** Posts what came with the ack. @returns the error that the person is shown, if any */
function finish(world: World, tied: ResponseOrigin, outcome: Outcome): string | undefined {
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
