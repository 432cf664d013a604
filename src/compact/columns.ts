/** The frame of a compact catalog: typed arrays, called columns, one after the other, behind a table of where each lies. */

import { CompactError } from './compact-error.ts';

/** Changes whenever the bytes come to mean something else, so that what an earlier program wrote is not taken for today's. */
const FORMAT = 1;

/** Typed arrays have the machine's own order of bytes: on a machine of the other order this is another number. */
const MAGIC = 0x4b_54_54_41;

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array } as const;

interface Columns {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
}

export type ColumnType = keyof Columns;
export type Column<T extends ColumnType = ColumnType> = Columns[T];

const TYPE_NAMES = Object.keys(TYPES) as ColumnType[];

/** Magic, format, number of bytes, number of columns; then for each column its type, its first byte and its number of elements. */
const HEAD = 4;
const ROW = 3;
/** In bytes: where a column of any type may begin. */
const ALIGNMENT = 4;

export function joinColumns(columns: readonly Column[]): Uint8Array<ArrayBuffer> {
  const head = new Uint32Array(HEAD + ROW * columns.length);
  let length = head.byteLength;
  for (const [at, column] of columns.entries()) {
    head.set([typeOf(column), length, column.length], HEAD + ROW * at);
    length += Math.ceil(column.byteLength / ALIGNMENT) * ALIGNMENT;
  }
  head.set([MAGIC, FORMAT, length, columns.length]);
  const bytes = new Uint8Array(length);
  bytes.set(asBytes(head));
  for (const [at, column] of columns.entries()) bytes.set(asBytes(column), head[HEAD + ROW * at + 1]);
  return bytes;
}

/** Reads columns in their order; throws a CompactError where the next is none of that type. */
export interface ColumnReader {
  /** Does not hold on to the bytes, of which most are texts. */
  readonly copy: <T extends ColumnType>(type: T) => Column<T>;
  /** Bytes where they lie. */
  readonly view: () => Uint8Array;
}

export function openColumns(bytes: Uint8Array): ColumnReader {
  const [magic, format, length, count = 0] = readNumbers(bytes, 0, HEAD);
  if (magic !== MAGIC) throw new CompactError('begins as something else');
  if (format !== FORMAT) throw new CompactError(`has the format ${format}, and this program reads ${FORMAT}`);
  if (length !== bytes.length) throw new CompactError(`has ${bytes.length} bytes and says that they are ${length}`);
  const table = readNumbers(bytes, HEAD, ROW * count);
  let next = 0;
  const take = (type: ColumnType) => {
    const [kind = -1, start = 0, size = 0] = table.subarray(ROW * next, ROW * (next + 1));
    next += 1;
    if (TYPE_NAMES[kind] !== type) throw new CompactError(`has no column of ${type} where one should be`);
    const end = start + size * TYPES[type].BYTES_PER_ELEMENT;
    if (end > bytes.length) throw new CompactError('has a column beyond its end');
    return bytes.subarray(start, end);
  };
  return {
    // Not `bytes.slice`: a Buffer's is no copy.
    copy: <T extends ColumnType>(type: T) => new TYPES[type](new Uint8Array(take(type)).buffer) as Column as Column<T>,
    view: () => take('u8'),
  };
}

function readNumbers(bytes: Uint8Array, from: number, count: number): Uint32Array {
  const width = Uint32Array.BYTES_PER_ELEMENT;
  if ((from + count) * width > bytes.length) throw new CompactError('ends too soon');
  return new Uint32Array(new Uint8Array(bytes.subarray(from * width, (from + count) * width)).buffer);
}

function typeOf(column: Column): number {
  return TYPE_NAMES.findIndex((type) => column instanceof TYPES[type]);
}

function asBytes({ buffer, byteOffset, byteLength }: Column): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
