/** What is asked through the door, in Slack's shapes; every copy with ids of its own, or the bot would take it for a repeat. */

/** A question that has been made ready to post. */
export interface Delivery {
  readonly contentType: string;
  readonly body: string;
}

export interface Question {
  readonly title: string;
  /** Words that its answer holds: a quick wrong answer is no result. */
  readonly holds: string;
  /** @param key unique; the answer is expected under it */
  readonly build: (key: string, responseUrl: string) => Delivery;
}

const TEAM = { team_id: 'T0BENCH', api_app_id: 'A0BENCH' };

export const QUESTIONS: readonly Question[] = [
  askCommand('lookup', 'T1055', 'Process Injection'),
  askCommand('lookup, heaviest card', 'T1105', 'Ingress Tool Transfer'),
  askCommand('fuzzy', 'proces injecton', 'Process Injection'),
  askCommand('not found', 'T9999', 'T9999'),
  shareLink('unfurl', 'https://attack.mitre.org/techniques/T1055/', 'Process Injection'),
];

function askCommand(name: string, text: string, holds: string): Question {
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

function shareLink(name: string, url: string, holds: string): Question {
  return {
    title: `${name}: ${url}`,
    holds,
    build(key) {
      const time = Math.floor(Date.now() / 1000);
      const event = {
        type: 'link_shared',
        user: 'U0PERSON',
        // One of its own: what was shown in a channel is not shown there again for a while.
        channel: `C0${key}`,
        message_ts: `${time}.000100`,
        links: [{ url, domain: new URL(url).host }],
        source: 'conversations_history',
        unfurl_id: key,
        is_bot_user_member: true,
        event_ts: `${time}.000200`,
      };
      const body = { ...TEAM, type: 'event_callback', event, event_id: key, event_time: time };
      return { contentType: 'application/json', body: JSON.stringify(body) };
    },
  };
}
