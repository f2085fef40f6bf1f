import { expect, test } from 'vitest';
import { picksTable } from '../../src/cli/picksTable.ts';

const pick = (path: string, text: string) => ({ index: 0, path, score: 0.123456, reason: { text } });

test('one line per pick, in columns', () => {
  const table = picksTable([pick('a.jpg', 'Typical.'), pick('long/name.jpg', 'Far.')], 80);
  expect(table.split('\n')).toEqual([
    '#  image           score  why',
    '1  a.jpg          0.1235  Typical.',
    '2  long/name.jpg  0.1235  Far.',
  ]);
});

test('a control character in a file name does not reach the terminal', () => {
  expect(picksTable([pick('a\u001b[31m.jpg', 'x')], 80)).toContain('a?[31m.jpg');
});

test('a long name keeps its end, and a long reason its beginning', () => {
  const [, line] = picksTable([pick(`${'x'.repeat(100)}/end.jpg`, 'y'.repeat(200))], 100).split('\n');
  expect(line).toContain('x/end.jpg');
  expect(line).toHaveLength(100);
});
