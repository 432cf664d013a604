/** ATT&CK’s objects as the API shows them. */

import type { Domain } from '../attack/domain.ts';
import { urlOf } from '../attack/id.ts';
import { parseMarkup, plainText } from '../attack/markup.ts';
import type { AttackObject, Technique } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { parentOf, tacticsOf } from '../search/relations.ts';
import { successorOf } from '../search/successor.ts';
import { listRelated } from './related.ts';
import type { ObjectView, ReferenceView, TechniqueView } from './schemas.ts';

export function presentTechnique(catalog: Catalog, technique: Technique): TechniqueView {
  const tactics = presentTactics(catalog, technique);
  const parent = parentOf(catalog, technique);
  return {
    ...presentCommon(catalog, technique),
    tactic: tactics[0]?.id ?? '',
    tacticName: tactics[0]?.name ?? '',
    tactics,
    platforms: [...technique.platforms],
    isSubtechnique: technique.isSubtechnique,
    parent: parent ? presentReference(parent) : null,
  };
}

/** @param namesakes others that carry its ID */
export function presentObject(catalog: Catalog, object: AttackObject, namesakes: readonly AttackObject[]): ObjectView {
  return {
    ...presentCommon(catalog, object),
    kind: object.kind,
    aliases: [...object.aliases],
    platforms: 'platforms' in object ? [...object.platforms] : [],
    tactics: object.kind === 'technique' ? presentTactics(catalog, object) : [],
    contributors: [...object.contributors],
    replacedBy: successorOf(catalog, object).path.map(presentReference),
    namesakes: namesakes.map(presentReference),
    related: Object.fromEntries(
      listRelated(catalog, object).map(({ name, objects }) => [name, objects.map(presentReference)]),
    ),
  };
}

export function presentReference({ id, stixId, kind, name, url }: AttackObject): ReferenceView {
  return { id, stixId, kind, name, url: url ?? null };
}

/** Domain → the release that is loaded of it. */
export function presentReleases({ copies }: Catalog): Partial<Record<Domain, string | null>> {
  return Object.fromEntries(copies.map(({ domain, release }) => [domain, release ?? null]));
}

function presentCommon(catalog: Catalog, object: AttackObject) {
  const { id, stixId, name, description, url, domains, status, version, created, modified } = object;
  return {
    id,
    stixId,
    name,
    description: plainText(parseMarkup(description)),
    url: url ?? urlOf(id) ?? null,
    domains: [...domains],
    status,
    version: version ?? null,
    created: created ?? null,
    modified: modified ?? null,
    release: catalog.copies.find(({ domain }) => domains.includes(domain))?.release ?? null,
  };
}

function presentTactics(catalog: Catalog, technique: Technique): TechniqueView['tactics'] {
  return tacticsOf(catalog, technique).flatMap(({ object: { id, shortname, name, domains, url } }) => {
    const domain = domains.find((each) => technique.domains.includes(each)) ?? domains[0];
    return domain === undefined ? [] : [{ id, shortname, name, domain, url: url ?? null }];
  });
}
