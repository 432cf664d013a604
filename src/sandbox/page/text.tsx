/** Texts, and the blocks that nobody can press, as the rendering library shows them. */

import type { ImageElement, KnownBlock, MrkdwnElement, PlainTextElement } from '@slack/types';
import { type ComponentProps, useMemo } from 'react';
import { Message } from 'slack-blocks-to-jsx';
import { formatDate } from './dates.ts';
import { buildPlainText, buildRichText } from './mrkdwn.ts';
import { usePage } from './page-context.ts';

type LibraryProps = ComponentProps<typeof Message>;

const HOOKS: NonNullable<LibraryProps['hooks']> = {
  date: ({ timestamp, format, fallback }) => formatDate(Number(timestamp), format, Date.now()) ?? fallback,
};

export function Mrkdwn({ text }: { readonly text: string }) {
  const block = useMemo(() => buildRichText(text, Date.now()), [text]);
  return <LibraryBlock block={block} />;
}

type TextValue = PlainTextElement | MrkdwnElement | ImageElement;

export function Text({ value }: { readonly value: TextValue }) {
  switch (value.type) {
    case 'mrkdwn':
      return <Mrkdwn text={value.text} />;
    case 'plain_text':
      return <LibraryBlock block={buildPlainText(value.text)} />;
    case 'image':
      // Loading it would call another host.
      return <span className="image-note">Not loaded here: {value.alt_text}</span>;
  }
}

export function Texts({ values }: { readonly values: readonly TextValue[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the texts of a block have no name but their place, and never move.
  return values.map((value, index) => <Text key={index} value={value} />);
}

export function LibraryBlock({ block }: { readonly block: KnownBlock }) {
  const { frame, theme } = usePage();
  const data = {
    users: frame.people.map(({ id, name }) => ({ id, name })),
    channels: frame.channels.map(({ id, name }) => ({ id, name })),
  };
  // Slack's types and the library's describe the same JSON; what the library does not know it leaves out.
  const blocks = [block] as unknown as LibraryProps['blocks'];
  // `unstyled` leaves out its page-wide rules (fonts and line breaks, marked important); its utilities still apply.
  return <Message withoutWrapper unstyled blocks={blocks} data={data} hooks={HOOKS} theme={theme} logo="" name="" />;
}
