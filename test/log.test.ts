import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';

describe('the log', () => {
  it('writes one line of JSON for each entry, with its level as a word and its time in ISO 8601', async () => {
    const [line] = await write((log) => log.info({ port: 3000 }, 'listening'));
    expect(JSON.parse(line ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      port: 3000,
      msg: 'listening',
    });
  });

  it('keeps below its level', async () => {
    expect(await write((log) => log.debug('detail'), 'info')).toEqual([]);
    expect(await write((log) => log.fatal('end'), 'silent')).toEqual([]);
  });

  it.each(['xoxb-123-abc.DEF_9', 'xoxe.xoxb-1-secret', 'xapp-1-A111-222-deadbeef', 'xoxp-9-secret'])(
    'shows no token such as %s, wherever it stands',
    async (token) => {
      const lines = await write((log) =>
        log.warn({ nested: { header: `Bearer ${token}` }, err: new Error(`refused ${token}`) }, `with ${token}`),
      );
      expect(lines.join('')).not.toContain(token);
      expect(lines.join('')).toContain('[secret]');
    },
  );

  it('shows no response URL, which anyone could post to', async () => {
    const [line] = await write((log) => log.info('posting to https://hooks.slack.com/commands/T1/2/SeCrEt failed'));
    expect(line).not.toContain('SeCrEt');
    expect(line).toContain('hooks.slack.com/[secret] failed');
  });

  it('tells of an error its message, stack, code, cause and what Slack answered, and not the request', async () => {
    const error = Object.assign(new Error('refused', { cause: new Error('closed') }), {
      code: 'slack_webapi_platform_error',
      data: { ok: false, error: 'invalid_auth' },
      original: { config: { headers: { Authorization: 'Basic c2VjcmV0' } } },
    });
    const [line] = await write((log) => log.error({ err: error }));
    expect(JSON.parse(line ?? '').err).toEqual({
      type: 'Error',
      message: 'refused',
      stack: expect.stringContaining('log.test.ts'),
      code: 'slack_webapi_platform_error',
      data: { ok: false, error: 'invalid_auth' },
      cause: 'closed',
    });
  });
});

async function write(entry: (log: Awaited<ReturnType<typeof createLog>>) => void, level = 'debug'): Promise<string[]> {
  const lines: string[] = [];
  entry(await createLog(level, { write: (line) => void lines.push(line) }));
  return lines;
}
