/** For who comes here first: what this place is, and things to try, each a click away. */

import type { PageChannel } from '../page-api.ts';

const TO_TRY: readonly { readonly text: string; readonly why: string }[] = [
  { text: '/attack T1055', why: 'a technique by its ID' },
  { text: '/attack proces injecton', why: 'a name, typos and all' },
  { text: 'https://attack.mitre.org/techniques/T1059/001/', why: 'a link unfurls by itself' },
  { text: '/attack status', why: 'which ATT&CK this is, and how old' },
];

interface WelcomeProps {
  readonly channel: PageChannel;
  readonly send: (text: string) => void;
}

export function Welcome({ channel, send }: WelcomeProps) {
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
