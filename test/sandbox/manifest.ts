/** A manifest for the sandbox's own tests: an app with everything that the sandbox knows. */

export const MANIFEST = {
  display_information: { name: 'Test bot' },
  features: {
    bot_user: { display_name: 'testbot' },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    shortcuts: [
      { name: 'Search', type: 'global', callback_id: 'search', description: 'Looks something up' },
      { name: 'Find', type: 'message', callback_id: 'find', description: 'Finds something in a message' },
    ],
    slash_commands: [{ command: '/attack', description: 'Looks something up', usage_hint: '[id]' }],
    unfurl_domains: ['attack.mitre.org'],
  },
  oauth_config: {
    scopes: {
      bot: [
        'commands',
        'chat:write',
        'links:read',
        'links:write',
        'app_mentions:read',
        'channels:read',
        'groups:read',
        'im:read',
        'im:write',
        'users:read',
      ],
      bot_optional: ['channels:history', 'im:history', 'files:write'],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'entity_details_requested',
        'link_shared',
        'message.channels',
        'message.im',
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};
