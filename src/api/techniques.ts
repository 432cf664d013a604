/** All pages of `GET /api/techniques` as one. */

import type { Domain } from '../attack/domain.ts';
import type { Catalog } from '../search/catalog.ts';
import { presentReleases, presentTechnique } from './present.ts';
import { findTechniques } from './questions.ts';
import type { TechniqueView } from './schemas.ts';

interface AllTechniques {
  readonly success: true;
  readonly data: readonly TechniqueView[];
  readonly meta: {
    readonly total: number;
    readonly next: null;
    readonly releases: ReturnType<typeof presentReleases>;
  };
}

export function listTechniques(catalog: Catalog, domains: readonly Domain[]): AllTechniques {
  const query = { domain: [...domains], tactic: [], platform: [], q: undefined, version: undefined, cursor: undefined };
  const { items, total } = findTechniques(catalog, { ...query, limit: Number.MAX_SAFE_INTEGER });
  const data = items.map((technique) => presentTechnique(catalog, technique));
  return { success: true, data, meta: { total, next: null, releases: presentReleases(catalog) } };
}
