/** The shapes of the API: what may be asked, what is answered. They check queries, and the OpenAPI document is made from them. */

import { z } from '@hono/zod-openapi';
import { DOMAINS } from '../attack/domain.ts';
import { CHANGE_CLASSES } from '../search/changes/change.ts';

const MOST = 200;
const USUAL = 50;
const LONGEST = 300;
const ONCE = 'is given more than once';

/** `a,b` and `x=a&x=b` are the same; an empty one is none. */
function several(description: string, example: string) {
  return z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given) =>
      [given ?? []]
        .flat()
        .flatMap((text) => text.split(','))
        .map((text) => text.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().max(LONGEST, `has more than ${LONGEST} characters`)).max(20, 'has more than 20 values'))
    .openapi({ param: { description, example }, type: 'string' });
}

function text(description: string, example: string) {
  return z
    .string({ error: ONCE })
    .trim()
    .max(LONGEST, `has more than ${LONGEST} characters`)
    .optional()
    .openapi({ param: { description, example } });
}

const release = text(
  'A release of ATT&CK, such as 17.1; 17 is the last of that number. The newest where nothing is said.',
  '18.1',
);

const paging = {
  limit: z
    .string({ error: ONCE })
    .regex(/^\d{1,4}$/, `must be a whole number from 1 to ${MOST}`)
    .transform(Number)
    .pipe(z.number().min(1, `must be from 1 to ${MOST}`).max(MOST, `must be from 1 to ${MOST}`))
    .default(USUAL)
    .openapi({ type: 'integer', param: { description: `How many, from 1 to ${MOST}.` } }),
  cursor: text('The `next` of the page before.', 'eyJhdCI6NTB9'),
};

export const techniquesQuery = z.strictObject({
  domain: several('`enterprise`, `mobile`, `ics`; several by commas.', 'enterprise'),
  tactic: several('ID, shortname or name of a tactic; several by commas are alternatives.', 'persistence'),
  platform: several('A platform; several by commas are alternatives.', 'Linux'),
  q: text('Words to search for: names, also misspelt, and what texts tell. Best first.', 'proces injecton'),
  version: release,
  ...paging,
});

export const objectQuery = z.strictObject({ version: release });

export const changesQuery = z.strictObject({
  from: text('The earlier release; the one before `to` where nothing is said.', '17.1'),
  to: text('The later release; the newest where nothing is said.', '18.1'),
  domain: several('`enterprise`, `mobile`, `ics`; several by commas.', 'ics'),
  type: several('Kinds of objects, such as `technique`, `group`.', 'technique'),
  class: several(`Classes of MITRE’s changelog: ${CHANGE_CLASSES.join(', ')}.`, 'addition,major'),
  view: z
    .enum(['reader', 'official'], 'takes reader or official')
    .default('reader')
    .openapi({
      param: {
        description: '`reader`: what somebody who reads the pages sees. `official`: all that the changelog counts.',
      },
    }),
  ...paging,
});

export const objectParams = z.object({
  id: z
    .string()
    .max(LONGEST, `has more than ${LONGEST} characters`)
    .openapi({
      param: {
        name: 'id',
        in: 'path',
        description: 'An ATT&CK ID in any case (`T1055.012`, `t1055/012`), or a STIX id.',
      },
      example: 'T1055',
    }),
});

const domain = z.enum(DOMAINS);
const status = z.enum(['active', 'revoked', 'deprecated']);

const reference = z
  .object({
    id: z.string().openapi({ description: 'ATT&CK ID; empty for the few objects that have none.', example: 'G0016' }),
    stixId: z.string(),
    kind: z.string().openapi({ example: 'group' }),
    name: z.string(),
    url: z.string().nullable(),
  })
  .openapi('Reference');

const tactic = z
  .object({ id: z.string(), shortname: z.string(), name: z.string(), domain, url: z.string().nullable() })
  .openapi('TacticReference');

const common = {
  id: z.string().openapi({ example: 'T1055.012' }),
  stixId: z.string(),
  name: z.string(),
  description: z.string().openapi({ description: 'Plain text; paragraphs and items on lines of their own.' }),
  url: z.string().nullable(),
  domains: z.array(domain),
  status,
  version: z.string().nullable().openapi({ description: 'The object’s own version, not the release.' }),
  created: z.string().nullable(),
  modified: z.string().nullable(),
  release: z.string().nullable().openapi({ description: 'The release of ATT&CK that it is taken from.' }),
};

export const technique = z
  .object({
    ...common,
    tactic: z.string().openapi({ description: 'ID of its first tactic; empty where it has none.', example: 'TA0005' }),
    tacticName: z.string(),
    tactics: z.array(tactic),
    platforms: z.array(z.string()),
    isSubtechnique: z.boolean(),
    parent: reference.nullable(),
  })
  .openapi('Technique');

export const attackObject = z
  .object({
    ...common,
    kind: z.string().openapi({ example: 'group' }),
    aliases: z.array(z.string()),
    platforms: z.array(z.string()),
    tactics: z.array(tactic),
    contributors: z.array(z.string()),
    replacedBy: z
      .array(reference)
      .openapi({ description: 'Of a revoked object: the way to what replaced it, nearest first.' }),
    namesakes: z.array(reference).openapi({ description: 'Other objects that carry the same ID.' }),
    related: z
      .record(z.string(), z.array(reference))
      .openapi({ description: 'By what they are to it: `groups`, `software`, `mitigations`, `techniques`, …' }),
  })
  .openapi('AttackObject');

export const change = z
  .object({
    object: reference,
    classes: z.partialRecord(domain, z.enum(CHANGE_CLASSES)).openapi({
      description: 'By domain: the class in MITRE’s changelog; none where it does not mention the object.',
    }),
    seen: z.array(z.object({ kind: z.string() }).catchall(z.unknown())).openapi({
      description:
        'What a reader sees: `renamed` {from, to}, `list` {of, gained, lost}, `related` {of, gained, lost}, …',
    }),
    newContributors: z.array(z.string()),
  })
  .openapi('Change');

const releases = z
  .partialRecord(domain, z.string().nullable())
  .openapi({ description: 'By domain: the release that is answered from.', example: { enterprise: '18.1' } });

export const pageMeta = z.object({
  total: z.number().int(),
  next: z.string().nullable().openapi({ description: 'The cursor of the next page; null on the last.' }),
  releases,
});

export const objectMeta = z.object({ releases });

export const changesMeta = z.object({
  total: z.number().int(),
  next: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  domains: z.array(domain),
  counts: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number().int()))).openapi({
    description: 'domain → kind → class of the changelog → how many; of all objects, whatever was asked for.',
  }),
});

export const fault = z
  .object({ success: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) })
  .openapi('Fault');

export type TechniquesQuery = z.output<typeof techniquesQuery>;
export type ChangesQuery = z.output<typeof changesQuery>;
export type TechniqueView = z.output<typeof technique>;
export type ObjectView = z.output<typeof attackObject>;
export type ChangeView = z.output<typeof change>;
export type ReferenceView = z.output<typeof reference>;
