/** What goes between Slack and the app, for people who want to see it: the last of it, without anything secret. */

import type { Outcome, Parcel, Transport } from './delivery/parcel.ts';
import { readString } from './json.ts';
import type { PageTraffic } from './page-api.ts';
import type { Call } from './web-api.ts';

export interface Traffic {
  record(entry: Omit<PageTraffic, 'id'>): void;
  /**
   * @param listener is called with those so far, oldest first, and then with each that comes
   * @returns an end to it
   */
  onTraffic(listener: (entry: PageTraffic) => void): () => void;
}

const KEPT = 500;
/** The parts of paths and queries that open something, and tokens wherever they stand. */
const SECRETS = [/(\/(?:response|upload)\/)[\w-]+/g, /(ticket=)[\w-]+/g, /\b(x(?:ox[a-z]|app)-)[\w-]+/g];

export function createTraffic(): Traffic {
  let entries: readonly PageTraffic[] = [];
  let lastId = 0;
  const listeners = new Set<(entry: PageTraffic) => void>();
  return {
    record(entry) {
      lastId += 1;
      const masked: PageTraffic = { id: lastId, ...(mask(entry) as Omit<PageTraffic, 'id'>) };
      entries = [...entries, masked].slice(-KEPT);
      for (const listener of [...listeners]) {
        listener(masked);
      }
    },
    onTraffic(listener) {
      for (const entry of entries) {
        listener(entry);
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @param now in ms since 1970 */
export function watchTransport(transport: Transport, traffic: Traffic, now: () => number): Transport {
  return {
    async send(parcel, retry) {
      const at = now();
      const outcome = await transport.send(parcel, retry);
      traffic.record({
        at,
        direction: 'to bot',
        name: nameParcel(parcel),
        sent: parcel.payload,
        ...(outcome.kind === 'acked' && outcome.response !== undefined ? { received: outcome.response } : {}),
        outcome: nameOutcome(outcome),
        ms: now() - at,
      });
      return outcome;
    },
  };
}

/**
 * @param at when it came, in ms since 1970
 * @param end when it was answered
 */
export function describeCall({ method, args, response }: Call, at: number, end: number): Omit<PageTraffic, 'id'> {
  const outcome = response?.ok === true ? 'ok' : (readString(response, 'error') ?? 'planned failure');
  return {
    at,
    direction: 'from bot',
    name: method,
    sent: args,
    ...(response === undefined ? {} : { received: response }),
    outcome,
    ms: end - at,
  };
}

function nameParcel({ kind, payload }: Parcel): string {
  switch (kind) {
    case 'event':
      return `event: ${readString(payload, 'event', 'type')}`;
    case 'command':
      return `command: ${readString(payload, 'command')}`;
    case 'interaction':
      return readString(payload, 'type') ?? kind;
  }
}

function nameOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'acked':
      return 'ok';
    case 'late':
      return 'late';
    case 'refused':
      return outcome.reason;
  }
}

/** A copy; what an app was given may change later. */
function mask(value: unknown): unknown {
  const json = JSON.stringify(value, (key, inner) => (key === 'token' ? undefined : inner));
  return JSON.parse(SECRETS.reduce((text, secret) => text.replaceAll(secret, '$1…'), json));
}
