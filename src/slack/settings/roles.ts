/** Who is an admin, as Slack says: asked rarely, for it changes rarely. */

import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import NodeCache from 'node-cache';
import type { Log } from '../../log.ts';
import type { Role } from '../../reply/views/settings/settings.ts';
import { reasonOf } from '../out/reason.ts';

export interface Roles {
  readonly of: (client: WebClient, team: string, person: string) => Promise<Role>;
}

const REMEMBER_SECONDS = 5 * 60;

/** Never fails: who cannot be looked up just now counts as no admin, and is asked about again the next time. */
export function createRoles(log: Log): Roles {
  const known = new NodeCache({ stdTTL: REMEMBER_SECONDS, checkperiod: 60, useClones: false });
  return {
    async of(client, team, person) {
      const key = `${team} ${person}`;
      const kept = known.get<Role>(key);
      if (kept !== undefined) return kept;
      try {
        const { user } = await client.users.info({ user: person });
        const isAdmin = user?.is_admin === true || user?.is_owner === true;
        const role = isAdmin && isOf(team, user) ? 'admin' : 'member';
        known.set(key, role);
        return role;
      } catch (error) {
        const isDeclined = reasonOf(error) === 'missing_scope';
        if (isDeclined) known.set(key, 'unknown');
        else log.warn({ err: error }, 'Slack does not say who is an admin');
        return isDeclined ? 'unknown' : 'unanswered';
      }
    },
  };
}

/** In a shared channel another workspace's admin may speak to the bot: here they are a guest. */
function isOf(team: string, user: UsersInfoResponse['user']): boolean {
  const { team_id: home, enterprise_user: across } = user ?? {};
  return home === undefined || home === team || across?.teams?.includes(team) === true;
}
