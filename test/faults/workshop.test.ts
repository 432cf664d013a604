import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Answer, body, serve } from '../feeds/loopback.ts';
import { bundle21 } from '../fixtures/bundle.ts';
import { read } from '../fixtures/person.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import { startVictim } from './victim.ts';

const ENTERPRISE = '/enterprise-attack/enterprise-attack.json';
/** The bundle's own words, which the embedded facts do not have. */
const FULL = 'Code runs inside the process of somebody else.';
const KILLS = 4;

const hasProc = existsSync(`/proc/self/task/${process.pid}/children`);

describe.skipIf(!hasProc)('the process that builds catalogs (needs Linux)', { timeout: 60_000 }, () => {
  it('may be killed as often as it is started: what stands answers, and the next one builds what is new', async () => {
    const feed = await serve({ [ENTERPRISE]: body(bundle21(SMALL_ATTACK, '18.1')) });
    const victim = await startVictim({
      env: {
        ATTACK_DOMAINS: 'enterprise',
        ATTACK_FEED_URL: feed.base,
        ATTACK_REFRESH_SECONDS: '1',
        METRICS_PUBLIC: '1',
      },
    });
    const { bot, you, origin } = victim;
    await bot.line(({ msg }) => msg === 'ATT&CK is renewed');
    feed.routes.set(ENTERPRISE, serveNews());
    for (let kills = 0; kills < KILLS; kills += 1) {
      process.kill(await findChild(bot.pid), 'SIGKILL');
      expect(read(await you.ask('/attack T1055'))).toContain(FULL);
    }
    const failed = await bot.line(({ msg }) => msg === 'the refresh failed on a fault of the bot');
    expect(failed.err).toMatchObject({ message: expect.stringContaining('(SIGKILL)') });
    expect(await (await fetch(`${origin}/metrics`)).text()).toMatch(/attack_bot_jobs_total\{.*result="failed"\} [1-9]/);
    const isRenewed = () => bot.lines.filter(({ msg }) => msg === 'ATT&CK is renewed').length > 1;
    await bot.line(isRenewed);
    await victim.expectWell();
    await expect.poll(async () => read(await you.ask('/attack status'))).toContain('No errors.');
  });
});

/** Another at each request. */
function serveNews(): Answer {
  let requests = 0;
  return (request, response) => {
    requests += 1;
    body(bundle21([...SMALL_ATTACK, { type: 'x-news', id: `x-news--${requests}` }], '18.1'))(request, response);
  };
}

async function findChild(pid: number): Promise<number> {
  for (;;) {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    if (child) return Number(child);
    await sleep(2);
  }
}
