/** The box to type in: completion, previews of links, Enter to send, Up for what was sent last. */

import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { PageChannel } from '../page-api.ts';
import { type Completion, encodeMentions, findCompletions, findUsage } from './completion.ts';
import { usePage } from './page-context.ts';
import { Shortcuts } from './shortcuts.tsx';
import { ComposerPreview } from './unfurl.tsx';

export interface ComposerHandle {
  focus(): void;
  /** Fills the box and sends it. */
  send(text: string): void;
}

interface ComposerProps {
  readonly channel: PageChannel;
  readonly threadTs?: string;
  readonly ref?: Ref<ComposerHandle>;
}

/** After the last key, before the server is told what stands in the box. */
const COMPOSE_PAUSE_MS = 300;

export function Composer({ channel, threadTs, ref }: ComposerProps) {
  const { frame, act } = usePage();
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [isListClosed, setListClosed] = useState(false);
  const lastSent = useRef('');
  const caretAfterChange = useRef<number>(undefined);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const isThread = threadTs !== undefined;
  const commands = isThread ? [] : frame.commands;
  const people = frame.people.filter((person) => person.id !== frame.me.id);
  const offers = isListClosed ? [] : findCompletions(text, caret, commands, people);
  const usage = findUsage(text, commands);
  const label = isThread ? 'Reply in thread' : `Message ${channel.isDirect ? '' : '#'}${channel.name}`;

  usePreviews(channel.id, text, !isThread);
  useLayoutEffect(() => {
    growToText(box.current, text);
    // Before the next key is read: a later frame is too late for whoever types fast.
    const end = caretAfterChange.current;
    if (end !== undefined) {
      box.current?.setSelectionRange(end, end);
      caretAfterChange.current = undefined;
    }
  }, [text]);

  const change = (next: string, nextCaret: number) => {
    setText(next);
    setCaret(nextCaret);
    setActive(0);
    setListClosed(false);
  };
  const send = async (typed: string) => {
    if (typed.trim() === '') {
      return;
    }
    change('', 0);
    lastSent.current = typed;
    const thread = threadTs === undefined ? {} : { threadTs };
    const isTaken = await act({
      kind: 'say',
      channel: channel.id,
      text: encodeMentions(typed, people).trim(),
      ...thread,
    });
    if (!isTaken) {
      // What was refused can be mended, unless something else has been typed meanwhile.
      setText((current) => current || typed);
    }
  };
  const choose = (offer: Completion) => {
    const end = offer.from + offer.insert.length;
    change(text.slice(0, offer.from) + offer.insert + text.slice(caret).trimStart(), end);
    caretAfterChange.current = end;
    box.current?.focus();
  };
  useImperativeHandle(ref, () => ({
    focus: () => box.current?.focus(),
    send: (typed) => void send(typed),
  }));

  const onListKey = (event: KeyboardEvent): boolean => {
    const offer = offers[active];
    if (offer === undefined) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
        setActive((active + 1) % offers.length);
        return true;
      case 'ArrowUp':
        setActive((active + offers.length - 1) % offers.length);
        return true;
      case 'Escape':
        setListClosed(true);
        return true;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) {
          return false;
        }
        choose(offer);
        return true;
      default:
        return false;
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends the composition of a character (Japanese, Chinese) is not meant for us.
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (onListKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send(text);
    } else if (event.key === 'ArrowUp' && text === '' && lastSent.current !== '') {
      event.preventDefault();
      change(lastSent.current, lastSent.current.length);
    }
  };

  return (
    <div className="composer">
      {!isThread && channel.composerPreviews.length > 0 && (
        <section className="previews" aria-label="Previews of the links in your message">
          {channel.composerPreviews.map((unfurl) => (
            <ComposerPreview key={unfurl.url} unfurl={unfurl} />
          ))}
        </section>
      )}
      {offers.length > 0 && (
        <div className="offers" id={listId} role="listbox" aria-label="Suggestions">
          {offers.map((offer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the box's; focus stays there.
            <div
              key={offer.label}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(offer)}
            >
              <strong>{offer.label}</strong> <span>{offer.hint}</span>
            </div>
          ))}
        </div>
      )}
      {offers.length === 0 && usage && (
        <p className="usage">
          <strong>{usage.command}</strong> {usage.usageHint}
        </p>
      )}
      <div className="box">
        {!isThread && <Shortcuts />}
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={offers.length > 0 ? listId : undefined}
          aria-activedescendant={offers.length > 0 ? `${listId}-${active}` : undefined}
          onChange={(event) => change(event.target.value, event.target.selectionEnd)}
          onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          disabled={text.trim() === ''}
          onClick={() => void send(text)}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 3.5 17.5 10 3 16.5l2-6.5zM5 10h6" />
          </svg>
        </button>
      </div>
      <p className="visually-hidden" role="status">
        {offers.length > 0 ? `${offers.length} suggestions, arrow keys to choose` : ''}
      </p>
    </div>
  );
}

/** Tells the server what is being typed, once it pauses: links unfurl before they are sent. */
function usePreviews(channel: string, text: string, isOn: boolean): void {
  const { act } = usePage();
  const told = useRef('');
  useEffect(() => {
    const isWorthTelling = isOn && text !== told.current && (text.includes('://') || told.current !== '');
    if (!isWorthTelling) {
      return;
    }
    const tell = () => {
      told.current = text.includes('://') ? text : '';
      void act({ kind: 'compose', channel, text: told.current });
    };
    // What has been sent needs no preview any more, at once.
    const timer = setTimeout(tell, text === '' ? 0 : COMPOSE_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [act, channel, text, isOn]);
}

function growToText(box: HTMLTextAreaElement | null, text: string): void {
  if (box !== null) {
    box.style.height = 'auto';
    box.style.height = text === '' ? '' : `${box.scrollHeight}px`;
  }
}
