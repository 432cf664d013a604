/** A manifest for the sandbox's own tests: an app with everything that the sandbox knows. */

export const MANIFEST = {
  display_information: { name: 'Test bot' },
  features: {
    bot_user: { display_name: 'testbot' },
    slash_commands: [{ command: '/attack', description: 'Looks something up', usage_hint: '[id]' }],
    unfurl_domains: ['attack.mitre.org'],
  },
  oauth_config: {
    scopes: {
      bot: ['commands', 'chat:write', 'links:read', 'links:write', 'app_mentions:read', 'channels:read', 'users:read'],
      bot_optional: ['channels:history', 'im:history'],
    },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_mention', 'link_shared', 'message.channels', 'message.im'] },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};
