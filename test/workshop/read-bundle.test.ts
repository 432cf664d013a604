import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../../src/attack/decode.ts';
import { hashContent } from '../../src/feeds/content.ts';
import { type Packed, readBundle } from '../../src/workshop/read-bundle.ts';
import { createFolder } from '../feeds/loopback.ts';
import { bundle20, bundle21 } from '../fixtures/bundle.ts';
import { hasShared, readRealText, realBundle } from '../fixtures/shared.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';

const BUNDLE = bundle21(SMALL_ATTACK, '18.1');

function pack(content: string | Buffer): Packed {
  return { kind: 'bytes', packed: gzipSync(content) };
}

describe('a bundle that is read object by object', () => {
  it.each([
    ['as it is published', JSON.stringify(BUNDLE, null, 4)],
    ['without whitespace', JSON.stringify(BUNDLE)],
    ['in the form of STIX 2.0', JSON.stringify(bundle20(SMALL_ATTACK))],
    ['with its objects first', JSON.stringify({ objects: BUNDLE.objects, type: 'bundle' })],
    ['behind a byte order mark', `\uFEFF${JSON.stringify(BUNDLE)}`],
    ['with its key in escapes', JSON.stringify(BUNDLE).replace('"objects"', '"\\u006fbjects"')],
  ])('%s, is what it is when it is parsed whole', async (_name, text) => {
    expect(await readBundle('enterprise', pack(text))).toEqual(
      decodeBundle(JSON.parse(text.replace('\uFEFF', '')), 'enterprise'),
    );
  });

  it('comes from a file whose bytes are those that are expected', async () => {
    const path = join(await createFolder(), 'bundle.json.gz');
    const text = Buffer.from(JSON.stringify(BUNDLE));
    await writeFile(path, gzipSync(text));
    const read = (sha256: string) => readBundle('enterprise', { kind: 'file', path, sha256 });
    expect((await read(hashContent(text))).release).toBe('18.1');
    await expect(read('another')).rejects.toMatchObject({ name: 'BundleError', fault: 'is damaged' });
  });

  it.each<[string, Packed, string]>([
    ['no JSON', pack('<html>'), 'holds no JSON'],
    ['a bundle that is cut', pack(JSON.stringify(BUNDLE).slice(0, -9)), 'holds no JSON'],
    ['another JSON', pack('[]'), 'is not a JSON object'],
    ['objects that are no list', pack('{"objects":{}}'), 'has no list of objects'],
    ['nothing but brackets', pack('['.repeat(2_000_001)), 'more than the 2000000 objects and lists'],
    ['no technique', pack('{"objects":[]}'), 'holds no technique'],
    ['no gzip', { kind: 'bytes', packed: new Uint8Array([1, 2, 3]) }, 'does not unpack'],
    ['nothing', { kind: 'bytes', packed: new Uint8Array() }, 'does not unpack'],
    ['a cut gzip', { kind: 'bytes', packed: gzipSync('{"objects":[]}').subarray(0, 20) }, 'does not unpack'],
    ['a bomb', pack(Buffer.alloc(130 * 1024 * 1024, ' ')), 'does not unpack'],
    ['no file', { kind: 'file', path: '/nowhere', sha256: '' }, 'is missing'],
    ['a folder', { kind: 'file', path: '/', sha256: '' }, 'cannot be read (EISDIR)'],
  ])('is refused where it is %s', async (_name, from, fault) => {
    await expect(readBundle('ics', from)).rejects.toMatchObject({
      name: 'BundleError',
      domain: 'ics',
      fault: expect.stringContaining(fault),
    });
  });
});

describe.skipIf(!hasShared)('the real bundles, read object by object (needs ../shared)', () => {
  it.each([
    ['enterprise', '18.1', '2.1'],
    ['mobile', '18.1', '2.0'],
    ['ics', '17.1', '2.1'],
  ] as const)(
    'are what they are when they are parsed whole: %s %s as STIX %s',
    async (domain, release, form) => {
      const read = await readBundle(domain, pack(readRealText(domain, release, form)));
      expect(read).toEqual(realBundle(domain, release, form));
    },
    60_000,
  );
});
