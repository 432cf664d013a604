import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Path from the repository's root, such as `src/attack/id.ts` → its text. */
type Files = ReadonlyMap<string, string>;

interface Import {
  readonly target: string;
  /** `type` leaves no trace at run time; a list that marks only its names with `type` does, by verbatimModuleSyntax. */
  readonly kind: 'value' | 'type' | 'dynamic';
}

interface Rule {
  /** Parts of the program, by folder or file. */
  readonly parts?: readonly string[];
  readonly typesOf?: readonly string[];
  /** `node:` stands for all that Node brings. */
  readonly packages?: readonly string[];
  readonly packageTypes?: readonly string[];
  /** What may be missing at run time. */
  readonly optional?: readonly string[];
}

const RULES: Readonly<Record<string, Rule>> = {
  attack: { packages: ['zod'] },
  search: { parts: ['attack', 'lazy'], packages: ['diff', 'fuse.js', 'stemmer'] },
  compact: { parts: ['attack', 'search'] },
  reply: { parts: ['attack', 'lazy', 'search'], packageTypes: ['@slack/types'] },
  feeds: {
    parts: ['attack', 'lazy'],
    packages: ['node:', 'undici', 'zod', 'cli-progress', 'csv-parse', 'yaml', 'yauzl'],
  },
  slack: {
    parts: ['lazy', 'reply', 'request'],
    typesOf: ['search', 'log', 'metrics', 'store'],
    packages: ['node:', '@slack/bolt', '@slack/web-api', 'node-cache', 'undici'],
  },
  sandbox: {
    packages: [
      'node:',
      'ajv',
      'react',
      'react-dom',
      'slack-blocks-to-jsx',
      'ts-json-schema-generator',
      'ws',
      'yaml',
      'zod',
    ],
    packageTypes: ['@slack/types'],
    optional: ['esbuild'],
  },
  api: {
    parts: ['attack', 'search', 'bearer', 'request'],
    typesOf: ['config', 'door', 'kit', 'log', 'metrics'],
    packages: ['node:', '@hono/node-server', '@hono/zod-openapi', 'hono', 'node-cache', 'rate-limiter-flexible'],
  },
  store: {
    parts: ['attack', 'reply'],
    typesOf: ['log'],
    packages: ['node:', 'zod'],
    packageTypes: ['@slack/types'],
  },
  announce: { parts: ['attack', 'search', 'reply'], typesOf: ['log', 'metrics', 'store'], packages: ['node:'] },
  clock: { packages: ['node:'] },
  lazy: {},
  heap: { packages: ['node:'] },
  kit: {
    parts: ['comparisons', 'releases', 'store'],
    typesOf: ['attack', 'feeds', 'log', 'metrics', 'search', 'workshop'],
  },
  workshop: { parts: ['attack', 'search', 'compact'], typesOf: ['metrics'], packages: ['node:'] },
  worker: { parts: ['feeds', 'workshop'], packages: ['node:'] },
  refresh: {
    parts: ['attack', 'search', 'compact', 'feeds', 'clock'],
    typesOf: ['log', 'workshop'],
    packages: ['node:'],
  },
  releases: {
    parts: ['attack', 'search', 'compact', 'feeds'],
    typesOf: ['log', 'metrics', 'workshop'],
    packages: ['node:'],
  },
  export: {
    parts: ['api', 'attack', 'compact', 'config', 'feeds', 'search', 'workshop'],
    packages: ['node:'],
  },
  comparisons: { parts: ['attack', 'search'], typesOf: ['metrics'], packages: ['node:'] },
  config: { parts: ['attack', 'data-dir'], packages: ['zod'] },
  'data-dir': {},
  metrics: {
    parts: ['bearer'],
    typesOf: ['attack', 'config', 'door', 'log', 'request', 'search'],
    packages: ['node:', 'prom-client'],
  },
  request: { packages: ['node:'] },
  log: { parts: ['request'], packages: ['pino'], optional: ['pino-pretty'] },
  bearer: { packages: ['node:'] },
  door: { packages: ['node:'] },
  main: { parts: ['bot', 'data-dir'], packages: ['node:'] },
  bot: {
    parts: [
      'api',
      'announce',
      'attack',
      'config',
      'door',
      'feeds',
      'heap',
      'kit',
      'lazy',
      'log',
      'metrics',
      'refresh',
      'reply',
      'search',
      'slack',
      'store',
      'workshop',
    ],
    packages: ['node:'],
    optional: ['sandbox'],
  },
};

/** The folders of slack/, each of which imports from those behind it; its listeners stand above them all. */
const FLOW = ['modal', 'errand', 'settings', 'door', 'out', 'read'];

/** What is started, and so what the environment is said to. */
const PROGRAMS: ReadonlySet<string> = new Set(['src/main.ts', 'src/export.ts']);

const MOST_LINES = 300;
const VAGUE_NAME = /^(?:utils?|helpers?|common)$/;

const ROOT = join(import.meta.dirname, '..');

describe('the architecture', () => {
  const files = readSources('src');

  it('is that of the table', () => {
    expect(files.size).toBeGreaterThan(100);
    expect(findViolations(files)).toEqual([]);
  });

  it('has no cycle of imports', () => {
    expect(findCycles(files)).toEqual([]);
  });

  it('flows one way in slack/', () => {
    expect(findUpstream(files)).toEqual([]);
  });

  it('declares as dependencies what runs without the sandbox, and nothing else', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(Object.keys(dependencies).sort()).toEqual(findPackages(files));
  });
});

describe('the check of the architecture', () => {
  it.each([
    ['a part that the table does not allow', 'src/attack/a.ts', "import { find } from '../search/b.ts';"],
    ['the value of a part of which only types are allowed', 'src/slack/a.ts', "import { find } from '../search/b.ts';"],
    ['a name of that part marked as a type in a list', 'src/slack/a.ts', "import { type Find } from '../search/b.ts';"],
    ['a list over several lines', 'src/attack/a.ts', "import {\n  find,\n  type Hit,\n} from '../search/b.ts';"],
    ['an export of what another part has', 'src/attack/a.ts', "export { find } from '../search/b.ts';"],
    ['an export of all that another part has', 'src/attack/a.ts', "export * from '../search/b.ts';"],
    ['an import for its effect', 'src/attack/a.ts', "import '../search/b.ts';"],
    ['an import at run time', 'src/attack/a.ts', "const b = await import('../search/b.ts');"],
    ['an import whose target is not written down', 'src/attack/a.ts', 'const b = await import(path);'],
    ['a require', 'src/attack/a.ts', "const b = require('fuse.js');"],
    ['a file beyond src', 'src/attack/a.ts', "import { shared } from '../../test/shared.ts';"],
    ['a package that is not allowed', 'src/reply/a.ts', "import Fuse from 'fuse.js';"],
    ['the value of a package of types', 'src/reply/a.ts', "import { Block } from '@slack/types';"],
    ['a part of a package that is not allowed', 'src/reply/a.ts', "import { parse } from 'yaml/util';"],
    ['what Node brings, in a pure part', 'src/search/a.ts', "import { join } from 'node:path';"],
    ['the sandbox, needed at the start', 'src/bot.ts', "import { open } from './sandbox/open.ts';"],
    ['what may be missing, needed at the start', 'src/log.ts', "import pretty from 'pino-pretty';"],
    ['a part that the table does not know', 'src/shop/a.ts', ''],
    ['a default export', 'src/attack/a.ts', 'export default function find() {}'],
    ['a default export by another name', 'src/attack/a.ts', 'export { find as default };'],
    ['a barrel', 'src/attack/index.ts', ''],
    ['a folder with a vague name', 'src/attack/utils/a.ts', ''],
    ['a file with a vague name', 'src/attack/helper.ts', ''],
    ['a long file', 'src/attack/a.ts', 'a;\n'.repeat(MOST_LINES + 1)],
    ['the environment', 'src/attack/a.ts', 'const level = process.env.LOG_LEVEL;'],
    ['the environment in brackets', 'src/attack/a.ts', 'const { env } = process;'],
  ])('finds %s', (_, path, text) => {
    expect(findViolations(new Map([[path, text]]))).toHaveLength(1);
  });

  it.each([
    ['types of a part', 'src/slack/a.ts', "import type { Find } from '../search/b.ts';"],
    ['exported types of a part', 'src/slack/a.ts', "export type { Find } from '../search/b.ts';"],
    ['its own part', 'src/sandbox/page/a.ts', "import { b } from '../lint/b.ts';"],
    ['what may be missing, at run time', 'src/log.ts', "const { pretty } = await import('pino-pretty');"],
    ['a part of a package', 'src/sandbox/a.ts', "import { createRoot } from 'react-dom/client';"],
    ['a file of just the length', 'src/attack/a.ts', 'a;\n'.repeat(MOST_LINES)],
    ['the environment in main.ts', 'src/main.ts', 'readConfig(process.env);'],
  ])('allows %s', (_, path, text) => {
    expect(findViolations(new Map([[path, text]]))).toEqual([]);
  });

  it('finds a cycle, but none of types or of what is loaded at run time', () => {
    const ring = (last: string) =>
      new Map([
        ['src/a/a.ts', "import { b } from './b.ts';"],
        ['src/a/b.ts', "export { c } from '../c/c.ts';"],
        ['src/c/c.ts', last],
      ]);
    expect(findCycles(ring("import { a } from '../a/a.ts';"))).toEqual([
      'src/a/a.ts → src/a/b.ts → src/c/c.ts → src/a/a.ts',
    ]);
    expect(findCycles(ring("import type { A } from '../a/a.ts';"))).toEqual([]);
    expect(findCycles(ring("const { a } = await import('../a/a.ts');"))).toEqual([]);
  });

  it('finds what flows back in slack/, and a folder that it does not know', () => {
    const back = new Map([
      ['src/slack/out/a.ts', "import { b } from '../modal/b.ts';"],
      ['src/slack/modal/b.ts', "import { c } from '../out/c.ts';\nimport { d } from '../d.ts';"],
      ['src/slack/shop/c.ts', ''],
    ]);
    expect(findUpstream(back)).toEqual(['src/slack/out/a.ts imports ../modal/b.ts', 'src/slack/shop/c.ts is nowhere']);
  });

  it('counts a package once, by its own name, and leaves out what may be missing and the sandbox', () => {
    const files = new Map([
      ['src/slack/a.ts', "import type { App } from '@slack/bolt/dist/App';\nimport { b } from 'node-cache';"],
      ['src/slack/b.ts', "import NodeCache from 'node-cache';\nimport { join } from 'node:path';"],
      ['src/sandbox/c.ts', "import { parse } from 'yaml';"],
      ['src/log.ts', "const pretty = await import('pino-pretty');"],
    ]);
    expect(findPackages(files)).toEqual(['@slack/bolt', 'node-cache']);
  });
});

function findViolations(files: Files): readonly string[] {
  return [...files].flatMap(([path, text]) => [
    ...readImports(text).flatMap((one) => (isAllowed(path, one) ? [] : `${path} imports ${one.target} (${one.kind})`)),
    ...(partOf(path) in RULES ? [] : [`${path} is of no part that the table knows`]),
    ...(/^export default\b|^export \{[^}]*\bas default\b/m.test(text) ? [`${path} has a default export`] : []),
    ...(/(?:^|\/)index\.tsx?$/.test(path) ? [`${path} is a barrel`] : []),
    ...(path.split(/[/.]/).some((name) => VAGUE_NAME.test(name)) ? [`${path} has a vague name`] : []),
    ...(countLines(text) > MOST_LINES ? [`${path} has ${countLines(text)} lines`] : []),
    ...(!PROGRAMS.has(path) && /(?<!['"])\bprocess\.env\b|\benv\b.*= process\b/.test(text)
      ? [`${path} reads the environment`]
      : []),
  ]);
}

function isAllowed(path: string, { target, kind }: Import): boolean {
  const part = partOf(path);
  const { parts = [], typesOf = [], packages = [], packageTypes = [], optional = [] } = RULES[part] ?? {};
  const file = resolve(path, target);
  if (file !== undefined && !file.startsWith('src/')) return false;
  const name = file === undefined ? packageOf(target) : partOf(file);
  const always = file === undefined ? packages : [part, ...parts];
  const asType = file === undefined ? packageTypes : typesOf;
  return (
    always.includes(name) ||
    (kind === 'type' && asType.includes(name)) ||
    (kind === 'dynamic' && optional.includes(name))
  );
}

/** Every package that is needed where there is no sandbox, once, sorted. */
function findPackages(files: Files): readonly string[] {
  const outside = [...files].filter(([path]) => partOf(path) !== 'sandbox');
  const names = outside.flatMap(([path, text]) =>
    readImports(text)
      .filter(({ target }) => resolve(path, target) === undefined && !RULES[partOf(path)]?.optional?.includes(target))
      .map(({ target }) => packageOf(target)),
  );
  return [...new Set(names)].filter((name) => name !== 'node:').sort();
}

/** Each cycle once, from the file that is first in the list. */
function findCycles(files: Files): readonly string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start !== -1) cycles.push([...way.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const { target, kind } of readImports(files.get(path) ?? '')) {
      const file = resolve(path, target);
      if (kind === 'value' && file !== undefined) visit(file, [...way, path]);
    }
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return cycles;
}

/** What stands in a folder of slack/ and imports from one before it. */
function findUpstream(files: Files): readonly string[] {
  const placeOf = (path: string) => FLOW.indexOf(path.split('/')[2] ?? '');
  const isInFolder = (path: string) => /^src\/slack\/[^/]+\//.test(path);
  return [...files].flatMap(([path, text]) => {
    if (!isInFolder(path)) return [];
    if (placeOf(path) === -1) return [`${path} is nowhere`];
    return readImports(text).flatMap(({ target }) => {
      const file = resolve(path, target);
      const isBack = file !== undefined && isInFolder(file) && placeOf(file) < placeOf(path);
      return isBack ? [`${path} imports ${target}`] : [];
    });
  });
}

/** Relies on what the formatter guarantees: a statement begins its line, and none shares one. */
function readImports(text: string): readonly Import[] {
  const statements = text.matchAll(
    /^(?:import\s+|(?:import|export)(\s+type)?\s+(?!from\b)[\w$*,{}\s]+?\sfrom\s+)['"]([^'"\n]+)['"]/gm,
  );
  const calls = text.matchAll(/\b(?:import|require)\(\s*(?:['"]([^'"\n]+)['"]\s*[,)])?/g);
  return [
    ...[...statements].map(([, type, target = '']): Import => ({ target, kind: type ? 'type' : 'value' })),
    ...[...calls].map(([, target = 'what is not written down']): Import => ({ target, kind: 'dynamic' })),
  ];
}

/** The file that a relative import names; undefined for a package. */
function resolve(path: string, target: string): string | undefined {
  return target.startsWith('.') ? posix.join(posix.dirname(path), target) : undefined;
}

/** `src/attack/id.ts` → `attack`, `src/main.ts` → `main`. */
function partOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

/** `react-dom/client` → `react-dom`, `@slack/bolt/dist/App` → `@slack/bolt`, `node:path` → `node:`. */
function packageOf(target: string): string {
  return /^node:|^@[^/]+\/[^/]+|^[^/]+/.exec(target)?.[0] ?? target;
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Everything that is written by hand. */
function readSources(folder: string): Files {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  const sources = paths.filter((path) => /\.(?:tsx?|css)$/.test(path)).map((path) => posix.join(folder, path));
  return new Map(sources.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}
