/** Every method that the sandbox's Web API has; all others are unknown to it. */

import { getPermalink, postEphemeral, postMessage, remove, update } from './chat.ts';
import * as conversations from './conversations.ts';
import { presentDetails } from './entity.ts';
import * as files from './files.ts';
import { authTest, usersInfo } from './identity.ts';
import type { Method } from './method.ts';
import { unfurl } from './unfurl.ts';
import * as views from './views.ts';

/** @param openSocket makes the address of a new Socket Mode connection */
export function buildMethods(openSocket: () => string): ReadonlyMap<string, Method> {
  return new Map<string, Method>([
    ['apps.connections.open', { token: 'app', scopes: [], call: () => ({ ok: true, url: openSocket() }) }],
    ['auth.test', authTest],
    ['chat.delete', remove],
    ['chat.getPermalink', getPermalink],
    ['chat.postEphemeral', postEphemeral],
    ['chat.postMessage', postMessage],
    ['chat.unfurl', unfurl],
    ['chat.update', update],
    ['conversations.history', conversations.history],
    ['conversations.info', conversations.info],
    ['conversations.list', conversations.list],
    ['conversations.members', conversations.members],
    ['conversations.open', conversations.open],
    ['entity.presentDetails', presentDetails],
    ['files.completeUploadExternal', files.completeUploadExternal],
    ['files.getUploadURLExternal', files.getUploadURLExternal],
    ['users.conversations', conversations.ofUser],
    ['users.info', usersInfo],
    ['views.open', views.open],
    ['views.publish', views.publish],
    ['views.push', views.push],
    ['views.update', views.update],
  ]);
}
