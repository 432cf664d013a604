import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createRoles } from '../../../src/slack/settings/roles.ts';

it.each([
  ['an admin of the workspace', { is_admin: true, team_id: 'T1' }, 'admin'],
  ['an owner', { is_owner: true }, 'admin'],
  [
    'an admin of an organization’s other workspace',
    { is_admin: true, team_id: 'E1', enterprise_user: { teams: ['T1'] } },
    'admin',
  ],
  ['an admin of another workspace, in a shared channel', { is_admin: true, team_id: 'T2' }, 'member'],
  ['anybody else', { team_id: 'T1' }, 'member'],
])('%s is told from who may not change the defaults', async (_, user, role) => {
  const slack = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, user }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void slack.close());
  await once(slack, 'listening');
  const client = new WebClient('xoxb-1', {
    slackApiUrl: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`,
    retryConfig: { retries: 0 },
  });
  expect(await createRoles(await createLog('silent')).of(client, 'T1', 'U1')).toBe(role);
});
