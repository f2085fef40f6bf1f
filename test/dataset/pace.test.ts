import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/dataset/files/slices.ts';
import { formatLine, type LineBody } from '../../src/dataset/history/lines.ts';
import { type Pace, paceOf, readPace } from '../../src/dataset/pace.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Lines of a journal: each says how many seconds after noon it was written, and in which window. */
function journal(
  lines: readonly (readonly [seconds: number, body: LineBody, window?: string, by?: string])[],
): string[] {
  return lines.map(([seconds, body, window = 'a', by], i) =>
    formatLine({
      ...body,
      id: `l${i}`,
      time: new Date(noon + 1000 * seconds).toISOString(),
      window,
      ...(by !== undefined && { by }),
    }).trimEnd(),
  );
}
const label = (...paths: string[]): LineBody => ({
  kind: 'acts',
  acts: paths.map((image) => ({ kind: 'label', path: image, label: 'cat' })),
});
const pace = (...lines: Parameters<typeof journal>[0]): Pace => atOnce(paceOf(journal(lines), utcDay));

describe('the pace of labeling', () => {
  it('is images per hour of the time between acts', () => {
    const found = pace([0, label('1')], [4, label('2')], [8, label('3')], [12, label('4')]);
    expect(found).toMatchObject({ decisions: 4, takenBack: 0, images: 4, seconds: 12, medianSeconds: 4 });
    expect(found.perHour).toBe(900);
    expect(found.sessions).toEqual([{ start: noon, seconds: 12, images: 4, by: '' }]);
    expect(found.secondsOf.get('3')).toBe(4);
    expect(found.secondsOf.has('1')).toBe(false);
  });

  it('does not count pauses, and after half an hour it is another session', () => {
    const found = pace(
      [0, label('1')],
      [5, label('2')],
      [605, label('3')],
      [610, label('4')],
      [4000, label('5')],
    );
    expect([found.seconds, found.perHour, found.medianSeconds]).toEqual([10, 720, 5]);
    expect(found.sessions.map(({ images, seconds }) => [images, seconds])).toEqual([
      [4, 10],
      [1, 0],
    ]);
  });

  it('counts an undo as time and not as a label, until it is done again', () => {
    const undone = pace([0, label('1')], [2, label('2')], [3, { kind: 'undo', of: 'l1' }], [6, label('3')]);
    expect(undone).toMatchObject({ decisions: 3, takenBack: 1, images: 2, seconds: 6 });
    expect(undone.perHour).toBe(600);
    const redone = pace(
      [0, label('1')],
      [2, label('2')],
      [3, { kind: 'undo', of: 'l1' }],
      [4, { kind: 'redo', of: 'l1' }],
    );
    expect(redone).toMatchObject({ decisions: 2, takenBack: 0, images: 2, seconds: 4 });
  });

  it('adds up the time of two people at once, each in their own window', () => {
    const found = pace(
      [0, label('1'), 'a', 'ann'],
      [1, label('2'), 'b', 'bob'],
      [10, label('3'), 'a', 'ann'],
      [31, label('4'), 'b', 'bob'],
    );
    expect([found.seconds, found.images, found.perHour]).toEqual([40, 4, 180]);
    expect(found.sessions.map(({ by, seconds }) => [by, seconds])).toEqual([
      ['ann', 10],
      ['bob', 30],
    ]);
  });

  it('begins another session where the clock went back, and takes no time from it', () => {
    const found = pace([100, label('1')], [104, label('2')], [50, label('3')], [53, label('4')]);
    expect([found.seconds, found.images]).toEqual([7, 4]);
    expect(found.sessions.map(({ start, seconds }) => [(start - noon) / 1000, seconds])).toEqual([
      [50, 3],
      [100, 4],
    ]);
  });

  it('is of acts of a person: no imports, classes, flags, other lines or lines without a time', () => {
    const found = pace(
      [0, { kind: 'acts', acts: [{ kind: 'label', path: '1', label: 'x', source: 'import' }] }],
      [1, { kind: 'acts', acts: [{ kind: 'class-add', name: 'dog' }] }],
      [2, { kind: 'batch', batch: '0001' }],
      [3, { kind: 'acts', acts: [{ kind: 'flag', path: '2', on: true }] }],
      [4, { kind: 'acts', acts: [{ kind: 'skip', path: '2', on: true }] }],
      [9, label('3', '4', '5')],
    );
    expect(found).toMatchObject({
      decisions: 2,
      images: 4,
      seconds: 5,
      medianSeconds: undefined,
      perHour: 2160,
    });
    const broken = [
      'not a line',
      ...journal([[0, label('1')]]).map((line) => line.replace(/"time":"[^"]*"/, '"time":"?"')),
    ];
    expect(atOnce(paceOf(broken, utcDay))).toMatchObject({ decisions: 0, images: 0, perHour: undefined });
  });

  it('is told by day, also over midnight', () => {
    const { days } = pace([0, label('1')], [12 * 3600 + 5, label('2')], [12 * 3600 + 9, label('3')]);
    expect(days).toEqual([
      { day: '2026-03-02', images: 1 },
      { day: '2026-03-03', images: 2 },
    ]);
  });

  it('is read from the file, and there is none without one', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'pace-')), 'history.jsonl');
    expect(await readPace(file)).toMatchObject({ decisions: 0, sessions: [], days: [] });
    writeFileSync(file, `${journal([[0, label('1')]]).join('\n')}\n`);
    expect(await readPace(file)).toMatchObject({ decisions: 1, images: 1 });
  });
});
