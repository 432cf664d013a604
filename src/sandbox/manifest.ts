/** What the sandbox needs of an app's manifest: scopes, commands, unfurl domains and the events that it subscribes to. */

import { readAt, readObjects, readString, readStrings } from './json.ts';

export interface AppManifest {
  readonly name: string;
  /** Those that were granted. */
  readonly scopes: ReadonlySet<string>;
  readonly commands: readonly SlashCommand[];
  /** Bare hosts; their sub-domains count as well. */
  readonly unfurlDomains: readonly string[];
  /** As subscribed: `message.channels`, `link_shared`, … */
  readonly botEvents: ReadonlySet<string>;
  readonly isInteractive: boolean;
  readonly shortcuts: readonly Shortcut[];
  /** Whether it has a Home tab. */
  readonly hasHome: boolean;
  /** What it offers to say to it, where it is an agent. */
  readonly prompts: readonly Prompt[];
}

interface Prompt {
  readonly title: string;
  /** What is said for whoever chooses it. */
  readonly message: string;
}

interface Shortcut {
  readonly kind: 'global' | 'message';
  readonly name: string;
  readonly callbackId: string;
  readonly description: string;
}

interface SlashCommand {
  readonly command: string;
  readonly usageHint: string;
  readonly description: string;
}

/** What an app hears of only with a scope. */
const EVENT_SCOPES: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  link_shared: 'links:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
};

/** Without it an app is no agent. */
const AGENT_SCOPE = 'assistant:write';

/**
 * @param manifest a manifest as parsed from YAML or JSON; what it does not say counts as not asked for
 * @param declined optional scopes that an administrator did not grant, and with them the events that need them
 */
export function decodeManifest(manifest: unknown, declined: readonly string[]): AppManifest {
  const scopes = new Set([
    ...readStrings(manifest, 'oauth_config', 'scopes', 'bot'),
    ...readStrings(manifest, 'oauth_config', 'scopes', 'bot_optional').filter((scope) => !declined.includes(scope)),
  ]);
  const events = readStrings(manifest, 'settings', 'event_subscriptions', 'bot_events');
  return {
    name:
      readString(manifest, 'features', 'bot_user', 'display_name') ??
      readString(manifest, 'display_information', 'name') ??
      'bot',
    scopes,
    commands: readObjects(manifest, 'features', 'slash_commands').map((command) => ({
      command: readString(command, 'command') ?? '',
      usageHint: readString(command, 'usage_hint') ?? '',
      description: readString(command, 'description') ?? '',
    })),
    unfurlDomains: readStrings(manifest, 'features', 'unfurl_domains'),
    botEvents: new Set(events.filter((name) => EVENT_SCOPES[name] === undefined || scopes.has(EVENT_SCOPES[name]))),
    isInteractive: readAt(manifest, 'settings', 'interactivity', 'is_enabled') === true,
    shortcuts: readObjects(manifest, 'features', 'shortcuts').map((shortcut) => ({
      kind: readString(shortcut, 'type') === 'message' ? 'message' : 'global',
      name: readString(shortcut, 'name') ?? '',
      callbackId: readString(shortcut, 'callback_id') ?? '',
      description: readString(shortcut, 'description') ?? '',
    })),
    hasHome: readAt(manifest, 'features', 'app_home', 'home_tab_enabled') === true,
    prompts: scopes.has(AGENT_SCOPE) ? readPrompts(manifest) : [],
  };
}

function readPrompts(manifest: unknown): readonly Prompt[] {
  return readObjects(manifest, 'features', 'agent_view', 'suggested_prompts').map((prompt) => ({
    title: readString(prompt, 'title') ?? '',
    message: readString(prompt, 'message') ?? '',
  }));
}

/** Whether a URL's host is one of the app's unfurl domains or below one. */
export function isUnfurled(app: AppManifest, url: string): boolean {
  const host = readHost(url);
  return app.unfurlDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** The host that Slack names as a shared link's domain; empty for what is no URL. */
export function readHost(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
