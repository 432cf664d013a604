/** The bundles that everything is measured with: MITRE's where they lie beside the repository, else the embedded facts. */

import type { Domain } from '../../src/attack/domain.ts';
import { EMBEDDED_FACTS, readFacts } from '../../src/feeds/embedded/embedded.ts';
import { hasShared, readRealText } from '../fixtures/shared.ts';

/** A bundle's JSON. */
export async function readBundleText(domain: Domain): Promise<string> {
  if (hasShared) return readRealText(domain, '18.1');
  return JSON.stringify((await readFacts(EMBEDDED_FACTS, domain)).json);
}
