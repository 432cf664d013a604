/** How an object is named, so that it cannot be taken for another: "T1055.012 · Process Injection: Process Hollowing". */

import { urlOf } from '../../attack/id.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { parentName, strategyOf } from '../../search/relations.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';

const PAGE = /^https:\/\/attack\.mitre\.org\/[\w/.-]*$/;

/** Plain text. Names of sub-techniques repeat (three are called "Cloud Accounts"), so the parent's stands before. */
export function nameOf(catalog: Catalog, object: AttackObject): string {
  const parent = parentName(catalog, object);
  return parent === undefined ? object.name : `${parent}: ${object.name}`;
}

/** Plain text. Data components had no ID before release 18, and a matrix's is no number that anyone says. */
export function titleOf(catalog: Catalog, object: AttackObject): string {
  const name = nameOf(catalog, object);
  return shortNameOf(object) === object.id ? `${object.id} · ${name}` : name;
}

/** Whether a name that was searched for is not what the title says anyway. */
export function isOtherName(catalog: Catalog, object: AttackObject, label: string): boolean {
  return label !== object.name && label !== nameOf(catalog, object);
}

/** Plain text: the ID, or the name of what has none that anyone says. */
export function shortNameOf({ id, kind, name }: AttackObject): string {
  return id === '' || kind === 'matrix' ? name : id;
}

/** Mrkdwn: the title as a link to the object's page, where it has one. */
export function linkTo(catalog: Catalog, object: AttackObject, title = titleOf(catalog, object)): string {
  const url = pageOf(catalog, object);
  return url ? `<${url}|${escapeMrkdwn(title)}>` : escapeMrkdwn(title);
}

function pageOf(catalog: Catalog, object: AttackObject): string | undefined {
  // Which matrix it is stands in no ID: the one address that is taken from the data, where it is a page of ATT&CK and no markup.
  if (object.kind === 'matrix') return object.url !== undefined && PAGE.test(object.url) ? object.url : undefined;
  // The old one-to-one mitigations share a technique's ID, and their page is gone.
  if (object.kind === 'mitigation' && object.id.startsWith('T')) return undefined;
  const strategy = object.kind === 'analytic' ? strategyOf(catalog, object)?.id : undefined;
  return urlOf(object.id, strategy === undefined ? {} : { strategy });
}
