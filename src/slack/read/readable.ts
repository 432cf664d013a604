/** What a person reads of a message, as mrkdwn: an alert keeps its words in blocks and attachments, and leaves the text empty. */

type Json = Readonly<Record<string, unknown>>;

/** A message may be nested as deep as its sender likes; Slack itself goes no deeper. */
const DEEPEST = 8;
/** What holds words; those of buttons and menus are no part of what is told. */
const WORDS = ['pretext', 'title', 'subtitle', 'text', 'value', 'alt_text'] as const;
const PARTS = [
  'text',
  'title',
  'fields',
  'elements',
  'blocks',
  'child_blocks',
  'rows',
  'message_blocks',
  'message',
] as const;
const CODE: ReadonlySet<unknown> = new Set(['rich_text_preformatted', 'rich_text_quote']);
const NOT_TOLD: ReadonlySet<unknown> = new Set(['actions', 'input', 'context_actions', 'button', 'user', 'emoji']);

/**
 * What was said, without what Slack or this bot added to it. A person's words all stand in the text.
 *
 * @param message as Slack's payloads have it, of whatever age and shape
 */
export function readSaid(message: unknown): string {
  if (!isJson(message)) return '';
  return typeof message.bot_id === 'string' ? readShown(message) : textOf(message.text);
}

/** All that stands there, previews of links too, but for those that this bot or another app made. */
export function readShown(message: unknown): string {
  const lines = isJson(message) ? readLines(message, listAttachments(message), true) : [];
  return [...new Set(lines.map((line) => line.trim()).filter(Boolean))].join('\n');
}

/**
 * What a bot says outright, each text for itself: without code and quotes, as these are passed over in any text, and without the previews
 * that Slack added, which are other people's words.
 */
export function readOutright(message: Json): readonly string[] {
  const own = listAttachments(message).filter(({ from_url: from }) => from === undefined);
  return readLines(message, own, false).filter(Boolean);
}

function readLines(message: Json, attachments: readonly Json[], hasCode: boolean): readonly string[] {
  return [
    textOf(message.text),
    ...asList(message.blocks).flatMap((block) => readPart(block, hasCode, 0)),
    ...attachments.flatMap((attachment) => readAttachment(attachment, hasCode)),
  ];
}

function listAttachments(message: Json): readonly Json[] {
  return asList(message.attachments)
    .filter(isJson)
    .filter((one) => one.is_app_unfurl !== true && one.app_unfurl_url === undefined);
}

/** `fallback` says the same as the rest, for clients that show nothing else. */
function readAttachment(attachment: Json, hasCode: boolean): readonly string[] {
  const { fallback, ...rest } = attachment;
  const link = textOf(attachment.title_link);
  const lines = [...readPart(rest, hasCode, 0), ...(link === '' ? [] : [`<${link}>`])];
  return lines.length > 0 ? lines : [textOf(fallback)];
}

function readPart(part: unknown, hasCode: boolean, depth: number): readonly string[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(part)) return part.flatMap((one) => readPart(one, hasCode, depth + 1));
  if (!isJson(part) || NOT_TOLD.has(part.type) || (!hasCode && CODE.has(part.type))) return [];
  if (typeof part.type === 'string' && part.type.startsWith('rich_text_') && part.type !== 'rich_text_list')
    return [
      asList(part.elements)
        .map((run) => readRun(run, hasCode))
        .join(''),
    ];
  const words = WORDS.map((key) => textOf(part[key]));
  const inner = PARTS.flatMap((key) => (typeof part[key] === 'object' ? readPart(part[key], hasCode, depth + 1) : []));
  return [...words, ...inner].filter(Boolean);
}

/** A run of a line of rich text, which escapes nothing. */
function readRun(run: unknown, hasCode: boolean): string {
  if (!isJson(run)) return '';
  if (!hasCode && isJson(run.style) && run.style.code === true) return ' ';
  const words = escapeRun(textOf(run.text));
  return run.type === 'link' ? `<${escapeRun(textOf(run.url))}|${words}>` : words;
}

function escapeRun(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
