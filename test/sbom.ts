/**
 * Writes what the bot is made of in production, as CycloneDX, to standard output. By npm's own bill of everything: with `--omit=dev` npm
 * leaves out what a dev dependency needs, too, such as zod (npm 11.19).
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Component {
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const ROOT = join(import.meta.dirname, '..');
const NPM = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
const DEVELOPMENT = 'cdx:npm:package:development';

const all = JSON.parse(execFileSync('npm', NPM, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })) as Bill;
process.stdout.write(`${JSON.stringify(keepProduction(all), null, 2)}\n`);

function keepProduction(bill: Bill): Bill {
  const components = bill.components.filter(
    ({ properties = [] }) => !properties.some(({ name }) => name === DEVELOPMENT),
  );
  const { component } = bill.metadata;
  const kept = new Set([component, ...components].map((one) => one['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  // npm calls it by its folder.
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly name: string };
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...component, name } as Component },
    components,
    dependencies,
  };
}
