import { describe, expect, it } from 'vitest';
import { presentDetails } from '../../src/reply/details.ts';
import { previewLink } from '../../src/reply/unasked.ts';
import { detailEntity, previewEntity, referTo } from '../../src/reply/views/entity.ts';
import { sectionsOf } from '../../src/reply/views/sections.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, group, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { lintEntity } from '../fixtures/entity-faults.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const stealth = tactic({ id: 'TA0005', name: 'Stealth', shortname: 'stealth' });
const injection = technique({
  id: 'T1055',
  name: 'Process Injection',
  description: 'Code *hides* in `cmd` & <there>.\n\nSee [more](https://attack.mitre.org/techniques/T1055/003).',
  tactics: ['stealth'],
  platforms: ['Linux'],
});
const old = technique({ id: 'T1086', name: 'PowerShell <!channel>', status: 'revoked' });
const bear = group({ id: 'G0016', name: 'APT29', aliases: ['Cozy <Bear>'] });
const catalog = catalogOf({
  enterprise: [
    stealth,
    injection,
    old,
    bear,
    relationship(bear, 'uses', injection),
    relationship(old, 'revoked-by', injection),
  ],
});
const SOURCE = 'ATT&CK 18.1 · object version 1.0 · changed 2025-01-01';
const LINK = 'https://attack.mitre.org/versions/v17/techniques/T1055/?x=1';
const now = 0;

describe('a link’s Work Object', () => {
  it('is an item of ours with a few lines, at the address as posted', () => {
    expect(previewLink(LINK, { catalog }, { now, isPrivate: false })?.entity?.()).toEqual({
      entity_type: 'slack#/entities/item',
      app_unfurl_url: LINK,
      url: 'https://attack.mitre.org/techniques/T1055',
      external_ref: { id: 'T1055', type: 'technique' },
      entity_payload: {
        attributes: {
          title: { text: 'Process Injection' },
          display_id: 'T1055',
          display_type: 'Technique',
          product_name: 'MITRE ATT&CK',
        },
        custom_fields: [
          { key: 'facts', label: 'Facts', type: 'string', value: 'Enterprise technique · Stealth · Linux' },
          { key: 'summary', label: 'Summary', type: 'string', value: 'Code hides in cmd & <there>.' },
          { key: 'source', label: 'Source', type: 'string', value: SOURCE },
          { key: 'note', label: 'Note', type: 'string', value: 'The link is to version 17; this is ATT&CK 18.1.' },
        ],
        display_order: ['facts', 'summary', 'source', 'note'],
      },
    });
  });

  it('says first what has become of its object, and mentions nobody', () => {
    const [status] = previewOf('https://attack.mitre.org/techniques/T1086');
    expect(status).toMatchObject({
      label: 'Status',
      value: 'Revoked: T1086 · PowerShell <\u200b!channel> is now T1055 · Process Injection.',
    });
  });
});

describe('the panel of a Work Object', () => {
  it('has the whole description and the names of what a card would open, by the reference of the preview', () => {
    const reference = { id: 'T1055', type: 'technique' };
    const details = presentDetails({ url: 'https://attack.mitre.org/x', reference }, catalog, now);
    expect(details).toMatchObject({
      kind: 'found',
      entity: {
        url: 'https://attack.mitre.org/x',
        external_ref: reference,
        entity_payload: {
          custom_fields: [
            { key: 'facts' },
            { key: 'description', value: 'Code hides in cmd & <there>.\nSee more.', long: true },
            { key: 'groups', label: 'Groups (1)', value: 'G0016 · APT29', long: true },
            { key: 'source', value: SOURCE },
          ],
        },
      },
    });
    expect(JSON.stringify(details)).not.toContain('app_unfurl_url');
  });

  it('names the first of many', () => {
    const object = SMALL_CATALOG.byId.get('T1055')?.[0];
    const reference = object && referTo(SMALL_CATALOG, object, LINK);
    const fields =
      object && reference && detailEntity(SMALL_CATALOG, object, reference, now).entity_payload.custom_fields;
    expect(fields?.find(({ key }) => key === 'procedures')?.value).toMatch(/^G0016 · APT29\n.*\nand 2 more$/s);
  });

  it('is found by the address where Slack names no reference', () => {
    expect(presentDetails({ url: LINK }, catalog, now)).toMatchObject({
      kind: 'found',
      entity: { external_ref: { id: 'T1055', type: 'technique' } },
    });
  });

  it('says so where its object is gone', () => {
    expect(presentDetails({ url: LINK, reference: { id: 'T9999' } }, catalog, now)).toEqual({
      kind: 'gone',
      title: 'Not in ATT&CK 18.1',
      message:
        'T9999 is not in ATT&CK 18.1. It may have been withdrawn since, or be newer. Search for it with /attack.',
    });
  });
});

describe.skipIf(!hasShared)('every Work Object of real ATT&CK (needs ../shared)', () => {
  it('names its object, and says something in each of its fields, within bounds', () => {
    const real = realCatalog();
    const faults = real.objects.flatMap((object) => {
      const reference = referTo(real, object, LINK);
      const details = detailEntity(real, object, reference, now);
      const labels = details.entity_payload.custom_fields?.map(({ label }) => label.replace(/ \(.*/, '').toLowerCase());
      // A technique's tactics stand among its facts.
      const told = object.kind === 'technique' ? [...(labels ?? []), 'tactics'] : labels;
      const missing = sectionsOf(real, object).filter(({ name }) => !told?.includes(name));
      return [
        ...lintEntity(previewEntity(real, object, reference, { now })),
        ...lintEntity(details),
        ...missing.map(({ name }) => `no ${name} of ${object.id}`),
      ];
    });
    expect(faults).toEqual([]);
  });
});

function previewOf(url: string) {
  return previewLink(url, { catalog }, { now, isPrivate: false })?.entity?.().entity_payload.custom_fields ?? [];
}
