/** Who is who: `auth.test`, and `users.info`. */

import { fail } from '../answer.ts';
import { readString } from '../json.ts';
import { APP_ID, BOT_ID, TEAM } from '../workspace.ts';
import type { Method } from './method.ts';

export const authTest: Method = {
  token: 'bot',
  scopes: [],
  call(_args, { workspace }) {
    return {
      ok: true,
      url: `https://${TEAM.domain}.slack.com/`,
      team: TEAM.name,
      user: workspace.bot.name,
      team_id: TEAM.id,
      user_id: workspace.bot.id,
      bot_id: BOT_ID,
      app_id: APP_ID,
      is_enterprise_install: false,
    };
  },
};

export const usersInfo: Method = {
  token: 'bot',
  scopes: ['users:read'],
  call(args, { workspace }) {
    const id = readString(args, 'user');
    const person = workspace.people.find((other) => other.id === id);
    if (person === undefined) {
      return fail('user_not_found');
    }
    return {
      ok: true,
      user: {
        id: person.id,
        team_id: TEAM.id,
        name: person.name,
        real_name: person.name,
        deleted: false,
        is_bot: person.isBot,
        is_admin: person.isAdmin,
        is_owner: false,
        is_primary_owner: false,
        is_restricted: false,
        is_ultra_restricted: false,
        tz: 'Europe/London',
        tz_offset: 0,
        profile: { real_name: person.name, display_name: person.name },
      },
    };
  },
};
