/** For who comes here first: what this place is, and things to try, each a click away. */

import type { PageChannel } from '../page-api.ts';
import { usePage } from './page-context.ts';

const TO_TRY: readonly { readonly text: string; readonly why: string }[] = [
  { text: '/attack T1055', why: 'a technique by its ID' },
  { text: '/attack proces injecton', why: 'a name, typos and all' },
  { text: 'https://attack.mitre.org/techniques/T1059/001/', why: 'a link unfurls by itself' },
  { text: '/attack tactic:persistence platform:linux', why: 'a list by filters' },
  { text: '/attack', why: 'a search that answers while you type' },
];

interface WelcomeProps {
  readonly channel: PageChannel;
  readonly send: (text: string) => void;
}

export function Welcome({ channel, send }: WelcomeProps) {
  const { frame } = usePage();
  if (channel.isDirect && frame.prompts.length > 0) return <Prompts channel={channel} send={send} />;
  return (
    <section className="welcome" aria-label="Things to try">
      <h2>{channel.isDirect ? `Just you and ${channel.name}` : `This is #${channel.name}`}</h2>
      <p>Ask the ATT&CK bot the way you would in an incident channel. Try one of these, or type your own:</p>
      <ul>
        {TO_TRY.map(({ text, why }) => (
          <li key={text}>
            <button type="button" className="chip" onClick={() => send(text)}>
              <code>{text}</code>
              <span>{why}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** As Slack's pane of an agent offers them, before anything is said. */
function Prompts({ channel, send }: WelcomeProps) {
  const { frame } = usePage();
  return (
    <section className="welcome" aria-label="Suggested prompts">
      <h2>Just you and {channel.name}</h2>
      <p>What it suggests that you say:</p>
      <ul>
        {frame.prompts.map(({ title, message }) => (
          <li key={title}>
            <button type="button" className="chip" onClick={() => send(message)}>
              <code>{title}</code>
              <span>{message}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
