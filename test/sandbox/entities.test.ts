import type { App } from '@slack/bolt';
import type { EntityMetadata } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { errorOf, startHttpApp, startSocketApp } from './bolt.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';
const ENTITY: EntityMetadata = {
  entity_type: 'slack#/entities/item',
  app_unfurl_url: LINK,
  url: LINK,
  external_ref: { id: 'T1055', type: 'technique' },
  entity_payload: {
    attributes: { title: { text: 'T1055' }, display_type: 'Technique' },
    custom_fields: [
      { key: 'platforms', label: 'Platforms', type: 'array', value: [{ value: 'Linux' }, { value: 'Windows' }] },
      { key: 'id', label: 'ID', type: 'string', value: 'T1055' },
    ],
    display_order: ['id', 'platforms'],
  },
};
const FIELDS = [
  { label: 'ID', value: 'T1055' },
  { label: 'Platforms', value: 'Linux, Windows' },
];

/** An app that unfurls links as Work Objects; a person has posted one. */
async function startEntities(start: typeof startSocketApp, register: (app: App) => void = () => {}, triggerMs = 3000) {
  const { sandbox, app } = await start(
    (bolt) => {
      bolt.event('link_shared', async ({ client, event }) => {
        await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, metadata: { entities: [ENTITY] } });
      });
      register(bolt);
    },
    { timing: { triggerMs } },
  );
  const you = createSomeone(sandbox);
  await you.say(LINK);
  const message = await you.find(({ unfurls }) => unfurls.length === 1);
  return { sandbox, app, you, message };
}

describe.each([
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
])('a Work Object over %s', (_name, start) => {
  it('is shown with its fields, and the app presents the details', async () => {
    const events: unknown[] = [];
    const { sandbox, you, message } = await startEntities(start, (app) => {
      app.event('entity_details_requested', async ({ client, event }) => {
        events.push(event);
        const { app_unfurl_url: _, ...metadata } = ENTITY;
        await client.entity.presentDetails({ trigger_id: event.trigger_id, metadata });
      });
    });
    expect(message.unfurls).toMatchObject([
      { url: LINK, entity: { title: 'T1055', kind: 'Technique', fields: FIELDS } },
    ]);
    expect(await you.openPanel(message, LINK)).toEqual({
      url: LINK,
      title: 'T1055',
      kind: 'Technique',
      status: 'shown',
      fields: FIELDS,
    });
    expect(events).toMatchObject([
      {
        user: you.who.id,
        external_ref: { id: 'T1055', type: 'technique' },
        app_unfurl_url: LINK,
        link: { url: LINK, domain: 'attack.mitre.org' },
        user_locale: 'en-US',
        channel: INCIDENT_CHANNEL,
        message_ts: message.ts,
      },
    ]);
    expect(sandbox.state(sandbox.workspace.colleague)).not.toHaveProperty('panel');
    await sandbox.act({ kind: 'close-panel' });
    expect(sandbox.state()).not.toHaveProperty('panel');
  });
});

describe('the panel of a Work Object', () => {
  it('shows what the app says instead of details', async () => {
    const error = { status: 'custom', custom_title: 'Gone', custom_message: 'It was revoked.' };
    const { you, message } = await startEntities(startSocketApp, (app) => {
      app.event('entity_details_requested', async ({ client, event }) => {
        await client.entity.presentDetails({ trigger_id: event.trigger_id, error });
      });
    });
    expect(await you.openPanel(message, LINK)).toMatchObject({
      status: 'failed',
      title: 'Gone',
      message: 'It was revoked.',
    });
  });

  it('gives up on an app that does not answer', async () => {
    const { you, message } = await startEntities(startSocketApp, () => {}, 50);
    expect(await you.openPanel(message, LINK)).toMatchObject({
      status: 'failed',
      message: 'We had some trouble loading the details. Try again?',
    });
  });

  it('takes no details of another thing, none that Slack cannot read, and a trigger once', async () => {
    const errors: unknown[] = [];
    const { you, app, message } = await startEntities(startSocketApp, (bolt) => {
      bolt.event('entity_details_requested', async ({ client, event: { trigger_id } }) => {
        const metadata = { ...ENTITY, external_ref: { id: 'T1059' } };
        errors.push(await errorOf(client.entity.presentDetails({ trigger_id, metadata })));
        errors.push(await errorOf(client.entity.presentDetails({ trigger_id, metadata: ENTITY })));
      });
    });
    await you.openPanel(message, LINK).catch(() => {});
    expect(errors).toEqual(['entity_metadata_does_not_match_trigger', 'exchanged_trigger_id']);
    expect(await errorOf(app.client.entity.presentDetails({ trigger_id: 'guess', metadata: ENTITY }))).toBe(
      'invalid_trigger_id',
    );
    await expect(you.openPanel(message, 'https://e.test')).rejects.toThrow('entity_not_found');
  });
});

describe('chat.unfurl with Work Objects', () => {
  it('takes exactly one of unfurls and metadata, for URLs as posted', async () => {
    const { app, message } = await startEntities(startSocketApp);
    const target = { channel: INCIDENT_CHANNEL, ts: message.ts };
    const unfurl = (more: object) => errorOf(app.client.apiCall('chat.unfurl', { ...target, ...more }));
    const entities = (more: object) => ({ metadata: { entities: [{ ...ENTITY, ...more }] } });
    expect(await unfurl({ ...entities({}), unfurls: { [LINK]: { text: 'x' } } })).toBe('invalid_arguments');
    expect(await unfurl({})).toBe('missing_unfurls');
    expect(await unfurl({ metadata: { entities: [] } })).toBe('invalid_metadata');
    expect(await unfurl(entities({ entity_type: 'technique' }))).toBe('invalid_metadata');
    expect(await unfurl(entities({ entity_payload: {} }))).toBe('invalid_metadata');
    expect(await unfurl(entities({ app_unfurl_url: 'https://attack.mitre.org/' }))).toBe('cannot_unfurl_url');
    expect(await unfurl(entities({}))).toBeUndefined();
  });
});
