/** Which addresses lie inside: on this machine or in its own network, where a server outside has no business sending us. */

import { lookup } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Whether an IP address, in either notation, lies inside. */
export type IsPrivate = (address: string) => boolean;

/** The `code` of the error with which a connection inside is refused. */
export const PRIVATE_ADDRESS = 'ERR_PRIVATE_ADDRESS';

/** What is not globally reachable by IANA's registries of special addresses (RFC 6890), with multicast; as prefix and its length. */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const PRIVATE_V6: readonly (readonly [string, number])[] = [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** Beneath this prefix of IPv6 every address of IPv4 has a name of its own (RFC 6052). Its older form, `::ffff:`, BlockList knows. */
const TRANSLATED = '64:ff9b::';
const TRANSLATED_LENGTH = 96;

const inside = new BlockList();
for (const [prefix, length] of PRIVATE_V4) {
  inside.addSubnet(prefix, length, 'ipv4');
  inside.addSubnet(TRANSLATED + prefix, TRANSLATED_LENGTH + length, 'ipv6');
}
for (const [prefix, length] of PRIVATE_V6) inside.addSubnet(prefix, length, 'ipv6');

export function isPrivateAddress(address: string): boolean {
  // A zone, as in fe80::1%eth0, is the sender's own matter.
  return inside.check(address.replace(/%.*$/, ''), isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether a host lies inside, now and for us: a mirror of a company's own does, by name or by address.
 *
 * @param hostname as a URL has it, an IPv6 address in brackets
 */
export async function isInside(hostname: string, isPrivate: IsPrivate): Promise<boolean> {
  const address = readAddress(hostname);
  if (address !== undefined) return isPrivate(address);
  const found = await lookUp(hostname, { all: true }).catch(() => []);
  return found.some((each) => isPrivate(each.address));
}

/** @returns the IP address that a URL names in place of a host; undefined for a name */
function readAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}

/** @throws an error with the code PRIVATE_ADDRESS when a URL names an address inside */
export function refuseInside(hostname: string, isPrivate: IsPrivate): void {
  const address = readAddress(hostname);
  if (address !== undefined && isPrivate(address)) throw new PrivateAddressError();
}

/** A name's addresses outside: looked up for the connection itself, so that no later answer of the DNS can put another in its place. */
export function createLookupOutside(isPrivate: IsPrivate): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const outside = error ? [] : found.filter(({ address }) => !isPrivate(address));
      const [first] = outside;
      if (first === undefined) callback(error ?? new PrivateAddressError(), '');
      else if (options.all === true) callback(null, outside);
      else callback(null, first.address, first.family);
    });
  };
}

class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = PRIVATE_ADDRESS;
}
