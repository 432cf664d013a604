/** Turns the text of a Slack message into what its author typed. */

/** `<https://x|label>`, `<@U123>`, `<#C123|name>`, `<!here>`: Slack escapes these characters wherever a person types them. */
const ENTITY = /<([^<>\s][^<>]*)>/g;
const ESCAPES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Links become their address, but for what Slack linked by itself; mentions of people, channels and groups fall away. */
export function readTyped(text: string): string {
  return text
    .replace(ENTITY, (_, entity: string) => (/^[@#!]/.test(entity) ? ' ' : readLink(entity)))
    .replace(/&(?:lt|gt|amp);/g, (found) => ESCAPES[found] ?? found)
    .trim();
}

/** `Responder.py` arrives as `<http://Responder.py|Responder.py>`: its label is what was typed. */
function readLink(entity: string): string {
  const [address = '', label = ''] = entity.split('|');
  return /^(?:http:\/\/|mailto:)/.test(address) && address.endsWith(label) && label !== '' ? label : address;
}
