import { describe, expect, test } from 'vitest';
import { packPaths } from '../../../src/protocol/packedPaths.ts';
import type { PanelFinding, PanelReview } from '../../../src/protocol/reviewPanel.ts';
import { noMarks } from '../../../src/protocol/reviewPanel.ts';
import { type Decision, decide } from '../../../webview/review/decisions.ts';
import { countsOf, listed, openPlace } from '../../../webview/review/listing.ts';
import { statusesOf } from '../../../webview/review/status.ts';
import { initialState, type State } from '../../../webview/state/state.ts';
import { update } from '../../../webview/state/update.ts';

const paths = ['a', 'b', 'c', 'd', 'e'];

function finding(
  check: PanelFinding['check'],
  about: string,
  change: Partial<PanelFinding> = {},
): PanelFinding {
  const images = [...about];
  const was = images.map((path) => ({ a: 'cat', b: 'dog', c: 'cat' })[path] ?? '');
  return {
    id: `${check}-${about}`,
    check,
    paths: images,
    was,
    severity: 0.8,
    text: '',
    evidence: {},
    ...change,
  };
}

/** a is cat, b is dog, c is cat; d and e have no label. */
function stateWith(findings: readonly PanelFinding[], change: Partial<State> = {}): State {
  const review: PanelReview = { checks: [], findings };
  const told = update(initialState, { type: 'changed', change: { images: packPaths(paths), review } });
  const annotated = update(told, {
    type: 'annotations',
    patch: { complete: true, rows: [0, 1, 2], names: ['cat', 'dog'], labels: [0, 1, 0], marks: [0, 0, 0] },
  });
  const classes = ['cat', 'dog'].map((name) => ({ name, color: 0, isOwnColor: false, key: '' }));
  return { ...annotated, classes, ...change };
}

function decided(state: State, findings: readonly PanelFinding[], decision: Decision): State {
  const { changes } = decide(state, findings, decision);
  return update(state, { type: 'acted', id: 1, changes, advance: false });
}

const status = (state: State, { id }: PanelFinding): unknown => statusesOf(state).get(id);

describe('a finding about one label', () => {
  const doubted = finding('label-errors', 'a', { suggestion: { kind: 'label', label: 'dog' } });

  test('is done by its suggestion, by another class, or by a skip, and open again when that is taken back', () => {
    const state = stateWith([doubted]);
    expect(status(state, doubted)).toBe('open');
    for (const decision of [
      { kind: 'accept' },
      { kind: 'label', label: 'bird' },
      { kind: 'skip' },
    ] as const) {
      expect(decide(state, [doubted], decision).acts).toHaveLength(1);
      expect(status(decided(state, [doubted], decision), doubted)).toBe('done');
    }
    expect(status(state, doubted)).toBe('open');
    expect(status(decided(state, [doubted], { kind: 'flag' }), doubted)).toBe('open');
  });

  test('is ignored where its label is given once more', () => {
    const { acts } = decide(stateWith([doubted]), [doubted], { kind: 'label', label: 'cat' });
    expect(acts).toEqual([{ kind: 'ignore', findings: [doubted.id], on: true }]);
  });

  test('is left as it is where what was suggested is done already', () => {
    const done = decided(stateWith([doubted]), [doubted], { kind: 'accept' });
    expect(decide(done, [doubted], { kind: 'accept' }).acts).toEqual([]);
    expect(decide(done, [doubted], { kind: 'label', label: 'dog' }).acts).toEqual([]);
    expect(decide(done, [doubted], { kind: 'label', label: 'cat' }).acts).toHaveLength(1);
  });

  test('does not bring back a class that was renamed or removed since', () => {
    const state = stateWith([doubted], { classes: [] });
    expect(decide(state, [doubted], { kind: 'accept' }).acts).toEqual([]);
  });

  test('counts again by the key that has ignored it', () => {
    const state = stateWith([doubted], { reviewMarks: { ...noMarks, ignored: [doubted.id] } });
    expect(status(state, doubted)).toBe('ignored');
    expect(decide(state, [doubted], { kind: 'ignore' }).acts).toEqual([
      { kind: 'ignore', findings: [doubted.id], on: false },
    ]);
  });
});

test('what two files say against each other is settled by a label, the same one too', () => {
  const torn = finding('conflicts', 'a', { id: 'file-conflict-a' });
  expect(decide(stateWith([torn]), [torn], { kind: 'label', label: 'cat' }).acts).toEqual([
    { kind: 'label', paths: ['a'], label: 'cat' },
  ]);
  expect(status(stateWith([torn], { reviewMarks: { ...noMarks, mended: [torn.id] } }), torn)).toBe('done');
});

describe('copies', () => {
  const copies = finding('near-duplicates', 'ade', { suggestion: { kind: 'keep-first' } });

  test('are settled when one is left, or when those that are left have one label', () => {
    const state = stateWith([copies]);
    expect(decide(state, [copies], { kind: 'accept' }).acts).toEqual([
      { kind: 'skip', paths: ['d', 'e'], on: true },
    ]);
    expect(status(decided(state, [copies], { kind: 'accept' }), copies)).toBe('done');
    expect(decide(state, [copies], { kind: 'link' }).acts).toEqual([
      { kind: 'label', paths: ['a', 'd', 'e'], label: 'cat' },
    ]);
    expect(status(decided(state, [copies], { kind: 'link' }), copies)).toBe('done');
    const halfway = update(state, {
      type: 'acted',
      id: 1,
      changes: new Map([['e', { label: '', skipped: true, flagged: false }]]),
      advance: false,
    });
    expect(status(halfway, copies)).toBe('open');
  });

  test('that disagree all get the suggested label', () => {
    const torn = finding('conflicts', 'bac', { suggestion: { kind: 'label', label: 'cat' } });
    const { acts } = decide(stateWith([torn]), [torn], { kind: 'accept' });
    expect(acts).toEqual([{ kind: 'label', paths: ['b', 'a', 'c'], label: 'cat' }]);
  });
});

test('all suggestions are one unit: an act for each class, and one for what is skipped, which comes last', () => {
  const findings = [
    finding('exact-duplicates', 'de', { suggestion: { kind: 'keep-first' } }),
    finding('label-errors', 'a', { suggestion: { kind: 'label', label: 'dog' } }),
    finding('label-errors', 'c', { suggestion: { kind: 'label', label: 'dog' } }),
    finding('outliers', 'b'),
  ];
  expect(decide(stateWith(findings), findings, { kind: 'accept' }).acts).toEqual([
    { kind: 'label', paths: ['a', 'c'], label: 'dog' },
    { kind: 'skip', paths: ['e'], on: true },
  ]);
});

describe('the list', () => {
  const findings = [
    finding('label-errors', 'a', { severity: 0.9 }),
    finding('label-errors', 'b', { severity: 0.4 }),
    finding('label-errors', 'c', { severity: 0.3 }),
    finding('outliers', 'd'),
    finding('outliers', '?'),
  ];

  test('is narrowed by check, status and severity, and leaves out what is not there any more', () => {
    const state = stateWith(findings, { reviewMarks: { ...noMarks, ignored: ['label-errors-c'] } });
    const ids = (...looking: Parameters<typeof listed>[1][]) =>
      looking.map((one) => listed(state, one).map(({ id }) => id));
    expect(
      ids(
        { check: 'label-errors', show: 'open', least: 0 },
        { check: 'label-errors', show: 'all', least: 0.5 },
        { check: 'label-errors', show: 'done', least: 0 },
        { check: 'ignored', show: 'open', least: 0.9 },
        { check: 'outliers', show: 'open', least: 0 },
      ),
    ).toEqual([
      ['label-errors-a', 'label-errors-b'],
      ['label-errors-a'],
      [],
      ['label-errors-c'],
      ['outliers-d'],
    ]);
    expect(countsOf(state).get('label-errors')).toEqual({ open: 2, done: 0, ignored: 1 });
    expect(countsOf(state).get('ignored')).toEqual({ open: 0, done: 0, ignored: 1 });
  });

  test('goes on to the next open finding', () => {
    const state = stateWith(findings, { reviewMarks: { ...noMarks, ignored: ['label-errors-b'] } });
    const statuses = statusesOf(state);
    expect(openPlace(findings, statuses, 0, 1)).toBe(2);
    expect(openPlace(findings, statuses, 2, -1)).toBe(0);
    expect(openPlace(findings, statuses, 3, 1)).toBeUndefined();
  });
});
