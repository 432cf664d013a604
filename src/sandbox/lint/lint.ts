/** Slack's check of blocks: their shape by JSON Schema, then the limits and the ids that no schema expresses. */

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isObject, readString } from '../json.ts';
import schema from './blocks.schema.json' with { type: 'json' };
import {
  FOREIGN_BLOCKS,
  LIMITS_BY_KEY,
  LIMITS_BY_TYPE,
  type Limit,
  MAX_BLOCKS,
  MAX_MARKDOWN_CHARACTERS,
  MAX_TABLES,
  MAX_WEIGHT,
  ONE_OF,
  type Surface,
  WEIGHT_PER_BLOCK,
} from './limits.ts';

export interface Fault {
  /** The error that Slack refuses the whole with. */
  readonly error: 'invalid_blocks' | 'msg_blocks_too_long';
  /** In Slack's words. */
  readonly message: string;
  /** A JSON pointer from the list of blocks: `/1/elements/0/text`, or empty for the list itself. */
  readonly pointer: string;
}

const validateBlock: ValidateFunction = new Ajv({ allErrors: true, strict: false }).compile(schema);
/** They only say that something inside them failed, which has an error of its own. */
const WRAPPERS = new Set(['if', 'anyOf', 'allOf', 'oneOf']);

/**
 * @param blocks what an app gave as the blocks of a message or a view
 * @returns every fault; none when Slack would take them
 */
export function lintBlocks(blocks: readonly unknown[], surface: Surface): readonly Fault[] {
  const flaws: Flaw[] = [];
  if (blocks.length > MAX_BLOCKS[surface]) {
    flaws.push({ message: `no more than ${MAX_BLOCKS[surface]} items allowed`, pointer: '' });
  }
  for (const [index, block] of blocks.entries()) {
    const pointer = `/${index}`;
    if (!validateBlock(block)) {
      flaws.push(...nameErrors(validateBlock.errors ?? [], pointer));
    }
    flaws.push(...lintKind(block, pointer, surface), ...lintLimits(block, pointer), ...lintActionIds(block, pointer));
  }
  flaws.push(...lintBlockIds(blocks), ...lintTotals(blocks));
  return [
    ...dropRepeats(flaws).map((flaw) => ({ ...flaw, error: 'invalid_blocks' as const })),
    ...(surface === 'message' ? lintWeight(blocks) : []),
  ];
}

type Flaw = Omit<Fault, 'error'>;

/** The limit of a text and the limit of what it stands in can say the same. */
function dropRepeats(flaws: readonly Flaw[]): readonly Flaw[] {
  return [...new Map(flaws.map((flaw) => [`${flaw.pointer} ${flaw.message}`, flaw])).values()];
}

function lintWeight(blocks: readonly unknown[]): readonly Fault[] {
  const inside = blocks.flatMap((block) =>
    isObject(block) && Array.isArray(block.child_blocks) ? block.child_blocks : [],
  );
  const weight = JSON.stringify(blocks).length + WEIGHT_PER_BLOCK * (blocks.length + inside.length);
  return weight > MAX_WEIGHT
    ? [{ error: 'msg_blocks_too_long', message: `${weight} characters of ${MAX_WEIGHT}`, pointer: '' }]
    : [];
}

function nameErrors(errors: readonly ErrorObject[], pointer: string): readonly Flaw[] {
  const telling = errors.filter((error) => !WRAPPERS.has(error.keyword));
  return (telling.length > 0 ? telling : errors).map((error) => ({
    message: nameError(error),
    pointer: pointer + error.instancePath,
  }));
}

function nameError(error: ErrorObject): string {
  switch (error.keyword) {
    case 'additionalProperties':
      return `invalid additional property: ${error.params.additionalProperty}`;
    case 'required':
      return `missing required field: ${error.params.missingProperty}`;
    case 'type':
      return error.params.type === 'object' ? 'must provide an object' : `must provide a ${error.params.type}`;
    case 'enum':
      return error.instancePath.endsWith('/type') ? 'unsupported type' : 'failed to match all allowed schemas';
    default:
      return 'failed to match all allowed schemas';
  }
}

function lintKind(block: unknown, pointer: string, surface: Surface): readonly Flaw[] {
  const type = readString(block, 'type');
  return type !== undefined && FOREIGN_BLOCKS[surface].includes(type)
    ? [{ message: `unsupported type: ${type}`, pointer: `${pointer}/type` }]
    : [];
}

/** Walks through everything in a block. */
function lintLimits(value: unknown, pointer: string, key = ''): readonly Flaw[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => lintLimits(item, `${pointer}/${index}`, key));
  }
  if (!isObject(value)) {
    return [];
  }
  const type = readString(value, 'type') ?? '';
  const limits = LIMITS_BY_TYPE[type] ?? LIMITS_BY_KEY[key] ?? [];
  const choice = ONE_OF[type];
  return [
    ...limits.flatMap((limit) => lintLimit(value[limit.key], limit, `${pointer}/${limit.key}`)),
    ...(choice?.some((name) => name in value) === false
      ? [{ message: `must define one of: ${choice.join(', ')}`, pointer }]
      : []),
    ...Object.entries(value).flatMap(([name, inner]) => lintLimits(inner, `${pointer}/${name}`, name)),
  ];
}

function lintLimit(value: unknown, limit: Limit, pointer: string): readonly Flaw[] {
  if (!limit.isEach) {
    return lintSize(value, limit, pointer);
  }
  return Array.isArray(value) ? value.flatMap((item, index) => lintSize(item, limit, `${pointer}/${index}`)) : [];
}

function lintSize(value: unknown, { unit, min, max }: Limit, pointer: string): readonly Flaw[] {
  switch (unit) {
    case 'items':
      if (!Array.isArray(value)) {
        return [];
      }
      if (value.length > max) {
        return [{ message: `no more than ${max} items allowed`, pointer }];
      }
      return value.length < min ? [{ message: `no fewer than ${min} items allowed`, pointer }] : [];
    case 'characters': {
      const isTextObject = isObject(value);
      const text = isTextObject ? value.text : value;
      const at = isTextObject ? `${pointer}/text` : pointer;
      if (typeof text !== 'string') {
        return [];
      }
      if (text.length > max) {
        return [{ message: `must be less than ${max + 1} characters`, pointer: at }];
      }
      return text.length < min ? [{ message: `must be more than ${min - 1} characters`, pointer: at }] : [];
    }
  }
}

/** An action_id may stand once in its block. */
function lintActionIds(block: unknown, pointer: string): readonly Flaw[] {
  return findRepeats('action_id', [...walk(block, pointer)]);
}

/** A block_id may stand once in its message. */
function lintBlockIds(blocks: readonly unknown[]): readonly Flaw[] {
  return findRepeats(
    'block_id',
    blocks.map((value, index) => ({ value, pointer: `/${index}` })),
  );
}

interface Place {
  readonly value: unknown;
  readonly pointer: string;
}

function findRepeats(key: string, places: readonly Place[]): readonly Flaw[] {
  const seen = new Set<string>();
  return places.flatMap(({ value, pointer }) => {
    const id = readString(value, key);
    if (id === undefined) {
      return [];
    }
    const isRepeat = seen.has(id);
    seen.add(id);
    return isRepeat ? [{ message: `\`${key}\` "${id}" already exists`, pointer: `${pointer}/${key}` }] : [];
  });
}

function lintTotals(blocks: readonly unknown[]): readonly Flaw[] {
  const markdown = blocks.filter((block) => readString(block, 'type') === 'markdown');
  const tables = blocks.filter((block) => readString(block, 'type') === 'table');
  const characters = markdown.reduce<number>((sum, block) => sum + (readString(block, 'text') ?? '').length, 0);
  return [
    ...(characters > MAX_MARKDOWN_CHARACTERS
      ? [{ message: `must be less than ${MAX_MARKDOWN_CHARACTERS + 1} characters in all markdown blocks`, pointer: '' }]
      : []),
    ...(tables.length > MAX_TABLES ? [{ message: 'only one table allowed', pointer: '' }] : []),
  ];
}

function* walk(value: unknown, pointer: string): Generator<Place> {
  yield { value, pointer };
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield* walk(inner, `${pointer}/${key}`);
    }
  }
}
