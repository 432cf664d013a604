/** Each kind of object as its fields; all that several objects say with the same list, they share. */

import type { Domain } from '../attack/domain.ts';
import type {
  AnalyticLogSource,
  AttackObject,
  DataComponent,
  Kind,
  ObjectBase,
  Phase,
  Software,
  Status,
} from '../attack/object.ts';
import { type Codec, constant, flag, list, oneOf, optionalText, record, shared, text } from './codec.ts';

type OfKind<K extends Kind> = Extract<AttackObject, { readonly kind: K }>;

export const kinds = oneOf<Kind>({
  technique: 0,
  tactic: 1,
  group: 2,
  software: 3,
  campaign: 4,
  mitigation: 5,
  'data-source': 6,
  'data-component': 7,
  'detection-strategy': 8,
  analytic: 9,
  asset: 10,
  matrix: 11,
});

export const domain = oneOf<Domain>({ enterprise: 0, mobile: 1, ics: 2 });

export const domains = shared(list(domain));

const texts = shared(list(text));

const BASE: { readonly [K in keyof ObjectBase]-?: Codec<ObjectBase[K]> } = {
  id: text,
  stixId: text,
  name: text,
  aliases: texts,
  domains,
  status: oneOf<Status>({ active: 0, revoked: 1, deprecated: 2 }),
  version: optionalText,
  created: optionalText,
  modified: optionalText,
  description: text,
  url: optionalText,
  contributors: texts,
};

const KINDS: { readonly [K in Kind]: Codec<OfKind<K>> } = {
  technique: record({
    kind: constant('technique'),
    ...BASE,
    isSubtechnique: flag,
    phases: shared(list(record<Phase>({ chain: text, name: text }))),
    platforms: texts,
  }),
  tactic: record({ kind: constant('tactic'), ...BASE, shortname: text }),
  group: record({ kind: constant('group'), ...BASE }),
  software: record({
    kind: constant('software'),
    ...BASE,
    type: oneOf<Software['type']>({ malware: 0, tool: 1 }),
    platforms: texts,
  }),
  campaign: record({ kind: constant('campaign'), ...BASE, firstSeen: optionalText, lastSeen: optionalText }),
  mitigation: record({ kind: constant('mitigation'), ...BASE }),
  'data-source': record({ kind: constant('data-source'), ...BASE, platforms: texts }),
  'data-component': record({
    kind: constant('data-component'),
    ...BASE,
    logSources: shared(list(record<DataComponent['logSources'][number]>({ name: text, channel: text }))),
  }),
  'detection-strategy': record({ kind: constant('detection-strategy'), ...BASE }),
  analytic: record({
    kind: constant('analytic'),
    ...BASE,
    platforms: texts,
    logSources: shared(list(record<AnalyticLogSource>({ name: text, channel: text, component: optionalText }))),
    tunables: shared(list(record<OfKind<'analytic'>['tunables'][number]>({ field: text, description: text }))),
  }),
  asset: record({ kind: constant('asset'), ...BASE, platforms: texts, sectors: texts }),
  matrix: record({ kind: constant('matrix'), ...BASE }),
};

export const object: Codec<AttackObject> = {
  write(out, value) {
    kinds.write(out, value.kind);
    codecOf(value.kind).write(out, value);
  },
  read: (from) => codecOf(kinds.read(from)).read(from),
};

/** Of one kind at a time, so that writing with it what is of the kind is sound. */
function codecOf(kind: Kind): Codec<AttackObject> {
  return KINDS[kind] as unknown as Codec<AttackObject>;
}
