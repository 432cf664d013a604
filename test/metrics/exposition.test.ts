import { describe, expect, it } from 'vitest';
import { readExposition } from '../fixtures/exposition.ts';

const HEAD = '# HELP a What it is\n# TYPE a gauge\n';
const HISTOGRAM = '# HELP h What it is\n# TYPE h histogram\n';

describe('the check of the text format', () => {
  it('reads names, labels with their escapes, and values of every form', () => {
    const families = readExposition(`${HEAD}a{b="c\\"d\\\\e\\n",f=""} 1.5e-3\na NaN\na{b="x"} +Inf 1700000000000\n`);
    expect(families.get('a')?.samples).toEqual([
      { name: 'a', labels: { b: 'c\\"d\\\\e\\n', f: '' }, value: 0.0015 },
      { name: 'a', labels: {}, value: Number.NaN },
      { name: 'a', labels: { b: 'x' }, value: Number.POSITIVE_INFINITY },
    ]);
  });

  it.each([
    ['a last line that does not end', `${HEAD}a 1`],
    ['a sample of no family', 'a 1\n'],
    ['a sample of another family', `${HEAD}b 1\n`],
    ['a family without help', '# TYPE a gauge\na 1\n'],
    ['a type that there is not', '# HELP a b\n# TYPE a number\n'],
    ['a type after a sample', `${HEAD}a 1\n# TYPE a gauge\n`],
    ['a family in two groups', `${HEAD}a 1\n# HELP b c\n# TYPE b gauge\n${HEAD}`],
    ['a sample twice', `${HEAD}a{b="c",d="e"} 1\na{d="e",b="c"} 2\n`],
    ['a label twice', `${HEAD}a{b="c",b="d"} 1\n`],
    ['a label that is reserved', `${HEAD}a{__b="c"} 1\n`],
    ['a quote that is not escaped', `${HEAD}a{b="c"d"} 1\n`],
    ['an escape that there is not', `${HEAD}a{b="\\t"} 1\n`],
    ['a value that is no number', `${HEAD}a one\n`],
    ['a counter below nothing', '# HELP a b\n# TYPE a counter\na -1\n'],
    ['a histogram without its sum', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_count 1\n`],
    ['a histogram that falls', `${HISTOGRAM}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`],
    ['a histogram without its end', `${HISTOGRAM}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`],
    ['a histogram that counts otherwise', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`],
  ])('finds %s', (_, text) => {
    expect(() => readExposition(text)).toThrow();
  });
});
