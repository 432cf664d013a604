/** Disks that fail: ways to start the bot on one that is full or may only be read, without harm to this machine's own. */

import { spawnSync } from 'node:child_process';

/** Becomes the command that follows, in a name space of its own, once the script has run there; the script sees the bot's environment. */
function inside(script: string): readonly string[] {
  return ['unshare', '--map-root-user', '--mount', 'sh', '-c', `${script} && exec "$0" "$@"`];
}

/** The data folder is a disk of one megabyte. */
export const SMALL_DISK = inside('mount -t tmpfs -o size=1m none "$DATA_DIR"');
export const READ_ONLY_DISK = inside(
  'mount --bind "$DATA_DIR" "$DATA_DIR" && mount -o remount,bind,ro "$DATA_DIR" "$DATA_DIR"',
);

/** Whether this machine lets its users mount what only they see: Linux does, most containers do not. */
export const canMount =
  spawnSync(SMALL_DISK[0] ?? '', [...SMALL_DISK.slice(1), 'true'], { env: { ...process.env, DATA_DIR: '/tmp' } })
    .status === 0;
