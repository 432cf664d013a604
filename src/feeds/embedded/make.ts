/** Makes `facts.json` from a folder in the layout of MITRE's attack-stix-data: `npm run embed -- <folder>`. */

import { writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { createFolderFeed } from '../folder-feed.ts';
import { compactFacts, encodeFacts } from './compact.ts';
import { EMBEDDED_FACTS } from './embedded.ts';

const DOMAINS = ['enterprise', 'mobile', 'ics'];

const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write(
    'usage: npm run embed -- <folder that holds <domain>-attack/<domain>-attack[-<version>].json[.gz]>\n',
  );
  process.exit(1);
}

const round = createFolderFeed(folder).createRound({ signal: new AbortController().signal });
const bundles: Record<string, unknown> = {};
for (const domain of DOMAINS) {
  const found = await round.newest(domain, undefined);
  if (found.kind === 'new') bundles[domain] = JSON.parse(gunzipSync(found.content.packed).toString());
}
const facts = compactFacts(bundles);
const text = encodeFacts(facts);
const count = Object.values(facts.objects).flat().length;
await writeFile(EMBEDDED_FACTS, text);
process.stdout.write(`ATT&CK ${facts.release}: ${count} objects in ${Buffer.byteLength(text)} bytes\n`);
