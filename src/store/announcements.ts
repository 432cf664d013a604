/**
 * Which release of each domain was announced last, and who has claimed or sent what of a release to which channel: so that several
 * replicas, and one that is started again, say everything once.
 */

import { z } from 'zod';
import type { Domain } from '../attack/domain.ts';
import { compareReleases } from '../attack/release.ts';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';
import type { Place } from './subscriptions.ts';

/** A channel's part in a release. */
interface ClaimKey extends Place {
  readonly release: string;
}

export interface Claimed {
  /** Those that are the claimer's now: they alone may announce them there. */
  readonly domains: readonly Domain[];
  /** Those among them that somebody had claimed before and never settled: perhaps they were announced. */
  readonly taken: readonly Domain[];
  /** The oldest of those claims, in ms since 1970. */
  readonly takenSince: number;
  /** When others' claims that were not settled are worth nothing any more, in ms since 1970; undefined where there are none. */
  readonly heldUntil: number | undefined;
}

export interface Announcements {
  /** @returns the release of the domain that counts as announced; undefined where the bot has just begun */
  readonly last: (domain: Domain) => Promise<string | undefined>;
  /** Never goes back to an older release. */
  readonly advance: (domain: Domain, release: string) => Promise<void>;
  /** @param by names the claimer; a claim that is older than `CLAIM_HELD` and was not settled is anybody's again */
  readonly claim: (key: ClaimKey, domains: readonly Domain[], by: string) => Promise<Claimed>;
  /** `sent` and `refused` are for good; `free`: nothing was posted, and anybody may try again. Touches no claim of others. */
  readonly settle: (
    key: ClaimKey,
    domains: readonly Domain[],
    by: string,
    outcome: 'sent' | 'refused' | 'free',
  ) => Promise<void>;
}

const RELEASES = 'announced releases';
const CLAIMS = 'announcements';
/** In ms: many times what a post takes. */
const CLAIM_HELD = 2 * 60 * 1000;
/** In ms: the next release but one is out by then. */
const KEPT_FOR = 400 * 24 * 60 * 60 * 1000;

const announced = z.object({ release: z.string() });
const claims = z.record(
  z.string(),
  z.object({ state: z.enum(['claimed', 'sent', 'refused']), by: z.string(), at: z.number() }),
);
type Claims = z.infer<typeof claims>;

export function createAnnouncements(store: Store, now: () => number): Announcements {
  const keyOf = ({ team, channel, release }: ClaimKey) => `${release}/${team}/${channel}`;
  const decode = (text: string | undefined): Claims => decodeJson(claims, text) ?? {};
  const change = (key: ClaimKey, edit: (known: Claims) => Claims) =>
    store.change(CLAIMS, keyOf(key), (text) => JSON.stringify(edit(decode(text))), now() + KEPT_FOR);
  return {
    last: async (domain) => decodeJson(announced, await store.get(RELEASES, domain))?.release,
    advance: (domain, release) =>
      store.change(RELEASES, domain, (text) => {
        const known = decodeJson(announced, text)?.release;
        return known !== undefined && compareReleases(known, release) >= 0 ? text : JSON.stringify({ release });
      }),
    async claim(key, domains, by) {
      let claimed: Claimed = { domains: [], taken: [], takenSince: now(), heldUntil: undefined };
      await change(key, (known) => {
        const open = domains.filter((domain) => known[domain] === undefined);
        const pending = domains.filter((domain) => known[domain]?.state === 'claimed');
        const taken = pending.filter((domain) => now() - timeOf(known, domain) >= CLAIM_HELD);
        const held = pending.filter((domain) => !taken.includes(domain));
        const mine = domains.filter((domain) => open.includes(domain) || taken.includes(domain));
        claimed = {
          domains: mine,
          taken,
          takenSince: Math.min(now(), ...taken.map((domain) => timeOf(known, domain))),
          heldUntil:
            held.length === 0 ? undefined : CLAIM_HELD + Math.max(...held.map((domain) => timeOf(known, domain))),
        };
        return mark(known, mine, { state: 'claimed', by, at: now() });
      });
      return claimed;
    },
    settle: (key, domains, by, outcome) =>
      change(key, (known) => {
        const own = domains.filter((domain) => known[domain]?.state === 'claimed' && known[domain].by === by);
        if (outcome !== 'free') return mark(known, own, { state: outcome, by, at: now() });
        return Object.fromEntries(Object.entries(known).filter(([domain]) => !own.some((one) => one === domain)));
      }),
  };
}

function timeOf(known: Claims, domain: Domain): number {
  return known[domain]?.at ?? 0;
}

function mark(known: Claims, domains: readonly Domain[], claim: Claims[string]): Claims {
  return { ...known, ...Object.fromEntries(domains.map((domain) => [domain, claim])) };
}
