/** What the box offers while a person types: commands at its beginning, people after an `@`. Pure, over text and caret. */

import type { PagePerson, PageState } from '../page-api.ts';

export interface Completion {
  readonly label: string;
  readonly hint: string;
  /** Replaces the text from `from` to the caret. */
  readonly insert: string;
  readonly from: number;
}

type Command = PageState['commands'][number];

/** @param caret how many characters stand before it */
export function findCompletions(
  text: string,
  caret: number,
  commands: readonly Command[],
  people: readonly PagePerson[],
): readonly Completion[] {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) {
    return commands
      .filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, usageHint, description }) => ({
        label: `${command} ${usageHint}`.trim(),
        hint: description,
        insert: `${command} `,
        from: 0,
      }));
  }
  const mention = /(?:^|\s)@(?<typed>[^\s@]*)$/.exec(before);
  if (mention === null) {
    return [];
  }
  const typed = mention.groups?.typed ?? '';
  return people
    .filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()))
    .map(({ name, isBot }) => ({
      label: `@${name}`,
      hint: isBot ? 'app' : '',
      insert: `@${name} `,
      from: caret - typed.length - 1,
    }));
}

/** The usage of the command whose arguments are being typed. */
export function findUsage(text: string, commands: readonly Command[]): Command | undefined {
  return commands.find(({ command }) => text.startsWith(`${command} `));
}

/** `@Name` → `<@ID>`, the longest name first, so that `@Ann Lee` is not read as `@Ann`. Commands stay as typed, as in Slack. */
export function encodeMentions(text: string, people: readonly PagePerson[]): string {
  if (text.startsWith('/')) {
    return text;
  }
  const longestFirst = people.toSorted((one, other) => other.name.length - one.name.length);
  return longestFirst.reduce((encoded, { id, name }) => {
    const escaped = name.replaceAll(/[^\w ]/g, '\\$&');
    return encoded.replaceAll(new RegExp(`(?<![\\w@<])@${escaped}(?!\\w)`, 'gi'), `<@${id}>`);
  }, text);
}

/** The other way round: what a person would have typed for a message's mrkdwn. */
export function decodeTyped(text: string, people: readonly PagePerson[]): string {
  return text
    .replaceAll(/<@(\w+)>/g, (mention, id: string) => {
      const name = people.find((person) => person.id === id)?.name;
      return name === undefined ? mention : `@${name}`;
    })
    .replaceAll(/<(https?:[^<>|]+)(?:\|([^<>]*))?>/g, (_link, url: string, label: string | undefined) => label ?? url)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
