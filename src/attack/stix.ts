/** The part of MITRE's STIX that the bot uses, as zod schemas that require only what nothing can replace. */

import { z } from 'zod';
import type { Skipped } from './skipped.ts';

const text = z.string().optional();
const flag = z.boolean().optional();
// What a list holds is decoded one by one (see `decodeRecords`), so that one bad element costs no other.
// Not `z.array(z.unknown())`, which copies every list.
const list = z.custom<readonly unknown[]>(Array.isArray).optional();

const object = {
  id: z.string().min(1),
  name: z.string().min(1),
  created: text,
  modified: text,
  description: text,
  revoked: flag,
  x_mitre_deprecated: flag,
  x_mitre_version: text,
  external_references: list,
  x_mitre_contributors: list,
};

/** What every object of ATT&CK has, and all that some have. */
export const objectSchema = z.object(object);
export type StixObject = z.output<typeof objectSchema>;

export const platformSchema = z.object({ ...object, x_mitre_platforms: list });

export const techniqueSchema = z.object({
  ...object,
  x_mitre_is_subtechnique: flag,
  x_mitre_platforms: list,
  kill_chain_phases: list,
});

export const tacticSchema = z.object({ ...object, x_mitre_shortname: text });

export const groupSchema = z.object({ ...object, aliases: list });

/** Software has its aliases in a field of MITRE's own, never in STIX's `aliases` (17.1, 18.1). */
export const softwareSchema = z.object({ ...object, x_mitre_aliases: list, x_mitre_platforms: list });

export const campaignSchema = z.object({ ...object, aliases: list, first_seen: text, last_seen: text });

export const componentSchema = z.object({ ...object, x_mitre_data_source_ref: text, x_mitre_log_sources: list });

export const strategySchema = z.object({ ...object, x_mitre_analytic_refs: list });

export const analyticSchema = z.object({
  ...object,
  x_mitre_platforms: list,
  x_mitre_log_source_references: list,
  x_mitre_mutable_elements: list,
});

export const assetSchema = z.object({
  ...object,
  x_mitre_platforms: list,
  x_mitre_sectors: list,
  x_mitre_related_assets: list,
});

export const matrixSchema = z.object({ ...object, tactic_refs: list });

/** The one object that names the release; the STIX 2.0 form has none. */
export const collectionSchema = z.object({ x_mitre_version: text });

export const relationshipSchema = z.object({
  relationship_type: z.string(),
  source_ref: z.string(),
  target_ref: z.string(),
  modified: text,
  description: text,
  revoked: flag,
  x_mitre_deprecated: flag,
});
export type StixRelationship = z.output<typeof relationshipSchema>;

/** An element of a list, of which the texts are used. */
export type StixRecord = Readonly<Record<string, unknown>>;

/**
 * Decodes with a schema of this module, and once more without the fields whose type is wrong, counting these.
 * Gives undefined where a required field is missing or wrong; the caller counts that.
 *
 * Schemas whose fields `.catch(undefined)` would do the same in one pass, at three times the cost for the whole of
 * Enterprise; in the published data no field is wrong.
 */
export function decodeTolerantly<T>(schema: z.ZodType<T>, json: unknown, skipped: Skipped): T | undefined {
  const first = schema.safeParse(json);
  if (first.success) return first.data;
  const wrong = new Set(first.error.issues.map((issue) => issue.path[0]));
  if (typeof json !== 'object' || json === null || wrong.has(undefined)) return undefined;
  const second = schema.safeParse(Object.fromEntries(Object.entries(json).filter(([field]) => !wrong.has(field))));
  if (!second.success) return undefined;
  for (const field of wrong) skipped.count(`a wrong type in the field ${String(field)}`);
  return second.data;
}

/**
 * Gives a list's elements that are objects, counting the others.
 * By hand: there are 15,000 in Enterprise, and zod's overhead for each would double the time of all objects.
 */
export function decodeRecords(
  values: readonly unknown[] | undefined,
  field: string,
  skipped: Skipped,
): readonly StixRecord[] {
  return keepFitting(values, isRecord, field, skipped);
}

/** Gives a text of a list's element; empty where there is none, counting what is no text. */
export function decodeText(record: StixRecord, field: string, skipped: Skipped): string {
  const value = record[field];
  if (typeof value === 'string') return value;
  if (value !== undefined) skipped.count(`a wrong type in the field ${field}`);
  return '';
}

/** Gives a list's texts without the empty ones, which ATT&CK writes for absent ones, counting what is no text. */
export function decodeTexts(
  values: readonly unknown[] | undefined,
  field: string,
  skipped: Skipped,
): readonly string[] {
  return keepFitting(values, isText, field, skipped).filter((text) => text !== '');
}

export function isRecord(value: unknown): value is StixRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function keepFitting<T>(
  values: readonly unknown[] = [],
  fits: (value: unknown) => value is T,
  field: string,
  skipped: Skipped,
): readonly T[] {
  const fitting = values.filter(fits);
  const wrong = values.length - fitting.length;
  if (wrong > 0) skipped.count(`a wrong type in the list ${field}`, wrong);
  return fitting;
}
