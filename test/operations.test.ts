import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type Family, readExposition } from './fixtures/exposition.ts';
import { type AtEnd, startProcess } from './fixtures/process.ts';

interface Alert {
  readonly alert: string;
  readonly expr: string;
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[];
}

const DOCS = join(import.meta.dirname, '../docs');
const operations = readDoc('operations.md');
const alerts = (parse(readDoc('alerts.yml')) as { groups: { rules: Alert[] }[] }).groups.flatMap(({ rules }) => rules);
const dashboard = JSON.parse(readDoc('grafana-dashboard.json')) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
};
const charts = dashboard.panels.filter(({ type }) => type !== 'row');
const queries = charts.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** What Grafana fills in. */
const CHOSEN = /^\$\{datasource\}$/;

/** `up` is Prometheus's own. */
const METRIC = /\b(?:attack_bot|nodejs|process)_[a-z0-9_]+\b/g;

describe('what operators are given', () => {
  let families: ReadonlyMap<string, Family>;
  beforeAll(async () => {
    families = await scrapeOnce();
  });

  it.each([
    ['the document', [operations]],
    ['the alerts', alerts.map(({ expr }) => expr)],
    ['the dashboard', queries],
  ])('names in %s only metrics that a real scrape has', (_, texts) => {
    const names = texts.flatMap((text) => text.match(METRIC) ?? []);
    expect(names.length).toBeGreaterThan(15);
    expect([...new Set(names)].filter((name) => !families.has(familyOf(name, families)))).toEqual([]);
  });

  it('documents every metric of the bot’s own', () => {
    const own = [...families.keys()].filter((name) => name.startsWith('attack_bot_'));
    expect(own.length).toBeGreaterThan(15);
    expect(own.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });

  it('alarms nobody for what another program of the same Prometheus does', () => {
    const foreign = alerts.filter(({ expr }) => /\b(?:nodejs|process)_\w+(?!\w|\{job="attack-bot")/.test(expr));
    expect(foreign).toEqual([]);
    expect(dashboard.templating.list.find(({ name }) => name === 'instance')).not.toHaveProperty('allValue');
  });

  it('explains every alert under its name, and no other', () => {
    const explained = [...operations.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(explained).toEqual(alerts.map(({ alert }) => alert));
  });

  it('quotes lines of the log that there are', () => {
    const sources = readSources();
    const quoted = operations.match(
      /`(?:Slack refuses the socket|Slack cannot|the s|a feed|an answer|ATT&CK is|the copy)[^`…]*/g,
    );
    expect(quoted?.length).toBeGreaterThan(8);
    for (const text of quoted ?? []) expect(sources).toContain(text.slice(1).replace(/\s+/g, ' ').trim());
  });
});

describe('the dashboard', () => {
  it('takes its data from a source that is chosen at the import', () => {
    expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['instance', 'query'],
    ]);
    for (const { datasource, targets = [] } of charts) {
      expect(datasource?.uid).toMatch(CHOSEN);
      for (const target of targets) expect(target.datasource.uid).toMatch(CHOSEN);
    }
    for (const query of queries) expect(query).toContain('instance=~"$instance"');
  });

  it('has panels with ids and titles of their own, none on top of another', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});

describe.skipIf(!hasPromtool)('for Prometheus (needs promtool)', () => {
  it('the alerts are rules', () => {
    expect(checkRules(readDoc('alerts.yml'))).toEqual({ status: 0, stderr: '' });
  });

  it('the dashboard’s queries are such, with Grafana’s variables filled in', () => {
    const rules = queries.map((query, at) => ({
      record: `query:${at}`,
      expr: query.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*'),
    }));
    expect(checkRules(JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))).toEqual({ status: 0, stderr: '' });
  });

  it('each alert fires on what it is for, and on nothing that is well', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'alerts.test.yml'], {
      cwd: join(import.meta.dirname, 'fixtures'),
      encoding: 'utf8',
    });
    expect(stdout + stderr).toContain('SUCCESS');
    expect(status).toBe(0);
    const tested = new Set(readFixture('alerts.test.yml').match(/(?<=alertname: )\w+/g));
    expect(alerts.map(({ alert }) => alert).filter((alert) => !tested.has(alert))).toEqual([]);
  });
});

async function scrapeOnce(): Promise<ReadonlyMap<string, Family>> {
  const ends: (() => Promise<void>)[] = [];
  const atEnd: AtEnd = (end) => void ends.push(end);
  try {
    const bot = await startProcess({ METRICS_PUBLIC: 'on' }, atEnd);
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    return readExposition(await (await fetch(`${origin}/metrics`)).text());
  } finally {
    for (const end of ends) await end();
  }
}

/** `…_bucket`, `…_sum` and `…_count` are parts of a histogram; a family may be called so, too. */
function familyOf(name: string, families: ReadonlyMap<string, Family>): string {
  const whole = name.replace(/_(?:bucket|sum|count)$/, '');
  return families.get(whole)?.type === 'histogram' ? whole : name;
}

function checkRules(text: string): { readonly status: number | null; readonly stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'attack-bot-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'rules.yml');
  writeFileSync(path, text);
  const { status, stderr } = spawnSync('promtool', ['check', 'rules', path], { encoding: 'utf8' });
  return { status, stderr };
}

function readSources(): string {
  const src = join(DOCS, '../src');
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return paths.map((path) => readFileSync(join(src, path), 'utf8')).join('\n');
}

function readDoc(name: string): string {
  return readFileSync(join(DOCS, name), 'utf8');
}

function readFixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
}
