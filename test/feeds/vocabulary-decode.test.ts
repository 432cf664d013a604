import { describe, expect, it } from 'vitest';
import { type Decoded, decodeVocabulary } from '../../src/feeds/vocabulary/decode.ts';
import { MAX_PHRASES, MAX_TEXT } from '../../src/feeds/vocabulary/phrase.ts';
import { type ZipFile, zip } from './zip.ts';

const ATOMIC = 'Tactic,Technique #,Technique Name,Test #,Test Name,Test GUID,Executor Name';
const NEVER = new AbortController().signal;

function decode(content: string | Buffer, signal = NEVER): Promise<Decoded> {
  return decodeVocabulary(Buffer.from(content), 'vocabulary', signal);
}

/** Such as `['odd thing → T1059,G0016']`. */
async function phrasesOf(content: string | Buffer): Promise<readonly string[]> {
  const { phrases } = await decode(content);
  return phrases.map(({ text, ids }) => `${text} → ${ids}`);
}

function rule(title: string, tags: readonly string[], more = ''): string {
  const list = tags.map((tag) => `    - ${tag}\n`).join('');
  return `title: ${title}\n${more}tags:\n${list}logsource:\n    product: any\ndetection:\n    condition: selection\n`;
}

describe('the index of Atomic Red Team', () => {
  it('gives the name of each test with its technique', async () => {
    const rows = [
      'execution,T1059.004,Unix Shell,1,Run a script of ours,guid,sh',
      'execution,T1059.004,Unix Shell,2,"Quoted, with ""marks"" in it",guid,bash',
    ];
    const decoded = await decode([ATOMIC, ...rows].join('\r\n'));
    expect(decoded).toMatchObject({
      kind: 'atomic',
      phrases: [
        { text: 'Run a script of ours', ids: ['T1059.004'] },
        { text: 'Quoted, with "marks" in it', ids: ['T1059.004'] },
      ],
    });
    expect(Object.values(decoded.skipped)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('has a test once, however many tactics it serves', async () => {
    const rows = ['persistence', 'execution'].map((tactic) => `${tactic},T1053,Name,1,Plan a job,guid,sh`);
    expect(await phrasesOf([ATOMIC, ...rows, 'execution,T1072,Name,1,Plan a job,guid,sh'].join('\n'))).toEqual([
      'Plan a job → T1053,T1072',
    ]);
  });

  it.each([
    ['in another order, with others between', 'New;Test Name;Technique #\n1;Plan a job;T1053'],
    ['in other letters, after a byte order mark', '\ufeff"TEST NAME","technique #"\nPlan a job,T1053'],
    ['with rows of other lengths', 'Test Name,Technique #,More\nPlan a job,T1053\nNothing\n'],
  ])('is known by its columns %s', async (_name, text) => {
    expect(await decode(text)).toMatchObject({ kind: 'atomic', phrases: [{ text: 'Plan a job', ids: ['T1053'] }] });
  });

  it('loses a broken row and no other', async () => {
    const rows = [
      'x,T1053,Name,1,"never closed,guid,sh',
      'x,T1053,Name,1,Plan a job,guid,sh',
      'x,none,Name,1,No ID,guid,sh',
    ];
    expect(await decode([ATOMIC, ...rows].join('\n'))).toMatchObject({
      phrases: [{ text: 'Plan a job' }],
      skipped: { malformed: 1, withoutId: 1 },
    });
  });
});

describe('Sigma rules', () => {
  it('give their titles with the IDs among their tags', async () => {
    const tags = [
      'attack.execution',
      'attack.t1059.001',
      'attack.G0016',
      'attack.s0154',
      'cve.2021-44228',
      'car.2016-04-005',
    ];
    expect(await decode(rule('Odd shell', tags, 'status: test\n'))).toMatchObject({
      kind: 'sigma',
      phrases: [{ text: 'Odd shell', ids: ['T1059.001', 'G0016', 'S0154'] }],
    });
  });

  it('may be many in one file, and a broken one spoils no other', async () => {
    const rules = [
      rule('First', ['attack.t1059']),
      'title: [never closed\ntags: []\n',
      rule('Second', ['attack.t1105']),
      'detection:\n    condition: x\n',
      rule('Tactic alone', ['attack.impact']),
    ];
    const decoded = await decode(`# a comment\n---\n${rules.join('---\n')}...\n`);
    expect(decoded.phrases.map(({ text }) => text)).toEqual(['First', 'Second']);
    expect(decoded.skipped).toMatchObject({ malformed: 1, untitled: 1, withoutId: 1 });
  });

  it.each([
    ['folded', 'title: >\n    Odd\n    shell\ntags:\n- attack.t1059\n'],
    ['quoted', `title: "Odd \\x73hell"\ntags: ['attack.t1059']\n`],
    ['with carriage returns', 'title: Odd shell\r\ntags:\r\n    - attack.t1059\r\n'],
    [
      'with carriage returns, and their tags before other keys',
      'title: Odd shell\r\ntags:\r\n    - attack.t1059\r\nlevel: low\r\n',
    ],
    ['with their title before other keys', 'tags: [attack.t1059]\r\ntitle: Odd shell\r\nlevel: low\r\n'],
    ['with nothing but carriage returns', 'title: Odd shell\rtags:\r    - attack.t1059\rlevel: low\r'],
    [
      'after a byte order mark',
      '\ufefftitle: Odd shell\r\n\r\ntags:\r\n\r\n    - "attack.t1059"\r\n\r\nlevel: low\r\n',
    ],
    ['with the title at the end', 'tags:\n    - attack.t1059\ntitle: Odd shell'],
    [
      'with a description that looks like keys',
      'description: |\n    tags: no\ntitle: Odd shell\ntags: [attack.t1059]\n',
    ],
  ])('are read %s', async (_name, text) => {
    expect(await phrasesOf(`${text}\nlogsource:\n    product: any\n`)).toEqual(['Odd shell → T1059']);
  });

  it.each(['deprecated', 'unsupported', 'Deprecated'])('that are %s are left out', async (status) => {
    const both = [rule('Old', ['attack.t1059'], `status: ${status}\n`), rule('New', ['attack.t1059'])];
    expect(await decode(both.join('---\n'))).toMatchObject({ phrases: [{ text: 'New' }], skipped: { retired: 1 } });
  });

  it('may list as many hashes as the largest that is published', async () => {
    const hashes = `detection:\n    selection:\n${`        - '${'0'.repeat(64)}'\n`.repeat(4000)}`;
    expect(await phrasesOf(`title: Odd driver\ntags: [attack.t1068]\n${hashes}`)).toEqual(['Odd driver → T1068']);
  });

  it('are not spoilt by what is wrong with the rest of them', async () => {
    const text = 'title: Odd shell\ntags: [attack.t1059]\ndetection:\n    a: *nowhere\n    b: [\n';
    expect(await phrasesOf(text)).toEqual(['Odd shell → T1059']);
  });
});

describe('line ends', () => {
  const ENDS = [
    ['line feeds', '\n'],
    ['carriage returns and line feeds', '\r\n'],
    ['carriage returns', '\r'],
    ['blank lines between', '\r\n \r\n'],
  ] as const;
  const atomic = [ATOMIC, 'x,T1053,Name,1,"Plan, a job",guid,sh', 'x,T1072,Name,1,Plan more,guid,sh'];
  const sigma = [rule('Plan, a job', ['attack.t1053']), rule('Plan more', ['attack.execution', 'attack.t1072'])];

  it.each(ENDS)('are %s in any format, after a byte order mark or not', async (_name, end) => {
    const rules = sigma.join('---\n').replaceAll('\n', end);
    const files = [
      atomic.join(end),
      rules,
      ['Plan, a job\tT1053', 'Plan more\t"T1072"'].join(end),
      ['"Plan, a job",T1053', 'Plan more, "T1072"'].join(end),
    ];
    const zipped = zip(
      sigma.map((content, n) => ({ name: `${n}.yml`, content: `\ufeff${content.replaceAll('\n', end)}` })),
    );
    for (const file of [...files, ...files.map((text) => `\ufeff${text}${end}`), zipped]) {
      expect(await phrasesOf(file)).toEqual(['Plan, a job → T1053', 'Plan more → T1072']);
    }
  });
});

describe('hostile YAML', () => {
  const good = rule('Good', ['attack.t1059']);

  it.each([
    ['aliases that would unfold to billions', bomb()],
    ['an alias for a tag', 'title: Bad\ntags: [&a attack.t1105, *a]\n'],
    ['keys that are no keys', 'title: {__proto__: {text: Bad}}\ntags: {__proto__: [attack.t1105]}\n'],
    ['a type of its own', 'title: !!js/function Bad\ntags: !!set {attack.t1105}\n'],
    ['nesting beyond the stack', `title: Bad\ntags: ${'['.repeat(16_000)}`],
    ['more than is parsed', `title: ${'Bad '.repeat(8000)}\ntags: [attack.t1105]\n`],
    ['more than is looked at', `title: Bad\ntags: [attack.t1105]\n${'#'.repeat(1024 * 1024)}`],
  ])('with %s gives little, quickly', async (_name, text) => {
    const start = performance.now();
    const phrases = await phrasesOf(`${text}\n---\n${good}`);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(phrases.filter((phrase) => !phrase.startsWith('Bad → T1105'))).toEqual(['Good → T1059']);
    expect({}).not.toHaveProperty('text');
  });

  function bomb(): string {
    const lists = Array.from({ length: 30 }, (_, n) => `    - &a${n + 1} [${`*a${n}, `.repeat(10)}]\n`).join('');
    return `title: Bad\ntags:\n    - &a0 attack.t1105\n${lists}`;
  }
});

describe('an archive of Sigma rules', () => {
  const good: ZipFile = { name: 'rules/good.yml', content: rule('Good', ['attack.t1059']) };

  it('gives what its rules give, in whatever folder', async () => {
    const files = [
      good,
      { name: 'rules\\windows\\more.YAML', content: rule('More', ['attack.t1105']) },
      { name: 'README.md', content: rule('No rule', ['attack.t1105']) },
      { name: 'rules/', content: '' },
    ];
    expect(await decode(zip(files))).toMatchObject({ kind: 'sigma', phrases: [{ text: 'Good' }, { text: 'More' }] });
  });

  it.each<[string, ZipFile, object]>([
    ['is larger than allowed', { name: 'a.yml', content: Buffer.alloc(1024 * 1024 + 1) }, { tooLarge: 1 }],
    [
      'unfolds to more than stated',
      { name: 'a.yml', content: Buffer.alloc(50_000_000), stated: 100 },
      { malformed: 1 },
    ],
    ['unfolds to less than stated', { name: 'a.yml', content: 'title: x', stated: 100 }, { malformed: 1 }],
    ['is packed in another way', { name: 'a.yml', content: 'title: x', method: 99 }, { malformed: 1 }],
    ['is encrypted', { name: 'a.yml', content: 'title: x', flags: 1 }, { malformed: 1 }],
    ['is no rule', { name: 'a.yml', content: 'on: push\n' }, { untitled: 1 }],
  ])('loses a file that %s, and no other', async (_name, file, skipped) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(await decode(zip([file, good]))).toMatchObject({ phrases: [{ text: 'Good' }], skipped });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
  });

  it.each<[string, Buffer, string]>([
    ['leads out of it', zip([{ ...good, name: '../../good.yml' }]), 'is no zip archive that can be trusted'],
    ['is absolute', zip([{ ...good, name: '/etc/good.yml' }]), 'is no zip archive that can be trusted'],
    ['names a drive', zip([{ ...good, name: 'C:\\good.yml' }]), 'is no zip archive that can be trusted'],
  ])('is refused when a name of its files %s', async (_name, bytes, problem) => {
    await expect(decode(bytes)).rejects.toMatchObject({ name: 'FeedError', problem });
  });

  it.each<[string, () => Buffer, string]>([
    ['is cut short', () => zip([good]).subarray(0, -10), 'is no zip archive that can be trusted'],
    ['has garbage for a directory', () => garble(zip([good])), 'is no zip archive that can be trusted'],
    ['has nothing in it', () => zip([]), 'holds no Sigma rule in use with an ATT&CK ID'],
    [
      'holds too many files',
      () => zip(Array(20_001).fill({ name: 'a', content: '' })),
      'holds more than the 20000 files',
    ],
    [
      'is a bomb',
      () => zip(Array(65).fill({ name: 'a.yml', content: Buffer.alloc(1024 * 1024) })),
      'unfolds to more than',
    ],
  ])('is refused when it %s', async (_name, make, problem) => {
    await expect(decode(make())).rejects.toMatchObject({
      name: 'FeedError',
      problem: expect.stringContaining(problem),
    });
  });

  function garble(bytes: Buffer): Buffer {
    const at = bytes.indexOf('PK\x01\x02');
    return Buffer.from(bytes).fill(0xff, at, at + 4);
  }
});

describe('an organisation’s own words', () => {
  it('are lines of a phrase, a tab and IDs', async () => {
    expect(await decode('phrase\tids\ncrown jewels job\tT1053, G0016\n\n"as it is"\tt1059/001\r\n')).toMatchObject({
      kind: 'pairs',
      phrases: [
        { text: 'crown jewels job', ids: ['T1053', 'G0016'] },
        { text: '"as it is"', ids: ['T1059.001'] },
      ],
      skipped: { withoutId: 1 },
    });
  });

  it('may have commas instead, and quotes around them', async () => {
    expect(await phrasesOf('plan a job,"T1053,T1072"\n"jobs, many",T1053\nplain,T1053,T1059\n')).toEqual([
      'plan a job → T1053,T1072',
      'jobs, many → T1053',
      'plain → T1053,T1059',
    ]);
  });

  it.each([
    ['after a gap', 'plan a job, "T1053, T1072"\n'],
    ['beside a tab, as spreadsheets write it', 'plan a job\t"T1053, T1072"\r\n'],
  ])('may have quotes around their IDs %s', async (_name, text) => {
    expect(await phrasesOf(text)).toEqual(['plan a job → T1053,T1072']);
  });
});

describe('a phrase', () => {
  it.each([
    ['loses what cannot be seen', 'plan\u0000 a\u202e \u001b[31mjob\u200b', 'plan a [31mjob'],
    ['has one space for any gap', ' plan\u00a0\u3000a \u2028 job ', 'plan a job'],
    ['keeps its accents and its emoji', 'plän 💣 作業', 'plän 💣 作業'],
  ])('%s', async (_name, title, text) => {
    const yaml = rule(JSON.stringify(title), ['attack.t1053']);
    expect((await decode(zip([{ name: 'a.yml', content: yaml }]))).phrases).toEqual([{ text, ids: ['T1053'] }]);
  });

  it('is cut at its limit, and not through a character', async () => {
    const [cut] = (await decode(`${'x'.repeat(MAX_TEXT - 1)}💣 and so on\tT1053`)).phrases;
    expect(cut?.text).toBe('x'.repeat(MAX_TEXT - 1));
    const [long] = (await decode(`${'x'.repeat(10_000)}\tT1053`)).phrases;
    expect(long?.text).toHaveLength(MAX_TEXT);
  });

  it('has a letter or a digit, and at most twenty IDs', async () => {
    const ids = Array.from({ length: 50 }, (_, n) => `T10${n + 10}`).join(',');
    const decoded = await decode(`→ !\tT1053\nall of it\t${ids}\n`);
    expect(decoded.skipped.untitled).toBe(1);
    expect(decoded.phrases).toHaveLength(1);
    expect(decoded.phrases[0]?.ids).toHaveLength(20);
  });

  it('is one of 50,000', async () => {
    const decoded = await decode(Array.from({ length: MAX_PHRASES + 7 }, (_, n) => `job ${n}\tT1053\n`).join(''));
    expect(decoded.phrases).toHaveLength(MAX_PHRASES);
    expect(decoded.skipped.beyondLimit).toBe(7);
  });
});

describe('what is no vocabulary', () => {
  it.each([
    ['nothing', '', 'holds no vocabulary'],
    ['prose', 'Dear all,\nthere is nothing here.\n', 'holds no vocabulary'],
    ['a web page', '\n<!DOCTYPE html>\n<p>T1053,T1059</p>', 'is a web page: give the address of the file itself'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), 'is neither text in UTF-8 nor a zip archive'],
    ['an index without tests', ATOMIC, 'holds no test with an ATT&CK ID'],
    ['retired rules', rule('Old', ['attack.t1059'], 'status: deprecated\n'), 'holds no Sigma rule in use'],
    ['a line of a megabyte', `${'x'.repeat(1_000_000)}\tT1053`, 'holds no vocabulary'],
  ])('such as %s, is refused', async (_name, content, problem) => {
    await expect(decode(content)).rejects.toMatchObject({
      name: 'FeedError',
      problem: expect.stringContaining(problem),
    });
  });

  it('and is endless, is given up at the signal, which the event loop can give', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    setTimeout(() => controller.abort(reason), 20);
    await expect(decode('\n'.repeat(30_000_000), controller.signal)).rejects.toBe(reason);
  });
});
