/** Work Objects: what an app tells of a thing behind a link, read and checked as Slack does. */

import { fail, type Refusal } from './answer.ts';
import { isObject, type JsonObject, readAt, readObjects, readString, readStrings } from './json.ts';

export interface Entity {
  /** As posted; empty in the details, which go to a panel. */
  readonly appUnfurlUrl: string;
  readonly url: string;
  /** Such as `slack#/entities/item`. */
  readonly type: string;
  readonly externalRef: { readonly id: string; readonly type?: string };
  readonly title: string;
  /** What stands above the title: "Technique · T1055 · MITRE ATT&CK". */
  readonly kind: string;
  readonly fields: readonly EntityField[];
}

interface EntityField {
  readonly label: string;
  readonly value: string;
}

const TYPES = ['task', 'file', 'item', 'incident', 'content_item'].map((type) => `slack#/entities/${type}`);

/** @param pointer where it stands in the arguments */
export function readEntity(given: unknown, pointer: string): Entity | Refusal {
  const url = readString(given, 'url');
  const id = readString(given, 'external_ref', 'id');
  const title = readString(given, 'entity_payload', 'attributes', 'title', 'text');
  const type = readString(given, 'entity_type') ?? '';
  if (!isObject(given) || url === undefined || id === undefined || title === undefined || !TYPES.includes(type)) {
    const missing = [
      ...(url === undefined ? ['url'] : []),
      ...(id === undefined ? ['external_ref/id'] : []),
      ...(title === undefined ? ['entity_payload/attributes/title/text'] : []),
      ...(TYPES.includes(type) ? [] : ['entity_type']),
    ];
    const messages = missing.map((key) => `missing or unknown [json-pointer:${pointer}/${key}]`);
    return fail('invalid_metadata', messages);
  }
  const refType = readString(given, 'external_ref', 'type');
  return {
    appUnfurlUrl: readString(given, 'app_unfurl_url') ?? '',
    url,
    type,
    externalRef: { id, ...(refType === undefined ? {} : { type: refType }) },
    title,
    kind: describeKind(given) || type,
    fields: readFields(given),
  };
}

function describeKind(given: JsonObject): string {
  const keys = ['display_type', 'display_id', 'product_name'];
  return keys.flatMap((key) => readString(given, 'entity_payload', 'attributes', key) ?? []).join(' · ');
}

/** In the order that `display_order` names; those that it leaves out come last. */
function readFields(given: JsonObject): readonly EntityField[] {
  const order = readStrings(given, 'entity_payload', 'display_order');
  const fields = readAt(given, 'entity_payload', 'fields');
  const all = [
    ...Object.entries(isObject(fields) ? fields : {}).map(([key, field]) => ({ key, field })),
    ...readObjects(given, 'entity_payload', 'custom_fields').map((field) => ({
      key: readString(field, 'key') ?? '',
      field,
    })),
  ];
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return all
    .toSorted((one, other) => rank(one.key) - rank(other.key))
    .map(({ key, field }) => ({
      label: readString(field, 'label') ?? key,
      value: describeValue(readAt(field, 'value')),
    }));
}

function describeValue(value: unknown): string {
  return Array.isArray(value)
    ? value.map((item) => String(readAt(item, 'value') ?? '')).join(', ')
    : String(value ?? '');
}
