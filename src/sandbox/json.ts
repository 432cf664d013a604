/** Reading of JSON whose shape is not known yet: what came over a door of the sandbox, or from the manifest. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined where the path leads nowhere. */
export function readAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

export function readString(value: unknown, ...path: readonly string[]): string | undefined {
  const found = readAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The objects of the array at a path; nothing where there is no array. */
export function readObjects(value: unknown, ...path: readonly string[]): readonly JsonObject[] {
  const found = readAt(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The strings of the array at a path; nothing where there is no array. */
export function readStrings(value: unknown, ...path: readonly string[]): readonly string[] {
  const found = readAt(value, ...path);
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}

/** The object that a text holds as JSON; undefined when it holds none. */
export function decodeObject(text: string): JsonObject | undefined {
  const value = decodeJson(text);
  return isObject(value) ? value : undefined;
}

/** The value that a text holds as JSON; undefined when it is none. */
export function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
