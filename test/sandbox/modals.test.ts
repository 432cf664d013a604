import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Timing } from '../../src/sandbox/timing.ts';
import { INCIDENT_CHANNEL, OTHER_CHANNEL } from '../../src/sandbox/workspace.ts';
import { createSomeone } from '../fixtures/person.ts';
import { startHttpApp, startSocketApp } from './bolt.ts';

const DOORS = [
  ['Socket Mode', startSocketApp],
  ['signed HTTP', startHttpApp],
] as const;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(`Option ${value}`), value });
const BUTTONS: KnownBlock = {
  type: 'actions',
  block_id: 'buttons',
  elements: [
    { type: 'button', action_id: 'more', text: plain('More'), value: '1' },
    { type: 'checkboxes', action_id: 'ticks', options: [option('a'), option('b')] },
  ],
};
const INPUT: KnownBlock = {
  type: 'input',
  block_id: 'name',
  label: plain('Name'),
  element: { type: 'plain_text_input', action_id: 'text' },
};
const SELECT: KnownBlock = {
  type: 'section',
  block_id: 'search',
  text: plain('Search'),
  accessory: { type: 'external_select', action_id: 'found', min_query_length: 2 },
};
const modal = (title: string, blocks: readonly KnownBlock[], more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain(title),
  blocks: [...blocks],
  ...more,
});
const FORM = modal('Form', [INPUT, SELECT, BUTTONS], {
  submit: plain('Send'),
  callback_id: 'form',
  private_metadata: 'kept',
  notify_on_close: true,
});

/** An app whose command opens a modal, and a person who has it before them. */
async function openModal(
  start: typeof startSocketApp,
  register: (app: App) => void = () => {},
  view = FORM,
  timing: Partial<Timing> = {},
) {
  const stage = await start(
    (app) => {
      app.command('/attack', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
      });
      register(app);
    },
    { timing },
  );
  const you = createSomeone(stage.sandbox);
  await stage.sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack' });
  await you.modal();
  return { ...stage, you };
}

describe.each(DOORS)('a modal over %s', (_name, start) => {
  it('tells the app of each press, with all that is entered', async () => {
    const bodies: unknown[] = [];
    const { sandbox, you } = await openModal(start, (app) => {
      app.action(/./, async ({ ack, body }) => {
        await ack();
        bodies.push(body);
      });
    });
    you.fill({ text: 'typed' });
    await you.pick('ticks', ['b']);
    await you.pressView('More');
    await expect.poll(() => bodies).toHaveLength(2);
    const [stored] = sandbox.views;
    const view = {
      id: stored?.id,
      type: 'modal',
      hash: stored?.hash,
      callback_id: 'form',
      private_metadata: 'kept',
      root_view_id: stored?.id,
      previous_view_id: null,
      app_id: 'A0SANDBOX1',
      state: {
        values: {
          name: { text: { type: 'plain_text_input', value: 'typed' } },
          search: { found: { type: 'external_select', selected_option: null } },
          buttons: { ticks: { type: 'checkboxes', selected_options: [option('b')] } },
        },
      },
    };
    expect(bodies).toMatchObject([
      {
        type: 'block_actions',
        container: { type: 'view', view_id: stored?.id },
        trigger_id: expect.any(String),
        view,
        actions: [{ type: 'checkboxes', block_id: 'buttons', action_id: 'ticks', selected_options: [option('b')] }],
      },
      { view, actions: [{ type: 'button', action_id: 'more', value: '1' }] },
    ]);
    expect(bodies[0]).not.toHaveProperty('channel');
    expect(bodies[0]).not.toHaveProperty('response_url');
  });

  it('asks the app for options as someone types, and tells the one chosen in full', async () => {
    const asked: unknown[] = [];
    const chosen: unknown[] = [];
    const { you, sandbox } = await openModal(start, (app) => {
      app.options('found', async ({ ack, body }) => {
        asked.push(body);
        await ack({
          option_groups: [{ label: plain('Groups'), options: [{ ...option('G1'), description: plain('!') }] }],
        });
      });
      app.action('found', async ({ ack, action }) => {
        await ack();
        chosen.push(action);
      });
    });
    expect(await you.type('found', 'a')).toEqual([]);
    expect(await you.type('found', 'ap')).toEqual([
      { label: 'Groups', options: [{ text: 'Option G1', description: '!', value: 'G1' }] },
    ]);
    await you.pick('found', 'G1');
    await expect.poll(() => chosen).toHaveLength(1);
    expect(asked).toMatchObject([
      {
        type: 'block_suggestion',
        container: { type: 'view', view_id: sandbox.views[0]?.id },
        block_id: 'search',
        action_id: 'found',
        value: 'ap',
        view: { callback_id: 'form', state: { values: { name: { text: { value: null } } } } },
      },
    ]);
    expect(chosen).toMatchObject([{ selected_option: { ...option('G1'), description: plain('!') } }]);
    await expect(you.pick('found', 'G2')).rejects.toThrow('option_not_found');
  });

  it('shows the errors that come with the acknowledgement of a submission, and then closes', async () => {
    const bodies: unknown[] = [];
    const { you } = await openModal(start, (app) => {
      app.view('form', async ({ ack, body, view }) => {
        bodies.push(body);
        const isShort = (view.state.values.name?.text?.value ?? '').length < 3;
        await (isShort ? ack({ response_action: 'errors', errors: { name: 'too short' } }) : ack());
      });
    });
    you.fill({ text: 'ab' });
    await you.submit();
    expect((await you.modal((view) => view.errors.name !== undefined)).errors).toEqual({ name: 'too short' });
    you.fill({ text: 'abc' });
    await you.submit();
    await you.noModal();
    expect(bodies[1]).toMatchObject({
      type: 'view_submission',
      user: { name: 'you' },
      trigger_id: expect.any(String),
      response_urls: [],
      view: { callback_id: 'form', state: { values: { name: { text: { value: 'abc' } } } } },
    });
  });

  it('can be updated, stacked and cleared by the acknowledgement of a submission', async () => {
    const { you } = await openModal(start, (app) => {
      app.view('form', ({ ack }) =>
        ack({ response_action: 'update', view: modal('Second', [], { callback_id: 'second', submit: plain('Next') }) }),
      );
      app.view('second', ({ ack }) =>
        ack({ response_action: 'push', view: modal('Third', [], { callback_id: 'third', submit: plain('End') }) }),
      );
      app.view('third', ({ ack }) => ack({ response_action: 'clear' }));
    });
    you.fill({ text: 'abc' });
    await you.submit();
    await you.modal((view) => view.title === 'Second');
    await you.submit();
    await you.modal((view) => view.title === 'Third');
    expect(you.modals().map(({ title }) => title)).toEqual(['Second', 'Third']);
    await you.submit();
    await you.noModal();
  });

  it('tells the app when it is closed', async () => {
    const bodies: unknown[] = [];
    const { you } = await openModal(start, (app) => {
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        bodies.push(body);
      });
    });
    await you.close();
    await you.noModal();
    await expect
      .poll(() => bodies)
      .toMatchObject([{ type: 'view_closed', is_cleared: false, view: { callback_id: 'form' } }]);
  });

  it("says Slack's words when the app does not answer", async () => {
    const { you } = await openModal(
      start,
      (app) => {
        app.action('more', async () => {});
        app.options('found', async () => {});
      },
      FORM,
      { ackMs: 200 },
    );
    await you.pressView('More');
    const { failure } = await you.modal((view) => view.failure !== undefined);
    expect(failure).toBe('We had some trouble connecting. Try again?');
    await expect(you.type('found', 'ap')).rejects.toThrow(failure);
  });
});

describe('a modal', () => {
  it('is not submitted while a required input is empty', async () => {
    const { you } = await openModal(startSocketApp);
    await you.submit();
    expect((await you.modal()).errors).toEqual({ name: 'Please complete this required field.' });
  });

  it('keeps what is entered in an input to itself, unless the input says otherwise', async () => {
    const bodies: unknown[] = [];
    const { you } = await openModal(
      startSocketApp,
      (app) => {
        app.action(/./, async ({ ack, action }) => {
          await ack();
          bodies.push(action);
        });
      },
      {
        ...FORM,
        blocks: [
          INPUT,
          {
            ...INPUT,
            block_id: 'told',
            dispatch_action: true,
            element: { type: 'plain_text_input', action_id: 'now' },
          },
        ],
      },
    );
    await you.pick('text', 'quiet');
    await you.pick('now', 'loud');
    await expect.poll(() => bodies).toMatchObject([{ action_id: 'now', value: 'loud' }]);
  });

  it('starts with what the view says, and the conversation that it was opened in', async () => {
    const bodies: unknown[] = [];
    const { you } = await openModal(
      startSocketApp,
      (app) => {
        app.action('more', async ({ ack, body }) => {
          await ack();
          bodies.push(body);
        });
      },
      modal('Start', [
        {
          type: 'actions',
          block_id: 'row',
          elements: [
            { type: 'button', action_id: 'more', text: plain('More') },
            { type: 'conversations_select', action_id: 'where', default_to_current_conversation: true },
            { type: 'users_select', action_id: 'who' },
            {
              type: 'multi_static_select',
              action_id: 'some',
              options: [option('a'), option('b')],
              initial_options: [option('a')],
            },
            { type: 'radio_buttons', action_id: 'one', options: [option('a')], initial_option: option('a') },
          ],
        },
      ]),
    );
    await you.pressView('More');
    await expect
      .poll(() => bodies)
      .toMatchObject([
        {
          view: {
            state: {
              values: {
                row: {
                  where: { type: 'conversations_select', selected_conversation: INCIDENT_CHANNEL },
                  who: { selected_user: null },
                  some: { selected_options: [option('a')] },
                  one: { selected_option: option('a') },
                },
              },
            },
          },
        },
      ]);
  });

  it.each([
    ['too many options', { options: Array.from({ length: 101 }, (_, index) => option(String(index))) }],
    ['an option that is too long', { options: [{ text: plain('x'.repeat(76)), value: 'x' }] }],
    ['no list', { text: 'hm' }],
  ])('does not show what is offered with %s', async (_what, answer) => {
    const { you } = await openModal(startSocketApp, (app) => {
      app.options('found', ({ ack }) => ack(answer as { options: [] }));
    });
    await expect(you.type('found', 'ap')).rejects.toThrow('trouble connecting');
  });

  it('shows that nothing was found', async () => {
    const { you } = await openModal(startSocketApp, (app) => {
      app.options('found', ({ ack }) => ack({ options: [] }));
    });
    expect(await you.type('found', 'ap')).toEqual([{ options: [] }]);
  });

  it('keeps the options offered last, also when the answers come in another order', async () => {
    const held: (() => void)[] = [];
    const { you } = await openModal(startSocketApp, (app) => {
      app.options('found', async ({ ack, payload }) => {
        if (payload.value === 'old') {
          await new Promise<void>((resolve) => held.push(resolve));
        }
        await ack({ options: [option(payload.value)] });
      });
      app.action('found', ({ ack }) => ack());
    });
    const old = you.type('found', 'old');
    await expect.poll(() => held).toHaveLength(1);
    await you.type('found', 'new');
    held[0]?.();
    await old;
    await you.pick('found', 'new');
    await expect(you.pick('found', 'old')).rejects.toThrow('option_not_found');
  });

  it('gives a response URL for the conversation that an input asks for, though the bot is no member', async () => {
    const where: KnownBlock = {
      type: 'input',
      block_id: 'where',
      label: plain('Where'),
      element: { type: 'conversations_select', action_id: 'channel', response_url_enabled: true },
    };
    const { you } = await openModal(
      startSocketApp,
      (app) => {
        app.view('share', async ({ ack, respond }) => {
          await ack();
          await respond({ text: 'shared', response_type: 'in_channel' });
        });
      },
      modal('Share', [where], { callback_id: 'share', submit: plain('Share') }),
    );
    you.fill({ channel: OTHER_CHANNEL });
    await you.submit();
    await you.find(({ text }) => text === 'shared', { channel: OTHER_CHANNEL });
    await you.noModal();
  });

  it.each([
    ['errors of what is no input', { response_action: 'errors', errors: { search: 'no' } }],
    ['an action that Slack does not know', { response_action: 'explode' }],
    ['a view that breaks the limits', { response_action: 'update', view: { type: 'modal', blocks: [] } }],
    ['no view', { response_action: 'push' }],
  ])('stays, and says so, when its submission is answered with %s', async (_what, answer) => {
    const { you } = await openModal(startSocketApp, (app) => {
      app.view('form', ({ ack }) => ack(answer as { response_action: 'clear' }));
    });
    you.fill({ text: 'abc' });
    await you.submit();
    expect((await you.modal(({ failure }) => failure !== undefined)).title).toBe('Form');
  });
});
