import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { errorOf, startSocketApp } from './bolt.ts';

const MODAL = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Title' }, blocks: [] };
const HOME = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
/** An app that notes the trigger id of a command. */
async function startTriggered(timing: { readonly now?: () => number } = {}) {
  const triggers: string[] = [];
  const stage = await startSocketApp(
    (app: App) => {
      app.command('/attack', async ({ ack, command }) => {
        await ack();
        triggers.push(command.trigger_id);
      });
    },
    { timing },
  );
  await stage.sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack' });
  await expect.poll(() => triggers).toHaveLength(1);
  return { ...stage, trigger: triggers[0] ?? '' };
}

describe('a trigger id', () => {
  it('opens one view', async () => {
    const { app, sandbox, trigger } = await startTriggered();
    expect(await app.client.views.open({ trigger_id: trigger, view: MODAL })).toMatchObject({
      view: { id: expect.stringMatching(/^V0/), type: 'modal', hash: expect.any(String) },
    });
    expect(sandbox.views).toMatchObject([{ kind: 'modal', view: MODAL }]);
    expect(await errorOf(app.client.views.open({ trigger_id: trigger, view: MODAL }))).toBe('exchanged_trigger_id');
  });

  it('lives for three seconds', async () => {
    let now = Date.now();
    const { app, trigger } = await startTriggered({ now: () => now });
    now += 3001;
    expect(await errorOf(app.client.views.open({ trigger_id: trigger, view: MODAL }))).toBe('expired_trigger_id');
  });

  it('that was never given out is refused', async () => {
    const { app } = await startTriggered();
    expect(await errorOf(app.client.views.open({ trigger_id: 'guess', view: MODAL }))).toBe('invalid_trigger_id');
  });
});

describe('views.publish', () => {
  it('keeps a home tab for a person, and guards it with a hash', async () => {
    const { app, sandbox } = await startTriggered();
    const user_id = sandbox.workspace.me.id;
    const { view } = await app.client.views.publish({ user_id, view: HOME });
    const hash = view?.hash ?? '';
    expect(await errorOf(app.client.views.publish({ user_id, view: HOME, hash }))).toBeUndefined();
    expect(await errorOf(app.client.views.publish({ user_id, view: HOME, hash }))).toBe('hash_conflict');
    expect(sandbox.views).toMatchObject([{ kind: 'home', person: user_id, view: HOME }]);
    expect(sandbox.state().home).toMatchObject({ isEnabled: true, view: { title: '', blocks: HOME.blocks } });
    expect(sandbox.state(sandbox.workspace.colleague).home).toEqual({ isEnabled: true });
  });

  it('leaves what it replaced to be pressed by who still sees it, and nothing older', async () => {
    const { app, sandbox } = await startTriggered();
    const user_id = sandbox.workspace.me.id;
    const text = { type: 'plain_text', text: 'Press' } as const;
    const draw = (block_id: string) =>
      app.client.views.publish({
        user_id,
        view: {
          type: 'home',
          blocks: [{ type: 'actions', block_id, elements: [{ type: 'button', action_id: 'x', text }] }],
        },
      });
    for (const blockId of ['first', 'second', 'third']) await draw(blockId);
    const press = (blockId: string) =>
      sandbox.act({ kind: 'press-view', viewId: sandbox.views[0]?.id ?? '', blockId, actionId: 'x', values: {} });
    expect(await press('third')).toEqual({ ok: true });
    expect(await press('second')).toEqual({ ok: true });
    expect(await press('first')).toEqual({ ok: false, error: 'action_not_found' });
  });

  it('refuses a view that breaks the limits, of another kind, for nobody, or too large', async () => {
    const { app, sandbox } = await startTriggered();
    const user_id = sandbox.workspace.me.id;
    const publish = (view: object, user = user_id) =>
      app.client.views.publish({ user_id: user, view: view as typeof HOME });
    await expect(publish({ type: 'home', blocks: [{ type: 'header' }] })).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        errors: ['missing required field: text [json-pointer:/view/blocks/0]'],
      },
    });
    expect(await errorOf(publish(MODAL))).toBe('invalid_arguments');
    expect(await errorOf(publish(HOME, 'U0NOBODY'))).toBe('invalid_arguments');
    expect(await errorOf(publish({ ...HOME, private_metadata: 'x'.repeat(250_000) }))).toBe('view_too_large');
  });
});
