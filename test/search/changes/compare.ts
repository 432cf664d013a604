/** States a release as a list of STIX objects and finds what differs between two. */

import type { Domain } from '../../../src/attack/domain.ts';
import type { Changes, ObjectChange, Seen } from '../../../src/search/changes/change.ts';
import { findChanges } from '../../../src/search/changes/find-changes.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { catalogOf, type Stix, tactic, technique } from '../../fixtures/bundle.ts';

/** What every bundle needs: left alone by all tests. */
const GROUND: readonly Stix[] = [
  tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
  technique({ id: 'T1000', name: 'Ground' }),
];

type World = Partial<Record<Domain, readonly Stix[]>>;

export function compareWorlds(earlier: World, later: World, domains: readonly Domain[]): Changes {
  const side = (release: string, world: World) => ({
    release,
    graph: catalogOf(
      Object.fromEntries(Object.entries(world).map(([domain, objects]) => [domain, [...GROUND, ...objects]])),
    ),
  });
  return runAtOnce(findChanges(side('17.1', earlier), side('18.1', later), domains));
}

/** Of Enterprise alone. */
export function compare(earlier: readonly Stix[], later: readonly Stix[]): Changes {
  return compareWorlds({ enterprise: earlier }, { enterprise: later }, ['enterprise']);
}

/** @throws where there is none with this ATT&CK ID */
export function changeOf({ objects }: Changes, id: string): ObjectChange {
  const found = objects.find(({ earlier, later }) => later?.id === id || earlier?.id === id);
  if (!found) throw new Error(`nothing is said of ${id}`);
  return found;
}

/** What is seen in words, objects by their IDs, so that a test reads at a glance. */
export function tell(seen: readonly Seen[]): readonly string[] {
  return seen.map((one) => {
    switch (one.kind) {
      case 'revoked':
        return `revoked by ${one.by?.id}`;
      case 'redirected':
        return `leads from ${one.from?.id} to ${one.to?.id}`;
      case 'renamed':
      case 'renumbered':
        return `${one.kind} from ${one.from} to ${one.to}`;
      case 'list':
        return `${one.of} +${one.gained} -${one.lost}`;
      case 'tactics':
        return `tactics +${one.gained.map(({ id }) => id)} -${one.lost.map(({ id }) => id)}`;
      case 'related':
        return `${one.by} ${one.of} +${one.gained.map(({ id }) => id)} -${one.lost.map(({ id }) => id)}`;
      default:
        return one.kind;
    }
  });
}
