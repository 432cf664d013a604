/** A day in the workspace: each kind of event, command, press and view once, and each answered before the next. */

import type { PageView } from '../../src/sandbox/page-api.ts';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { FOUND_SHORTCUT } from '../../src/slack/found.ts';
import { SEARCH_SHORTCUT } from '../../src/slack/modal/search.ts';
import { buttonsOf, createSomeone, PATIENCE, read } from '../fixtures/person.ts';

const LINK = 'https://attack.mitre.org/techniques/T1566/';

/** @param aside a word that is said with everything */
export async function liveADay(sandbox: SandboxServer, aside: string): Promise<void> {
  const you = createSomeone(sandbox);
  const isGone = (ts: string) =>
    sandbox.until(() => you.messages().every((one) => one.ts !== ts) || undefined, PATIENCE);

  const card = await you.ask('/attack T1055');
  const label = buttonsOf(card).find((each) => each.startsWith('Groups')) ?? 'Groups';
  await you.turn(card, label);
  await you.ask(`<@${sandbox.workspace.bot.id}> G0016`);
  await you.ask('T1059', { channel: DIRECT_MESSAGE });

  const said = await you.say(`seen T1110 ${aside}`);
  const reply = await you.find(({ threadTs }) => threadTs === said.ts);
  await you.edit(said, `seen T1111 rather ${aside}`);
  await you.find((one) => one.ts === reply.ts && read(one).includes('T1111'));
  await you.remove(said);
  await isGone(reply.ts);

  const shared = await you.say(`${LINK} ${aside}`);
  await you.find(({ ts, unfurls }) => ts === shared.ts && unfurls.length > 0);

  await you.runShortcut(SEARCH_SHORTCUT);
  await you.modal(isTitled('Search ATT&CK'));
  await you.type('pick', 'T1055');
  await you.pick('pick', 'T1055');
  await you.modal((view) => read(view).includes('T1055 · Process Injection'));
  await you.pressView('Copy as Markdown');
  await you.modal(isTitled('Copy as Markdown'));
  await you.submit();
  await you.modal(isTitled('Search ATT&CK'));
  await you.close();
  await you.noModal();

  const found = await you.say(`they used T1003 ${aside}`);
  await you.find(({ threadTs }) => threadTs === found.ts);
  await you.runShortcut(FOUND_SHORTCUT, found);
  await you.modal();
  await you.submit();
  await you.noModal();
  await sandbox.until(() => you.messages({ threadTs: found.ts }).length >= 2 || undefined, PATIENCE);

  await you.choose(await you.ask('/attack settings'), 'settings.coolDown', '480');
  await you.find(({ text }) => text.includes('30 minutes → 8 hours'));
  await you.home((view) => read(view).includes(INCIDENT_CHANNEL));
  await you.pressView('Search ATT&CK');
  await you.modal(isTitled('Search ATT&CK'));
  await you.close();
}

function isTitled(title: string): (view: PageView) => boolean {
  return (view) => view.title === title;
}
