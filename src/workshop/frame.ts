/** What goes between two processes, one message each way: a line of JSON, and raw bytes behind it that are copied once and never parsed. */

import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Frame {
  /** Plain data. */
  readonly head: unknown;
  readonly bodies: readonly Uint8Array<ArrayBuffer>[];
}

interface Envelope {
  readonly head: unknown;
  /** Of the bodies, in bytes. */
  readonly sizes: readonly number[];
}

const LINE_END = 0x0a;

/** Ends the stream. Rejects with Node's error when nobody reads it to its end. */
export async function writeFrame(to: Writable, { head, bodies }: Frame): Promise<void> {
  const envelope: Envelope = { head, sizes: bodies.map(({ byteLength }) => byteLength) };
  await pipeline([`${JSON.stringify(envelope)}\n`, ...bodies], to);
}

/** Each chunk is copied into its place as it arrives. Undefined where the stream ends before the frame does. */
export async function readFrame(from: Readable): Promise<Frame | undefined> {
  const line: Buffer[] = [];
  let filling: Filling | undefined;
  for await (const chunk of from as AsyncIterable<Buffer>) {
    if (filling) filling.add(chunk);
    else {
      const end = chunk.indexOf(LINE_END);
      line.push(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) continue;
      filling = createFilling(JSON.parse(Buffer.concat(line).toString()) as Envelope);
      filling.add(chunk.subarray(end + 1));
    }
  }
  return filling?.isFull() ? filling.frame : undefined;
}

interface Filling {
  readonly frame: Frame;
  readonly add: (chunk: Buffer) => void;
  readonly isFull: () => boolean;
}

function createFilling({ head, sizes }: Envelope): Filling {
  const bodies = sizes.map((size) => new Uint8Array(size));
  let [place, offset] = [0, 0];
  const skipFull = () => {
    while (place < bodies.length && offset === bodies[place]?.length) [place, offset] = [place + 1, 0];
  };
  skipFull();
  return {
    frame: { head, bodies },
    add(chunk) {
      let rest = chunk;
      for (let body = bodies[place]; body && rest.length > 0; body = bodies[place]) {
        const part = rest.subarray(0, body.length - offset);
        body.set(part, offset);
        offset += part.length;
        rest = rest.subarray(part.length);
        skipFull();
      }
    },
    isFull: () => place === bodies.length,
  };
}
