import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { candidateIds, familyOf, isSafeBare, normalizeId, readAttackUrl, urlOf } from '../../src/attack/id.ts';

describe('normalizeId', () => {
  it.each([
    ['T1055', 'T1055'],
    ['t1055.012', 'T1055.012'],
    ['T1055/012', 'T1055.012'],
    ['ta0002', 'TA0002'],
    ['Det0100', 'DET0100'],
    ['dc0032', 'DC0032'],
    ['ds0009', 'DS0009'],
    ['an0001', 'AN0001'],
    ['a0001', 'A0001'],
    ['T0800.001', 'T0800.001'],
    [' (T1055), ', 'T1055'],
    ['"T1055.012".', 'T1055.012'],
    ['`t1055`', 'T1055'],
    ['*T1055*', 'T1055'],
    ['\u00a0T1055\u200b', 'T1055'],
  ])('reads %j as %s', (text, id) => {
    expect(normalizeId(text)).toBe(id);
  });

  it.each([
    '',
    'T105',
    'T10555',
    'T1055.12',
    'T1055.0123',
    'T1055.012.003',
    'T1055-2',
    'G0016.001',
    'TA0002.001',
    'X1055',
  ])('reads %j as no ID', (text) => {
    expect(normalizeId(text)).toBeUndefined();
  });

  it('reads nothing from prose, from several IDs or from a long text', () => {
    expect(normalizeId('see T1055')).toBeUndefined();
    expect(normalizeId('T1055 T1059')).toBeUndefined();
    expect(normalizeId(`T1055${' '.repeat(100_000)}x`)).toBeUndefined();
  });

  it('keeps to ASCII digits and letters', () => {
    expect(normalizeId('Ｔ１０５５')).toBeUndefined();
    expect(normalizeId('T１０５５')).toBeUndefined();
    expect(normalizeId('Т1055')).toBeUndefined(); // a Cyrillic letter
  });
});

describe('familyOf', () => {
  it('takes the longest prefix', () => {
    expect(['T1055.012', 'TA0002', 'DET0100', 'DC0032', 'DS0009', 'AN0001', 'A0001'].map(familyOf)).toEqual([
      'T',
      'TA',
      'DET',
      'DC',
      'DS',
      'AN',
      'A',
    ]);
  });

  it('knows no family for what is not in the normal form', () => {
    expect(familyOf('t1055')).toBeUndefined();
    expect(familyOf('T1055/012')).toBeUndefined();
  });
});

describe('isSafeBare', () => {
  it('trusts the families whose letters mean little else', () => {
    expect(['T1055', 'TA0002', 'DET0100', 'AN0001', 'DC0032', 'DS0009'].every(isSafeBare)).toBe(true);
    expect(['S0154', 'G0016', 'C0001', 'M1036', 'A0001', 'X0001'].some(isSafeBare)).toBe(false);
  });
});

describe('urlOf', () => {
  it('spells a page as the data does', () => {
    expect(urlOf('T1055.012')).toBe('https://attack.mitre.org/techniques/T1055/012');
    expect(urlOf('DS0009')).toBe('https://attack.mitre.org/datasources/DS0009');
  });

  it('finds an analytic on the page of its strategy and nowhere else', () => {
    expect(urlOf('AN0110', { strategy: 'DET0039' })).toBe(
      'https://attack.mitre.org/detectionstrategies/DET0039#AN0110',
    );
    expect(urlOf('AN0110')).toBeUndefined();
    expect(urlOf('AN0110', { strategy: 'T1055' })).toBeUndefined();
  });

  it('has no page for what is no ID', () => {
    expect(urlOf('enterprise')).toBeUndefined();
  });
});

describe('readAttackUrl', () => {
  it.each([
    ['https://attack.mitre.org/techniques/T1055', { id: 'T1055' }],
    ['https://attack.mitre.org/techniques/T1055/012/', { id: 'T1055.012' }],
    ['https://attack.mitre.org/techniques/T1055.012', { id: 'T1055.012' }],
    ['http://attack.mitre.org/techniques/T1055/?a=b&c#d', { id: 'T1055' }],
    ['HTTPS://ATTACK.MITRE.ORG/techniques/t1055', { id: 'T1055' }],
    ['https://attack.mitre.org:443/techniques/T1055', { id: 'T1055' }],
    ['attack.mitre.org/software/S0154', { id: 'S0154' }],
    ['hxxps://attack[.]mitre[.]org/groups/G0016', { id: 'G0016' }],
    ['https://attack.mitre.org/versions/v17/techniques/T1055/012/', { id: 'T1055.012', version: '17' }],
    ['https://attack.mitre.org/versions/v16.1/groups/G0016', { id: 'G0016', version: '16.1' }],
    ['https://attack.mitre.org/detectionstrategies/DET0508', { id: 'DET0508' }],
    ['https://attack.mitre.org/detectionstrategies/DET0508#AN1399', { id: 'AN1399' }],
    ['https://attack.mitre.org/detectionstrategies/DET0508/#an1399', { id: 'AN1399' }],
    ['https://attack.mitre.org/detectionstrategies/DET0508#analytics', { id: 'DET0508' }],
    ['https://attack.mitre.org/datasources/DS0009/#Process%20Creation', { id: 'DS0009' }],
    ['https://attack.mitre.org/wiki/Technique/T1055', { id: 'T1055' }],
    ['https://attack.mitre.org/wiki/Group/G0016', { id: 'G0016' }],
    ['https://attack.mitre.org/mobile/index.php/Technique/T1400', { id: 'T1400' }],
    ['https://collaborate.mitre.org/attackics/index.php/Software/S0017', { id: 'S0017' }],
    ['https://collaborate.mitre.org/attackics/index.php/Technique/T0800', { id: 'T0800' }],
  ])('reads %s', (url, address) => {
    expect(readAttackUrl(url)).toEqual(address);
  });

  it('translates the software numbers of the ICS wiki, which were its own', () => {
    expect(readAttackUrl('https://collaborate.mitre.org/attackics/index.php/Software/S0001')).toEqual({ id: 'S1004' });
  });

  it.each([
    ['an index page', 'https://attack.mitre.org/techniques/enterprise/'],
    ['a matrix', 'https://attack.mitre.org/matrices/enterprise/'],
    ['the start page', 'https://attack.mitre.org'],
    ['an index of a pinned release', 'https://attack.mitre.org/versions/v17/techniques/'],
    ['an old mitigation under its technique’s ID', 'https://attack.mitre.org/mitigations/T1066'],
    ['a wiki folder of another family', 'https://attack.mitre.org/wiki/Group/T1055'],
    ['an analytic that is not on a strategy’s page', 'https://attack.mitre.org/analytics/AN1399'],
    ['a sub-technique with two digits', 'https://attack.mitre.org/techniques/T1055/12'],
    ['a file below a page', 'https://attack.mitre.org/techniques/T1055/T1055-enterprise-layer.json'],
    ['another host', 'https://example.com/techniques/T1055'],
    ['a host that begins alike', 'https://attack.mitre.org.evil.com/techniques/T1055'],
    ['a host that ends alike', 'https://notattack.mitre.org/techniques/T1055'],
    ['a user before another host', 'https://attack.mitre.org@evil.com/techniques/T1055'],
    ['a user before the host', 'https://user@attack.mitre.org/techniques/T1055'],
    ['a backslash that some read as a slash', 'https://attack.mitre.org\\@evil.com/techniques/T1055'],
    ['another port', 'https://attack.mitre.org:8443/techniques/T1055'],
    ['another scheme', 'ftp://attack.mitre.org/techniques/T1055'],
    ['the address in another address', 'https://example.com/?u=https://attack.mitre.org/techniques/T1055'],
    ['a space', 'https://attack.mitre.org/techniques/T1055 x'],
    ['the ICS wiki’s folder on the main site', 'https://attack.mitre.org/attackics/index.php/Software/S0017'],
  ])('reads no object from %s', (_what, url) => {
    expect(readAttackUrl(url)).toBeUndefined();
  });
});

describe('candidateIds', () => {
  it('tries every family for four digits, techniques and software first', () => {
    const ids = candidateIds('1005');
    expect(ids.slice(0, 2)).toEqual(['T1005', 'S1005']);
    expect(ids).toHaveLength(11);
  });

  it('completes a sub-technique', () => {
    expect(candidateIds('1055.12')).toEqual(['T1055.012']);
    expect(candidateIds('1055/012')).toEqual(['T1055.012']);
  });

  it.each(['', '105', '10555', '1055.0123', '1055.', 'T1055'])('has no idea for %j', (text) => {
    expect(candidateIds(text)).toEqual([]);
  });
});

const feed = join(import.meta.dirname, '../../../shared/attack/attack-stix-data');

describe.skipIf(!existsSync(feed))('the published data (needs ../shared)', () => {
  it.each(['enterprise', 'mobile', 'ics'])(
    'names pages of %s as urlOf does, and readAttackUrl reads them back',
    (domain) => {
      for (const { id, url } of readReferences(domain)) {
        const address = readAttackUrl(url);
        // The 226 old mitigations carry a technique's ID on a page of mitigations.
        if (address === undefined) {
          expect(url).toMatch(/\/mitigations\/T\d{4}$/);
          continue;
        }
        expect(address).toEqual({ id });
        if (url.includes('//collaborate.mitre.org/')) continue;
        expect(urlOf(id, { strategy: /DET\d{4}/.exec(url)?.[0] ?? '' })).toBe(url);
      }
    },
  );
});

function readReferences(domain: string): { id: string; url: string }[] {
  const file = join(feed, `${domain}-attack/${domain}-attack-18.1.json.gz`);
  const bundle = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as {
    objects: { type: string; external_references?: { source_name: string; external_id?: string; url?: string }[] }[];
  };
  return bundle.objects
    .filter(({ type }) => type !== 'relationship' && type !== 'x-mitre-matrix')
    .flatMap(({ external_references = [] }) => external_references)
    .flatMap(({ source_name, external_id: id, url }) =>
      source_name.startsWith('mitre-') && source_name.endsWith('attack') && id !== undefined && url !== undefined
        ? [{ id, url }]
        : [],
    );
}
