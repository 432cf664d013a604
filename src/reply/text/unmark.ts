/** From mrkdwn of ours to the words that it shows, for the places where Slack reads no markup. */

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Links by their labels, without bullets, emphasis and code marks. */
export function unmark(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<[^|>]+\|([^>]*)>/g, '$1')
    .replaceAll(/^• /gm, '')
    .replaceAll(/(?<![^\s(])([*`])([^*`\n]+)\1/g, '$2')
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
