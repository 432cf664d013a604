/** What the bot can be asked, and how. */

import type { KnownBlock } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import { button, context, row, section } from '../blocks.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { ageNotes, releaseOf } from './notes.ts';

const WAYS = [
  '• `/attack` alone, or the shortcut Search ATT&amp;CK: a search that answers while you type',
  '• `/attack T1055`: a technique, tactic, group, software, campaign, mitigation, detection or asset by its ID; several at once work too',
  '• `/attack T1055 mitigations`: one part of it: groups, software, detection, procedures, …',
  '• `/attack proces injecton`: by name or alias, typing errors included',
  '• `/attack tactic:persistence -platform:windows registry`: filters by `tactic:` `platform:` `domain:` `type:` `status:`; `/attack groups` lists all of a kind',
  '• `/attack T1055 v17.1`: from an earlier release; `/attack pin v17.1` keeps this workspace on one, `/attack unpin` lets it go',
  '• `/attack changes`: what the newest release changed; `/attack changes v17.1 v18.1 domain:ics`; of one object `/attack diff T1055`',
  '• `/attack settings`: how much I say unasked in a channel, and for what you write',
  '• `/attack watch T1055 APT29 tactic:persistence`: what a new release changes of it is told here, once; `/attack watching` lists, `/attack unwatch` removes; `/attack subscribe releases` for every release',
  '• `/attack status`: which ATT&amp;CK is loaded, from where, how old',
  '• `/attack layer`: a layer for the ATT&amp;CK Navigator of the techniques named in this channel; in a thread, mention me with `layer`',
  '• the shortcut “Find ATT&amp;CK techniques” in the menu of any message: what it names or describes, to post in its thread',
  '• mention me with an ID or some words, in a thread too, where slash commands do not work',
  '• post a link to attack.mitre.org, or an ID in a channel that I am in: a small card follows',
];

export function helpView(catalog: Catalog, now: number): readonly KnownBlock[] {
  return [
    section(`*MITRE ATT&amp;CK, answered where you are.*\n${WAYS.join('\n')}`),
    ...row([button('Show T1055', { kind: 'lookup', terms: ['T1055'] }), button('Show status', { kind: 'status' })]),
    context(
      `Answers come from ${escapeMrkdwn(releaseOf(catalog.copies))}. © The MITRE Corporation; ATT&amp;CK is its registered trademark.`,
    ),
    ...ageNotes(catalog, catalog.objects, now).map(context),
  ];
}
