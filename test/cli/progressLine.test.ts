import { expect, test } from 'vitest';
import { createProgressLine, duration } from '../../src/cli/progressLine.ts';
import type { Progress } from '../../src/core/types.ts';

const at = (done: number, total = 100): Progress => ({
  phase: 'embed',
  done,
  total,
  rate: 12.4,
  secondsLeft: 7.2,
});

function watch(isTTY: boolean): {
  text: string[];
  clock: { now: number };
  line: ReturnType<typeof createProgressLine>;
} {
  const text: string[] = [];
  const clock = { now: 0 };
  const stderr = { isTTY, columns: 100, write: (part: string) => text.push(part) };
  return { text, clock, line: createProgressLine(stderr, () => clock.now) };
}

test('a terminal gets a bar with count, rate and time left, at most ten times a second', () => {
  const { text, clock, line } = watch(true);
  line.show(at(25));
  clock.now = 50;
  line.show(at(30));
  clock.now = 150;
  line.show(at(50));
  expect(text).toHaveLength(2);
  expect(text[0]).toContain('██████░░░░░░░░░░░░░░░░░░ 25 / 100   12/s   8 s left');
  expect(text[1]).toContain('50 / 100');
});

test('the end is always drawn, and clearing takes the bar away once', () => {
  const { text, line } = watch(true);
  line.show(at(99));
  line.show(at(100));
  line.clear();
  line.clear();
  expect(text).toHaveLength(3);
  expect(text[1]).toContain('100 / 100');
});

test('a log gets a plain line every ten seconds, and none for what is over sooner', () => {
  const { text, clock, line } = watch(false);
  line.show(at(1));
  clock.now = 9000;
  line.show(at(20));
  expect(text).toEqual([]);
  clock.now = 11_000;
  line.show(at(30));
  clock.now = 12_000;
  line.show(at(100));
  expect(text).toEqual(['Embedding 30 / 100   12/s   8 s left\n', 'Embedding 100 / 100   12/s\n']);
});

test.each([
  [0.2, '1 s'],
  [89, '89 s'],
  [600, '10 min'],
  [7200, '2.0 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
