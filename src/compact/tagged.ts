/** Maps, sets and typed arrays as JSON. */

const ARRAYS = { Float32Array, Uint32Array, Uint16Array, Uint8Array, Int32Array, Float64Array };

export function tag(value: unknown): unknown {
  if (value instanceof Map) return { is: 'Map', of: tag([...value]) };
  if (value instanceof Set) return { is: 'Set', of: tag([...value]) };
  if (ArrayBuffer.isView(value)) return { is: value.constructor.name, of: [...(value as Float32Array)] };
  if (Array.isArray(value)) return value.map(tag);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tag(each)]));
}

export function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== 'object' || value === null) return value;
  const { is, of } = value as { readonly is?: string; readonly of: never[] };
  if (is === 'Map') return new Map(untag(of) as []);
  if (is === 'Set') return new Set(untag(of) as []);
  if (is !== undefined) return ARRAYS[is as keyof typeof ARRAYS].from(of);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, untag(each)]));
}
