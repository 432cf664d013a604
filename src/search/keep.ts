/** Keeps what is made of an object for as long as there is its graph: a card is drawn again at each press, and for everyone who asks. */

import type { Graph } from './graph.ts';

/** @param make small things alone: they may be kept of every object that there is */
export function keep<G extends Graph, O extends object, T>(make: (graph: G, from: O) => T): (graph: G, from: O) => T {
  const kept = new WeakMap<Graph['incoming'], WeakMap<O, { readonly made: T }>>();
  return (graph, from) => {
    // Copies of a catalog that differ in their news share this map.
    const ofGraph = kept.get(graph.incoming) ?? new WeakMap<O, { readonly made: T }>();
    kept.set(graph.incoming, ofGraph);
    const found = ofGraph.get(from) ?? { made: make(graph, from) };
    ofGraph.set(from, found);
    return found.made;
  };
}
