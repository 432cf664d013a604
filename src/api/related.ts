/** Which objects an object is related to, by what they are to it. */

import type { AttackObject } from '../attack/object.ts';
import type { Graph } from '../search/graph.ts';
import * as of from '../search/relations.ts';

export interface RelatedList {
  /** In the field's words, such as `groupsViaCampaigns`. */
  readonly name: string;
  readonly objects: readonly AttackObject[];
}

/** Empty lists are left out; each object once a list. */
export function listRelated(graph: Graph, object: AttackObject): readonly RelatedList[] {
  return Object.entries(gather(graph, object)).flatMap(([name, related]) => {
    const objects = [...new Set(related.map((each) => each.object))];
    return objects.length === 0 ? [] : [{ name, objects }];
  });
}

function gather(graph: Graph, object: AttackObject): Readonly<Record<string, readonly of.Related[]>> {
  const techniques = of.techniquesOf(graph, object);
  switch (object.kind) {
    case 'technique':
      return {
        subtechniques: of.subtechniquesOf(graph, object),
        groups: of.groupsUsing(graph, object),
        groupsViaCampaigns: of.groupsViaCampaigns(graph, object),
        software: of.softwareUsing(graph, object),
        campaigns: of.campaignsUsing(graph, object),
        mitigations: of.mitigationsOf(graph, object),
        detectionStrategies: of.strategiesDetecting(graph, object),
        assets: of.assetsTargeted(graph, object),
      };
    case 'group':
      return { techniques, software: of.softwareOf(graph, object), campaigns: of.campaignsOf(graph, object) };
    case 'campaign':
      return { techniques, software: of.softwareOf(graph, object), groups: of.groupsOf(graph, object) };
    case 'software':
      return { techniques, users: of.usersOf(graph, object) };
    case 'detection-strategy':
      return { techniques, analytics: of.analyticsOf(graph, object) };
    case 'analytic':
      return {
        techniques,
        detectionStrategies: of.strategiesWith(graph, object),
        dataComponents: of.componentsOf(graph, object),
      };
    case 'data-component':
      return { techniques, analytics: of.analyticsReading(graph, object) };
    case 'data-source':
      return { techniques, dataComponents: of.componentsOf(graph, object) };
    case 'tactic':
      return { techniques, matrices: of.matricesOf(graph, object) };
    case 'matrix':
      return { techniques, tactics: of.tacticsInOrder(graph, object) };
    case 'mitigation':
    case 'asset':
      return { techniques };
  }
}
