/**
 * Makes blocks.schema.json: the JSON Schema of Block Kit, from the types of @slack/types. Kept in the repository, because making
 * it takes seconds. After an update of @slack/types: `node src/sandbox/lint/make-schema.ts && biome format --write src/sandbox/lint`.
 */

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { isObject, type JsonObject, readAt, readString } from '../json.ts';

const DEFINITION = '#/definitions/';

/** @returns a schema of one block; unknown properties are refused, as Slack refuses them */
export function buildBlocksSchema(): JsonObject {
  const schema: unknown = createGenerator({
    path: createRequire(import.meta.url)
      .resolve('@slack/types')
      .replace(/\.js$/, '.d.ts'),
    type: 'KnownBlock',
    skipTypeCheck: true,
    additionalProperties: false,
    jsDoc: 'none',
  }).createSchema('KnownBlock');
  const definitions = readAt(schema, 'definitions');
  return chooseByType(schema, isObject(definitions) ? definitions : {}) as JsonObject;
}

/**
 * Turns `anyOf` into a choice by `type` wherever every alternative names its own: the errors of twenty alternatives that do not
 * fit say nothing, those of the one that was meant name the spot.
 */
function chooseByType(schema: unknown, definitions: JsonObject): unknown {
  if (Array.isArray(schema)) {
    return schema.map((item) => chooseByType(item, definitions));
  }
  if (!isObject(schema)) {
    return schema;
  }
  const rest = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, chooseByType(value, definitions)]),
  );
  const { anyOf, ...others } = rest;
  if (!Array.isArray(anyOf)) {
    return rest;
  }
  const choices = anyOf.map((choice: unknown) => ({ choice, types: readTypes(choice, definitions) }));
  const types = choices.flatMap((choice) => choice.types ?? []);
  if (choices.some((choice) => choice.types === undefined) || new Set(types).size !== types.length) {
    return rest;
  }
  return {
    ...others,
    type: 'object',
    required: ['type'],
    properties: { type: { enum: types } },
    allOf: choices.map(({ choice, types: own }) => ({
      if: { type: 'object', properties: { type: { enum: own } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word.
      then: choice,
    })),
  };
}

/** The values of `type` that a schema admits; undefined when it does not tell. */
function readTypes(schema: unknown, definitions: JsonObject): readonly string[] | undefined {
  const reference = readString(schema, '$ref');
  if (reference !== undefined) {
    return readTypes(definitions[decodeURIComponent(reference.slice(DEFINITION.length))], definitions);
  }
  const type = readString(schema, 'properties', 'type', 'const');
  if (type !== undefined) {
    return [type];
  }
  const choices = readAt(schema, 'anyOf');
  if (!Array.isArray(choices)) {
    return undefined;
  }
  const types = choices.map((choice) => readTypes(choice, definitions));
  return types.some((own) => own === undefined) ? undefined : [...new Set(types.flatMap((own) => own ?? []))];
}

if (import.meta.main) {
  const text = `${JSON.stringify(buildBlocksSchema(), null, 2)}\n`;
  writeFileSync(join(import.meta.dirname, 'blocks.schema.json'), text);
}
