/** Empty folders that are gone when the process is. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export function createFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `attack-bench-${name}-`));
  made.push(folder);
  return folder;
}
