import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { SEARCH_SHORTCUT } from '../src/slack/modal/search.ts';
import { MANIFEST, startBot } from './fixtures/bot.ts';

/** The keys that the bot needs, in the shape that Slack's schema gives them (slackapi/manifest-schema, 2.0.0). */
interface Manifest {
  readonly _metadata: { readonly major_version: number };
  readonly display_information: { readonly name: string; readonly description: string };
  readonly features: {
    readonly app_home: { readonly home_tab_enabled: boolean };
    readonly bot_user: { readonly display_name: string };
    readonly slash_commands: readonly {
      readonly command: string;
      readonly description: string;
      readonly usage_hint: string;
      readonly should_escape: boolean;
    }[];
    readonly shortcuts: readonly {
      readonly name: string;
      readonly type: 'message' | 'global';
      readonly callback_id: string;
      readonly description: string;
    }[];
    readonly unfurl_domains: readonly string[];
    readonly agent_view: {
      readonly agent_description: string;
      readonly suggested_prompts: readonly { readonly title: string; readonly message: string }[];
    };
  };
  readonly oauth_config: {
    readonly scopes: { readonly bot: readonly string[]; readonly bot_optional: readonly string[] };
  };
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[] };
    readonly interactivity: { readonly is_enabled: boolean };
    readonly socket_mode_enabled: boolean;
  };
}

const manifest = MANIFEST as Manifest;
const { features, settings } = manifest;
const { bot_events: events } = settings.event_subscriptions;
const scopes = [...manifest.oauth_config.scopes.bot, ...manifest.oauth_config.scopes.bot_optional];

/** Slack's keys for what the bot listens to and calls, with the scope of each (docs.slack.dev/reference). */
const SCOPES: Readonly<Record<string, string | readonly string[]>> = {
  '/attack': 'commands',
  shortcuts: 'commands',
  search_attack: 'commands',
  app_home_opened: [],
  app_mention: 'app_mentions:read',
  link_shared: 'links:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'chat.postMessage': 'chat:write',
  'chat.unfurl': 'links:write',
  agent_view: 'assistant:write',
  'users.info': 'users:read',
  'users.conversations': ['channels:read', 'groups:read'],
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
};

/** What takes no scope. */
const FREE: ReadonlySet<string> = new Set([
  'entity_details_requested',
  'bot_user',
  'app_home',
  'slash_commands',
  'unfurl_domains',
]);

describe('the manifest', () => {
  it('has the keys of version 2, within Slack’s limits', () => {
    expect(Object.keys(manifest)).toEqual(['_metadata', 'display_information', 'features', 'oauth_config', 'settings']);
    expect(manifest._metadata.major_version).toBe(2);
    expect(manifest.display_information.name).toSatisfy(isWithin(35));
    expect(manifest.display_information.description).toSatisfy(isWithin(140));
    expect(features.bot_user.display_name).toSatisfy(isWithin(80));
    for (const { command, description, usage_hint: hint } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z-]{1,31}$/);
      expect(description).toSatisfy(isWithin(2000));
      expect(hint).toSatisfy(isWithin(1000));
    }
    expect(features.shortcuts.length).toBeLessThanOrEqual(10);
    for (const { name, description, callback_id: callback } of features.shortcuts) {
      expect(name).toSatisfy(isWithin(24));
      expect(description).toSatisfy(isWithin(150));
      expect(callback).toSatisfy(isWithin(255));
    }
    expect(events.length).toBeLessThanOrEqual(100);
  });

  it('connects by Socket Mode, with buttons, and takes commands as they are typed', () => {
    expect(settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
    expect(features.slash_commands.map(({ should_escape: isEscaped }) => isEscaped)).toEqual([false]);
  });

  it('names the site to unfurl as a bare host', () => {
    expect(features.unfurl_domains).toEqual(['attack.mitre.org']);
    expect(features.unfurl_domains[0]).toMatch(/^(?![.-])([-a-z0-9.])+([a-z0-9])$/);
  });

  it('describes the agent, with prompts that Slack has room for', () => {
    expect(features.agent_view.agent_description).toSatisfy(isWithin(300));
    expect(features.agent_view.suggested_prompts).toHaveLength(4);
    for (const { title, message } of features.agent_view.suggested_prompts) {
      expect(title).toSatisfy(isWithin(40));
      expect(message).toSatisfy(isWithin(300));
    }
  });

  it('asks for the least scopes, and leaves those for reading messages and for files to an administrator', () => {
    expect(manifest.oauth_config.scopes).toEqual({
      bot: ['commands', 'chat:write', 'links:read', 'links:write', 'app_mentions:read'],
      bot_optional: [
        'channels:history',
        'groups:history',
        'im:history',
        'assistant:write',
        'channels:read',
        'groups:read',
        'users:read',
        'files:write',
      ],
    });
  });
});

describe('the manifest and SECURITY.md', () => {
  it('give a reason for every scope, each once, and for no other', () => {
    const security = readFileSync(new URL('../SECURITY.md', import.meta.url), 'utf8');
    const explained = [...security.matchAll(/^\| `([a-z_]+(?::[a-z]+)?)` \| .+ \| .+ \|$/gm)].map(([, scope]) => scope);
    expect(explained).toEqual(scopes);
  });
});

describe('the manifest and the app', () => {
  const source = readFileSync(new URL('../src/slack/listeners.ts', import.meta.url), 'utf8');
  const commands = findRegistered(source, 'command');
  const listened = findRegistered(source, 'event');

  it('name the same commands', () => {
    expect(commands).toEqual(['/attack']);
    expect(features.slash_commands.map(({ command }) => command)).toEqual(commands);
  });

  it('name the same events', () => {
    expect(listened).toEqual(['app_home_opened', 'app_mention', 'entity_details_requested', 'link_shared', 'message']);
    expect([...new Set(events.map((event) => event.split('.')[0]))].sort()).toEqual(listened);
  });

  it('agree on interactivity and on the Home tab', () => {
    expect(source).toMatch(/\bapp\.action\b/);
    expect(source).not.toMatch(/\bapp\.(?:function|step)\b/);
    expect(features.app_home.home_tab_enabled).toBe(listened.includes('app_home_opened'));
  });

  it('name the same shortcuts, within Slack’s limits', () => {
    expect(features.shortcuts.map(({ type, callback_id: id }) => [type, id])).toEqual([
      ['global', SEARCH_SHORTCUT],
      ['message', 'find_techniques'],
    ]);
    expect(source.match(/\bapp\.shortcut\b/g)).toHaveLength(features.shortcuts.length);
    for (const { name, description } of features.shortcuts) {
      expect(name).toSatisfy(isWithin(24));
      expect(description).toSatisfy(isWithin(150));
    }
  });

  it('need every scope for an event, a command or a call, and no other', async () => {
    const { calls } = (await useEverything()).sandbox;
    const called = calls.map(({ method }) => method).filter((method) => method in SCOPES);
    const needed = [...commands, ...events, ...called, ...Object.keys(features)]
      .filter((key) => !FREE.has(key))
      .flatMap((key) => SCOPES[key] ?? `a scope for ${key}`);
    expect([...new Set(needed)].sort()).toEqual([...scopes].sort());
  });

  it('leave nothing that the bot does refused or unanswered', async () => {
    const { answered, lines, sandbox } = await useEverything();
    expect(answered).toEqual([
      'command',
      'button',
      'mention',
      'link',
      'bare ID',
      'direct message',
      'settings',
      'search',
      'Home',
      'shortcut',
      'layer',
    ]);
    expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(sandbox.calls.length).toBeGreaterThan(answered.length);
  });

  it('deliver the messages of private channels to the bot', async () => {
    const { sandbox, settled } = await startBot();
    const receipts = await sandbox.deliverEvent({
      type: 'message',
      channel_type: 'group',
      channel: INCIDENT_CHANNEL,
      user: sandbox.workspace.me.id,
      text: 'T1055',
      ts: '1.000001',
    });
    expect(receipts).toHaveLength(1);
    expect(await settled('chat.postMessage')).toHaveLength(1);
  });
});

/** Does with the bot whatever a person can, in the sandbox, which grants what the manifest asks for and nothing else. */
async function useEverything() {
  const bot = await startBot();
  const { sandbox, you } = bot;
  const answered: string[] = [];
  const card = await you.ask('/attack T1055');
  answered.push('command');
  await you.turn(card, 'Groups');
  answered.push('button');
  await you.ask(`<@${sandbox.workspace.bot.id}> T1059`);
  answered.push('mention');
  const link = await you.say('https://attack.mitre.org/groups/G0016');
  await you.find(({ ts, unfurls }) => ts === link.ts && unfurls.length > 0);
  answered.push('link');
  await you.ask('we saw T1064');
  answered.push('bare ID');
  await you.ask('T1086', { channel: DIRECT_MESSAGE });
  answered.push('direct message');
  await you.ask('/attack settings');
  answered.push('settings');
  await you.runShortcut(SEARCH_SHORTCUT);
  await you.modal();
  answered.push('search');
  await you.close();
  await you.home();
  answered.push('Home');
  await you.runShortcut('find_techniques', link);
  await you.modal();
  await you.close();
  answered.push('shortcut');
  await you.ask(`<@${sandbox.workspace.bot.id}> layer`);
  answered.push('layer');
  await bot.app.stop();
  return { ...bot, answered };
}

/** What the app's table of listeners registers, once each, sorted. */
function findRegistered(source: string, kind: 'command' | 'event'): readonly string[] {
  const found = source.matchAll(new RegExp(`\\bapp\\.${kind}\\('([^']+)'`, 'g'));
  return [...new Set([...found].map(([, name = '']) => name))].sort();
}

function isWithin(limit: number): (text: string) => boolean {
  return (text) => text.length > 0 && text.length <= limit;
}
