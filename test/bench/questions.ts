/** What is asked through the door, in Slack's shapes; every copy with ids of its own, or the bot would take it for a repeat. */

/** A question that has been made ready to post. */
export interface Delivery {
  readonly contentType: string;
  readonly body: string;
}

export interface Question {
  readonly title: string;
  /** Words that its answer holds: a quick wrong answer is no result. Undefined for what nothing answers. */
  readonly holds: string | undefined;
  /** @param key unique; the answer is expected under it */
  readonly build: (key: string, responseUrl: string) => Delivery;
}

const TS = '1764200000.000100';
const TEAM = { team_id: 'T0BENCH', api_app_id: 'A0BENCH' };

export const QUESTIONS: readonly Question[] = [
  askCommand('lookup', 'T1055', 'Process Injection'),
  askCommand('lookup, heaviest card', 'T1105', 'Ingress Tool Transfer'),
  askCommand('fuzzy', 'proces injecton', 'Process Injection'),
  askCommand('not found', 'T9999', 'T9999'),
  shareLink('unfurl', 'https://attack.mitre.org/techniques/T1055/', 'Process Injection'),
];

export function askCommand(name: string, text: string, holds: string): Question {
  return {
    title: `${name}: /attack ${text}`,
    holds,
    build(key, responseUrl) {
      const form = new URLSearchParams({
        ...TEAM,
        team_domain: 'bench',
        channel_id: 'C0BENCH',
        channel_name: 'incident',
        user_id: 'U0PERSON',
        user_name: 'person',
        command: '/attack',
        text,
        is_enterprise_install: 'false',
        response_url: responseUrl,
        trigger_id: key,
      });
      return { contentType: 'application/x-www-form-urlencoded', body: form.toString() };
    },
  };
}

export function shareLink(name: string, url: string, holds: string): Question {
  return {
    title: `${name}: ${url}`,
    holds,
    build: (key) =>
      buildEvent(key, {
        type: 'link_shared',
        message_ts: TS,
        links: [{ url, domain: new URL(url).host }],
        source: 'conversations_history',
        unfurl_id: key,
        is_bot_user_member: true,
      }),
  };
}

export function sayMessage(name: string, text: string, holds: string | undefined): Question {
  return {
    title: `${name}: ${text}`,
    holds,
    build: (key) => buildEvent(key, { type: 'message', channel_type: 'channel', ts: TS, text }),
  };
}

/** In a channel of its own: what was shown in one is not shown there again for a while. */
function buildEvent(key: string, fields: Readonly<Record<string, unknown>>): Delivery {
  const time = Math.floor(Date.now() / 1000);
  const event = { user: 'U0PERSON', channel: channelOf(key), event_ts: TS, ...fields };
  const body = { ...TEAM, type: 'event_callback', event, event_id: key, event_time: time };
  return { contentType: 'application/json', body: JSON.stringify(body) };
}

function channelOf(key: string): string {
  return `C0${key}`;
}

/** Of what is posted into a question's channel. */
export function keyOf(channel: string): string {
  return channel.slice('C0'.length);
}
