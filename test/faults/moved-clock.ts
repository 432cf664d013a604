/** Loaded into the bot before anything else (`node --import`): its clock goes as far off as the file says, read again at each SIGUSR2. */

import { readFileSync } from 'node:fs';

const RealDate = Date;
let offset = 0;

class MovedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(MovedDate.now());
    else super(...(given as [number]));
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
}

globalThis.Date = MovedDate as DateConstructor;
process.on('SIGUSR2', () => {
  offset = Number(readFileSync(process.env.CLOCK_FILE ?? '', 'utf8'));
  process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'the clock was moved', by: offset })}\n`);
});
