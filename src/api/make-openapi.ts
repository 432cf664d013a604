/** Writes `docs/openapi.json`: `npm run openapi`. */

import { writeFile } from 'node:fs/promises';
import { describeApi } from './api.ts';

await writeFile(new URL('../../docs/openapi.json', import.meta.url), `${JSON.stringify(describeApi(), null, 2)}\n`);
