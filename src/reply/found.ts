/** The objects that a message is about: those that it names, and then the techniques that it describes, each once and with the reason. */

import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { findMentions } from '../search/mentions.ts';
import { successorOf } from '../search/successor.ts';
import { suggest } from '../search/suggest.ts';

export type Finding =
  | { readonly kind: 'named' | 'linked'; readonly object: AttackObject }
  /** `sentence` as it stands in the message; `confidence` from 0.5 to 1. */
  | {
      readonly kind: 'described';
      readonly object: AttackObject;
      readonly sentence: string;
      readonly confidence: number;
    };

/** What a person pointed at. */
export interface Pointed {
  /** Mrkdwn as Slack delivers it. */
  readonly mrkdwn: string;
  /** The same without markup and escapes. */
  readonly typed: string;
}

/** Named ones in the order of appearance, then described ones, the surest first. */
export function findInMessage({ mrkdwn, typed }: Pointed, catalog: Catalog): readonly Finding[] {
  const named = findMentions(uncover(mrkdwn), (id) => catalog.byId.has(id)).flatMap(({ id, form }): Finding[] => {
    const [object] = catalog.byId.get(id) ?? [];
    return object ? [{ kind: form === 'link' ? 'linked' : 'named', object }] : [];
  });
  // What took the place of a revoked one is shown with it.
  const taken = new Set<AttackObject>(named.flatMap(({ object }) => [object, ...successorOf(catalog, object).path]));
  const described = suggest(catalog, typed).flatMap(({ technique, sentence, confidence }): Finding[] =>
    taken.has(technique) ? [] : [{ kind: 'described', object: technique, sentence, confidence }],
  );
  return [...named, ...described];
}

/** Alerts keep their fields in code and in quotes, which elsewhere are passed over: whoever points at a message means all of it. */
function uncover(mrkdwn: string): string {
  return mrkdwn.replaceAll('`', ' ').replaceAll(/^[ \t]*(?:&gt;|>)+/gm, ' ');
}
