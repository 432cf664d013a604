import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { INCIDENT_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { errorOf, startSocketApp } from './bolt.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain(title),
  blocks: [
    { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] },
    {
      type: 'section',
      block_id: 'pick',
      text: plain('Pick'),
      accessory: { type: 'static_select', action_id: 'one', options: [{ text: plain('A'), value: 'a' }] },
    },
  ],
  ...more,
});

/** An app whose command opens a modal, whose button pushes another on top; the errors of both are kept. */
async function startStack(view: object = modal('First'), register: (app: App) => void = () => {}) {
  const errors: unknown[] = [];
  const triggers: string[] = [];
  let depth = 1;
  const stage = await startSocketApp((app) => {
    app.command('/attack', async ({ ack, client, command }) => {
      await ack();
      errors.push(await errorOf(client.views.open({ trigger_id: command.trigger_id, view: view as ModalView })));
    });
    app.action({ type: 'block_actions', action_id: 'more' }, async ({ ack, client, body }) => {
      await ack();
      triggers.push(body.trigger_id);
      depth += 1;
      errors.push(await errorOf(client.views.push({ trigger_id: body.trigger_id, view: modal(`View ${depth}`) })));
    });
    register(app);
  });
  const you = createSomeone(stage.sandbox);
  const open = () => stage.sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack' });
  await open();
  await expect.poll(() => errors).toHaveLength(1);
  return { ...stage, you, open, errors, triggers };
}

describe('views.push', () => {
  it('stacks three views, and no more; closing brings back the one beneath', async () => {
    const { sandbox, you, errors } = await startStack();
    for (const title of ['View 2', 'View 3']) {
      await you.pressView('More');
      await you.modal((view) => view.title === title);
    }
    await you.pressView('More');
    await expect.poll(() => errors).toEqual([undefined, undefined, undefined, 'push_limit_reached']);
    const [first, second, third] = sandbox.views;
    expect(second).toMatchObject({ rootId: first?.id, previousId: first?.id });
    expect(third).toMatchObject({ rootId: first?.id, previousId: second?.id });
    await you.close();
    expect((await you.modal()).title).toBe('View 2');
    await expect(sandbox.act({ kind: 'close', viewId: first?.id ?? '', isAll: false })).resolves.toEqual({
      ok: false,
      error: 'view_not_found',
    });
    await you.close(true);
    await you.noModal();
  });

  it('needs a trigger from an open modal', async () => {
    const { app, sandbox, you, errors, triggers } = await startStack();
    await you.pressView('More');
    await expect.poll(() => errors).toHaveLength(2);
    expect(triggers).toHaveLength(1);
    const { ts = '' } = await app.client.chat.postMessage({
      channel: INCIDENT_CHANNEL,
      text: 'card',
      blocks: modal('Row').blocks,
    });
    const channel = INCIDENT_CHANNEL;
    await sandbox.act({ kind: 'press', channel, ts, blockId: 'row', actionId: 'more' });
    await expect.poll(() => errors).toHaveLength(3);
    expect(errors[2]).toBe('invalid_trigger_id');
  });

  it('and views.open use up the one trigger of a press', async () => {
    const { app, you, errors, triggers } = await startStack();
    await you.pressView('More');
    await expect.poll(() => errors).toHaveLength(2);
    const trigger_id = triggers[0] ?? '';
    expect(await errorOf(app.client.views.open({ trigger_id, view: modal('Again') }))).toBe('exchanged_trigger_id');
  });
});

describe('views.update', () => {
  it('changes a view by its id, and keeps what was chosen', async () => {
    const { app, sandbox, you } = await startStack();
    await you.pick('one', 'a');
    const { id: view_id = '', hash = '' } = sandbox.views[0] ?? {};
    const { view } = await app.client.views.update({ view_id, hash, view: modal('Second') });
    expect(view?.hash).not.toBe(hash);
    expect(view).toMatchObject({
      id: view_id,
      state: { values: { pick: { one: { selected_option: { value: 'a' } } } } },
    });
    expect(you.modals()).toMatchObject([{ title: 'Second', hash: view?.hash }]);
  });

  it('changes a view by its external id', async () => {
    const { app, you } = await startStack(modal('First', { external_id: 'mine' }));
    await app.client.views.update({ external_id: 'mine', view: modal('Second', { external_id: 'mine' }) });
    expect(you.modals()).toMatchObject([{ title: 'Second' }]);
  });

  it('refuses an old hash, a view that was closed, and no view at all', async () => {
    const { app, sandbox, you } = await startStack();
    const view_id = sandbox.views[0]?.id ?? '';
    const view = modal('Second');
    expect(await errorOf(app.client.views.update({ view_id, hash: '1.old', view }))).toBe('hash_conflict');
    expect(await errorOf(app.client.apiCall('views.update', { view }))).toBe('invalid_arguments');
    await you.close();
    expect(await errorOf(app.client.views.update({ view_id, view }))).toBe('not_found');
    expect(await errorOf(app.client.views.update({ external_id: 'mine', view }))).toBe('not_found');
  });
});

describe('a view', () => {
  const long = (length: number) => 'x'.repeat(length);
  const input = { type: 'input' as const, label: plain('In'), element: { type: 'plain_text_input' as const } };

  it.each([
    ['at every limit', { title: plain(long(24)), private_metadata: long(3000), callback_id: long(255) }],
    ['with an input and a way to submit it', { submit: plain(long(24)), close: plain(long(24)), blocks: [input] }],
  ])('%s is taken', async (_what, more) => {
    expect((await startStack(modal('First', more))).errors).toEqual([undefined]);
  });

  it.each([
    ['without a title', { title: undefined }],
    ['with a title of 25 characters', { title: plain(long(25)) }],
    ['with a submit of 25 characters', { submit: plain(long(25)) }],
    ['with a close of 25 characters', { close: plain(long(25)) }],
    ['with 3,001 characters of metadata', { private_metadata: long(3001) }],
    ['with a callback_id of 256 characters', { callback_id: long(256) }],
    ['with an external_id of 256 characters', { external_id: long(256) }],
    ['with an input and nothing to submit it', { blocks: [input] }],
    ['with an empty title', { title: plain('') }],
    ['with a title in mrkdwn', { title: { type: 'mrkdwn', text: 'Title' } }],
    ['with metadata that are no text', { private_metadata: { a: 1 } }],
    ['with an unknown property', { colour: 'red' }],
    ['without blocks', { blocks: undefined }],
    ['with a block that modals do not take', { blocks: [{ type: 'markdown', text: 'x' }] }],
    ['with 101 blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }],
  ])('%s is refused', async (_what, more) => {
    const { errors, you } = await startStack({ ...modal('First'), ...more });
    expect(errors).toEqual(['invalid_arguments']);
    expect(you.modals()).toEqual([]);
  });

  it('whose external id another has is refused', async () => {
    const { app, sandbox } = await startStack(modal('First', { external_id: 'mine' }));
    const user_id = sandbox.workspace.me.id;
    const view = { type: 'home' as const, blocks: [], external_id: 'mine' };
    expect(await errorOf(app.client.views.publish({ user_id, view }))).toBe('duplicate_external_id');
  });

  it('is opened in place of the whole stack', async () => {
    const { you, open, errors } = await startStack();
    await you.pressView('More');
    await you.modal((view) => view.title === 'View 2');
    await open();
    await expect.poll(() => errors).toHaveLength(3);
    expect(you.modals().map(({ title }) => title)).toEqual(['First']);
  });

  it('is closed with all others when it says so, and those that wish are told', async () => {
    const closed: unknown[] = [];
    const { you, app, sandbox } = await startStack(modal('First', { notify_on_close: true }), (bolt) => {
      bolt.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack, body }) => {
        await ack();
        closed.push(body);
      });
    });
    await you.pressView('More');
    await you.modal((view) => view.title === 'View 2');
    await app.client.views.update({
      view_id: sandbox.views[1]?.id ?? '',
      view: modal('Last', { clear_on_close: true }),
    });
    await you.close();
    await you.noModal();
    await expect.poll(() => closed).toMatchObject([{ is_cleared: true, view: { title: { text: 'First' } } }]);
  });

  it('is seen and used by nobody else', async () => {
    const { sandbox } = await startStack();
    const alex = sandbox.workspace.colleague;
    expect(sandbox.state(alex).modals).toEqual([]);
    const viewId = sandbox.views[0]?.id ?? '';
    expect(await sandbox.act({ kind: 'close', viewId, isAll: false }, alex)).toMatchObject({ ok: false });
  });
});
