/** What an id tells of a conversation (docs.slack.dev/reference/objects/conversation-object). */

export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}
