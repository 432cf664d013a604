/** Where the bot keeps its files: asked before anything else is loaded, and so in a module that loads nothing. */

export const DEFAULT_DATA_DIR = '.data';

export function chooseDataDir(env: Readonly<Record<string, string | undefined>>): string {
  return env.DATA_DIR?.trim() || DEFAULT_DATA_DIR;
}
