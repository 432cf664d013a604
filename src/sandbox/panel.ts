/** The detail panel of a Work Object: a person opens it, the app is asked for the details, and has three seconds to present them. */

import type { Entity } from './entities.ts';
import { readHost } from './manifest.ts';
import type { PageAct, PagePanel } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import type { Message, Person } from './workspace.ts';
import { findSeen, sendEvent, type World } from './world.ts';

export interface Panels {
  find(person: string): OpenPanel | undefined;
  set(person: string, panel: OpenPanel): void;
  close(person: string): void;
}

interface OpenPanel {
  readonly entity: Entity;
  readonly triggerId: string;
  readonly shown: PagePanel;
}

const NO_DETAILS = 'We had some trouble loading the details. Try again?';

export function createPanels(changed: () => void): Panels {
  const open = new Map<string, OpenPanel>();
  return {
    find: (person) => open.get(person),
    set(person, panel) {
      open.set(person, panel);
      changed();
    },
    close(person) {
      open.delete(person);
      changed();
    },
  };
}

export function openPanel(world: World, act: Extract<PageAct, { kind: 'open-panel' }>, person: Person): ActResult {
  const message = findSeen(world, act.channel, act.ts, person);
  const entity = message?.unfurls.find(({ url }) => url === act.url)?.entity;
  if (message === undefined || entity === undefined) {
    return { ok: false, error: 'entity_not_found' };
  }
  const triggerId = world.triggers.issue({ person: person.id, channel: act.channel });
  const shown: PagePanel = { url: act.url, title: entity.title, kind: entity.kind, status: 'waiting', fields: [] };
  world.panels.set(person.id, { entity, triggerId, shown });
  const giveUp = (): void => {
    const panel = world.panels.find(person.id);
    if (panel?.triggerId === triggerId && panel.shown.status === 'waiting') {
      world.panels.set(person.id, { ...panel, shown: { ...shown, status: 'failed', message: NO_DETAILS } });
    }
  };
  setTimeout(giveUp, world.timing.triggerMs).unref();
  void sendEvent(world, buildDetailsRequested(world, { message, entity, person, triggerId }));
  return { ok: true };
}

function buildDetailsRequested(
  world: World,
  asked: {
    readonly message: Message;
    readonly entity: Entity;
    readonly person: Person;
    readonly triggerId: string;
  },
) {
  const { message, entity } = asked;
  return {
    type: 'entity_details_requested',
    user: asked.person.id,
    trigger_id: asked.triggerId,
    user_locale: 'en-US',
    external_ref: entity.externalRef,
    entity_url: entity.url,
    app_unfurl_url: entity.appUnfurlUrl,
    link: { url: entity.url, domain: readHost(entity.url) },
    channel: message.channel,
    message_ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    event_ts: world.workspace.nextTs(),
  };
}
