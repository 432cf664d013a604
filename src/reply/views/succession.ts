/** What has become of an object that ATT&CK no longer uses: said before anything else. */

import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { findMentions } from '../../search/mentions.ts';
import { successorOf } from '../../search/successor.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { wordFor } from './facts.ts';
import { linkTo, shortNameOf, titleOf } from './title.ts';

export interface Succession {
  /** Mrkdwn. */
  readonly notice: string;
  /** The active object that stands in its place. */
  readonly successor: AttackObject | undefined;
}

/** @returns undefined for an active object */
export function successionOf(catalog: Catalog, object: AttackObject): Succession | undefined {
  switch (object.status) {
    case 'active':
      return undefined;
    case 'deprecated':
      return { notice: describeDeprecated(catalog, object), successor: undefined };
    case 'revoked':
      return describeRevoked(catalog, object);
  }
}

function describeRevoked(catalog: Catalog, object: AttackObject): Succession {
  const { path, end } = successorOf(catalog, object);
  const last = path.at(-1);
  const revoked = `*Revoked:* ${escapeMrkdwn(titleOf(catalog, object))}`;
  if (!last || end === 'none' || end === 'cycle') {
    return { notice: `${revoked} was withdrawn, and ATT&amp;CK names no successor.`, successor: undefined };
  }
  const steps = path.slice(0, -1).map((one) => escapeMrkdwn(shortNameOf(one)));
  const via = steps.length === 0 ? '' : `, via ${steps.join(', ')}`;
  const isSameType = wordFor(last) === wordFor(object) || (last.kind === 'technique' && object.kind === 'technique');
  const type = isSameType ? '' : ` (${wordFor(last)})`;
  const is = `is now *${linkTo(catalog, last)}*${type}${via}`;
  if (end === 'active') return { notice: `${revoked} ${is}.`, successor: last };
  return { notice: `${revoked} ${is}, which is itself ${end}.`, successor: undefined };
}

/** Successors of deprecated objects stand in their prose alone, if anywhere. */
function describeDeprecated(catalog: Catalog, object: AttackObject): string {
  const named = findMentions(
    object.description,
    (id) => id !== object.id && catalog.byId.get(id)?.[0]?.status === 'active',
  );
  const hints = named.flatMap(({ id }) => catalog.byId.get(id)?.[0] ?? []).slice(0, 3);
  const deprecated = `*Deprecated:* ATT&amp;CK no longer maintains ${escapeMrkdwn(titleOf(catalog, object))}`;
  if (hints.length === 0) return `${deprecated} and names no replacement.`;
  return `${deprecated}. Its text points to ${hints.map((one) => linkTo(catalog, one)).join(', ')}.`;
}
