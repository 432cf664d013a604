/** What the panel of a Work Object shows once somebody opens it from a link preview. */

import { readAttackUrl } from '../attack/id.ts';
import type { Catalog } from '../search/catalog.ts';
import { plain } from './text/mrkdwn.ts';
import { detailEntity, type Entity } from './views/entity.ts';
import { releaseOf } from './views/notes.ts';

/** What Slack says of the preview that was pressed: the reference is ours, and may be of another release. */
export interface Pressed {
  readonly url: string;
  readonly reference?: { readonly id: string; readonly type?: string };
}

export type Details =
  | { readonly kind: 'found'; readonly entity: Entity }
  /** Plain text. */
  | { readonly kind: 'gone'; readonly title: string; readonly message: string };

const LONGEST_NAME = 80;

export function presentDetails({ url, reference }: Pressed, catalog: Catalog, now: number): Details {
  const id = reference?.id ?? readAttackUrl(url)?.id ?? '';
  const object = catalog.byStixId.get(id) ?? catalog.byId.get(id)?.[0];
  if (object) {
    const again = { url, id, type: reference?.type ?? object.kind };
    return { kind: 'found', entity: detailEntity(catalog, object, again, now) };
  }
  const release = releaseOf(catalog.copies);
  const name = plain(id || url, LONGEST_NAME);
  const message = `${name} is not in ${release}. It may have been withdrawn since, or be newer. Search for it with /attack.`;
  return { kind: 'gone', title: plain(`Not in ${release}`), message: plain(message) };
}
