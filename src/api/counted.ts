/** Tells whoever looks on what other programs asked, and what came of it. */

import type { Answerer } from '../door.ts';
import type { Observer } from '../metrics/observer.ts';

/** Paths by how they begin; what an address holds besides is not told. */
const PATHS = ['/api/techniques', '/api/objects', '/api/changes', '/api/openapi.json', '/hooks/refresh'] as const;

export function countAnswers(answer: Answerer, observer: Pick<Observer, 'served'>): Answerer {
  return (request, response) => {
    const startedAt = performance.now();
    if (!answer(request, response)) return false;
    response.once('close', () => {
      const path = PATHS.find((each) => new RegExp(`^${each}(?:[/?]|$)`).test(request.url ?? '')) ?? 'other';
      const status = response.headersSent ? String(response.statusCode) : 'broken off';
      observer.served({ path, status, seconds: (performance.now() - startedAt) / 1000 });
    });
    return true;
  };
}
