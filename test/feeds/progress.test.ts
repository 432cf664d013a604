import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgressBar } from '../../src/feeds/progress.ts';

const ADDRESS = 'https://feed.example';

/** A terminal's stream as far as a bar needs it, keeping what is written. */
function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream;
  return { stream, text: () => String((stream as unknown as PassThrough).read() ?? '') };
}

describe('a download', () => {
  it('is shown on a terminal with its domain, a bar and its size', () => {
    const { stream, text } = terminal(true);
    const bar = createProgressBar(stream);
    bar.show({ domain: 'enterprise', address: ADDRESS, received: 0, total: 8_600_000 });
    bar.show({ domain: 'enterprise', address: ADDRESS, received: 4_300_000, total: 8_600_000 });
    bar.clear();
    expect(text()).toMatch(/enterprise [=-]+ 4\.3 MB/);
  });

  it('of unknown size is shown without a bar', () => {
    const { stream, text } = terminal(true);
    const bar = createProgressBar(stream);
    bar.show({ domain: 'ics', address: ADDRESS, received: 0, total: undefined });
    bar.show({ domain: 'ics', address: ADDRESS, received: 500_000, total: undefined });
    bar.clear();
    expect(text()).toMatch(/ics 0\.5 MB/);
  });

  it('is not shown where no one watches', () => {
    const { stream, text } = terminal(false);
    const bar = createProgressBar(stream);
    bar.show({ domain: 'ics', address: ADDRESS, received: 0, total: 100 });
    bar.show({ domain: 'ics', address: ADDRESS, received: 100, total: 100 });
    bar.clear();
    expect(text()).toBe('');
  });
});
