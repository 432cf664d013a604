import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_APP_TOKEN: 'xapp-1-secret' };

describe('the configuration', () => {
  it('has defaults for everything, and then brings its own Slack', () => {
    expect(readConfig({})).toEqual({
      slack: { kind: 'sandbox' },
      port: 3000,
      domains: ['enterprise', 'mobile', 'ics'],
      feeds: [
        'https://raw.githubusercontent.com/mitre-attack/attack-stix-data/master',
        'https://raw.githubusercontent.com/mitre/cti/master',
      ],
      vocabularies: [],
      refreshSeconds: 86_400,
      dataDir: '.data',
      unfurlIds: true,
      workObjects: false,
      logLevel: 'info',
      api: { kind: 'nobody' },
      refreshSecret: undefined,
      metrics: { kind: 'nobody' },
    });
  });

  it.each(['api', 'metrics'] as const)(
    'opens the %s to nobody, unless to whoever knows a token or to anybody',
    (door) => {
      const [tokenName, publicName] = [`${door}_TOKEN`.toUpperCase(), `${door}_PUBLIC`.toUpperCase()];
      const token = 'a-token-of-twenty-letters';
      expect(readConfig(tokens)[door]).toEqual({ kind: 'nobody' });
      expect(readConfig({ [tokenName]: token })[door]).toEqual({ kind: 'bearer', token });
      expect(readConfig({ [tokenName]: token, [publicName]: 'on' })[door]).toEqual({ kind: 'bearer', token });
      for (const on of ['on', 'ON', '1']) expect(readConfig({ [publicName]: on })[door]).toEqual({ kind: 'anybody' });
      for (const off of ['off', '0']) expect(readConfig({ [publicName]: off })[door]).toEqual({ kind: 'nobody' });
      expect(() => readConfig({ [publicName]: 'yes' })).toThrow(`${publicName} takes on or off`);
    },
  );

  it.each(['API_TOKEN', 'METRICS_TOKEN', 'REFRESH_SECRET'])(
    'takes no %s that can be guessed or sent in no header, and does not repeat it',
    (name) => {
      for (const secret of ['too-short', 'twenty letters and blanks', 'zwanzig-Buchstaben-ß-und-mehr']) {
        const read = () => readConfig({ [name]: secret });
        expect(read).toThrow(name);
        expect(read).not.toThrow(secret);
      }
    },
  );

  it('takes a bot token with an app token as Socket Mode, and with a signing secret as HTTP', () => {
    expect(readConfig(tokens).slack.kind).toBe('socket');
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '8f742231b10e8888' }).slack.kind).toBe('http');
    expect(readConfig({ ...tokens, SLACK_SIGNING_SECRET: '8f742231b10e8888' }).slack.kind).toBe('socket');
  });

  it('reads every variable', () => {
    const config = readConfig({
      ...tokens,
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      PORT: '0',
      ATTACK_DOMAINS: 'ics, enterprise',
      ATTACK_FEED_URL: '../mirror , https://mirror.example/attack/',
      ATTACK_VOCABULARY_URLS: 'https://mirror.example/index.csv, /srv/words.tsv',
      ATTACK_REFRESH_SECONDS: '60',
      DATA_DIR: '/var/lib/attack',
      UNFURL_IDS: 'OFF',
      WORK_OBJECTS: 'On',
      LOG_LEVEL: 'debug',
      REFRESH_SECRET: 'a-secret-of-twenty-letters',
      METRICS_TOKEN: 'a-secret-of-some-length',
    });
    expect(config).toMatchObject({
      slack: { apiUrl: 'http://127.0.0.1:9/api/' },
      port: 0,
      domains: ['enterprise', 'ics'],
      feeds: ['../mirror', 'https://mirror.example/attack/'],
      vocabularies: ['https://mirror.example/index.csv', '/srv/words.tsv'],
      refreshSeconds: 60,
      dataDir: '/var/lib/attack',
      unfurlIds: false,
      workObjects: true,
      logLevel: 'debug',
      refreshSecret: 'a-secret-of-twenty-letters',
      metrics: { kind: 'bearer', token: 'a-secret-of-some-length' },
    });
  });

  it('treats an empty variable as not set', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: '', PORT: ' ' })).toEqual(readConfig({}));
  });

  it('names every problem at once, each with its mend, and no secret', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxp-very-secret',
      SLACK_API_URL: 'https://slack.example/',
      PORT: '80a',
      ATTACK_DOMAINS: 'enterprise,cloud,space',
      ATTACK_FEED_URL: 'ftp://mirror.example',
      ATTACK_VOCABULARY_URLS: 'file:///srv/words.tsv',
      ATTACK_REFRESH_SECONDS: '0',
      UNFURL_IDS: 'maybe',
      LOG_LEVEL: 'loud',
      METRICS_TOKEN: 'short-secret',
    };
    expect(() => readConfig(env)).toThrow(ConfigError);
    const { message, problems } = catchConfigError(env);
    expect(problems).toHaveLength(11);
    for (const name of Object.keys(env)) expect(message).toContain(`- ${name} `);
    expect(message).toContain('SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing');
    expect(message).not.toMatch(/very-secret|short-secret/);
  });

  it.each([
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_API_URL: 'http://127.0.0.1/api/' }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing'],
    [{ ATTACK_DOMAINS: ',' }, 'ATTACK_DOMAINS takes any of enterprise, mobile, ics, separated by commas'],
    [{ ATTACK_FEED_URL: ',' }, 'ATTACK_FEED_URL takes http(s) addresses and folders, separated by commas'],
    [{ ATTACK_FEED_URL: 'https:/user:secret@mirror.example' }, 'ATTACK_FEED_URL takes http(s) addresses'],
    [{ ATTACK_FEED_URL: 'https://user:100%@mirror.example' }, 'ATTACK_FEED_URL takes http(s) addresses'],
    [{ ATTACK_VOCABULARY_URLS: 'https:/user:secret@mirror.example' }, 'ATTACK_VOCABULARY_URLS takes http(s) addresses'],
    [{ ATTACK_REFRESH_SECONDS: '99999999999' }, 'ATTACK_REFRESH_SECONDS must be a whole number from 1 to 2147483'],
  ])('refuses %j', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });
});

function catchConfigError(env: Record<string, string>): ConfigError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('no ConfigError was thrown');
}
