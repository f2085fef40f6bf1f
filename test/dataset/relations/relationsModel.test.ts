import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/dataset/files/slices.ts';
import { foldLines } from '../../../src/dataset/history/foldLines.ts';
import { History } from '../../../src/dataset/history/history.ts';
import { formatLine, keep, type LineBody } from '../../../src/dataset/history/lines.ts';
import type { Act, Annotation } from '../../../src/dataset/types.ts';
import { answer, RelationStory, shownBy } from '../../support/relationStory.ts';

const paths = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const classes = ['cat', 'dog', 'cow'];
const anyPath = fc.constantFrom(...paths);
const anyClass = fc.constantFrom(...classes);
const anyWindow = fc.constantFrom('w', 'v');
const anyId = fc.integer({ min: 0, max: 9 });

/** An answer as drawn: what is said of the image at each place. */
const anyAnswer = fc
  .tuple(
    anyId,
    fc.uniqueArray(anyPath, { minLength: 2, maxLength: 5 }),
    fc.array(fc.constantFrom('same', 'different', 'unsure'), { minLength: 4, maxLength: 4 }),
  )
  .map(([id, [anchor = '', ...others], said]) => {
    const those = (what: string): string[] => others.filter((_, i) => said[i] === what);
    return answer(`${id}`, anchor, {
      same: those('same'),
      different: those('different'),
      unsure: those('unsure'),
    });
  });

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: anyAnswer },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('label' as const),
      path: anyPath,
      label: fc.constantFrom(...classes, ''),
    }),
  },
  fc.record({ kind: fc.constantFrom('skip' as const, 'flag' as const), path: anyPath, on: fc.boolean() }),
  { weight: 2, arbitrary: anyId.map((of) => ({ kind: 'retract' as const, of: `${of}` })) },
  fc.record({ kind: fc.constant('class-add' as const), name: anyClass }),
  fc.record({ kind: fc.constant('class-rename' as const), name: anyClass, to: anyClass }),
  fc.record({ kind: fc.constant('class-merge' as const), name: anyClass, into: anyClass }),
  fc.record({ kind: fc.constant('class-remove' as const), name: anyClass }),
  fc.record({ kind: fc.constant('eliminate' as const), on: fc.boolean() }),
);

type Step =
  | { readonly kind: 'act'; readonly acts: readonly Act[] }
  | { readonly kind: 'undo' | 'redo' }
  | { readonly kind: 'edit'; readonly path: string; readonly to: Annotation }
  | { readonly kind: 'save'; readonly back: number }
  | { readonly kind: 'rename'; readonly path: string };

const anyAnnotation: fc.Arbitrary<Annotation> = fc.record({
  label: fc.constantFrom(...classes, ''),
  skipped: fc.constant(false),
  flagged: fc.boolean(),
  source: fc.constantFrom('' as const, 'relation' as const),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(anyAct, { minLength: 1, maxLength: 2 })
      .map((acts) => ({ kind: 'act' as const, acts })),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }) },
  fc.record({ kind: fc.constant('edit' as const), path: anyPath, to: anyAnnotation }),
  fc.record({ kind: fc.constant('save' as const), back: fc.nat(3) }),
  fc.record({ kind: fc.constant('rename' as const), path: anyPath }),
);

const anyStory = fc.array(fc.tuple(anyWindow, anyStep), { maxLength: 40 });

function tell(steps: readonly (readonly [string, Step])[]): RelationStory {
  const story = new RelationStory();
  for (const [window, step] of steps) {
    const body = bodyOf(story, step);
    if (typeof body === 'string') story.back(body, window);
    else story.fold(body, window);
  }
  return story;
}

/** The line that a step comes to, or which way it turns. */
function bodyOf({ history, lines }: RelationStory, step: Step): LineBody | 'undo' | 'redo' {
  switch (step.kind) {
    case 'act':
      return { kind: 'acts', acts: step.acts };
    case 'edit': {
      const to = step.to.label === '' ? { ...step.to, source: '' as const } : step.to;
      const isNothing = to.label === '' && !to.flagged;
      const from = keep(history.annotations.get(step.path));
      return { kind: 'adopt', rows: [{ path: step.path, from, to: isNothing ? null : keep(to) }] };
    }
    case 'save':
      return { kind: 'checkpoint', hash: '', lines: Math.max(0, lines.length - step.back) };
    case 'undo':
    case 'redo':
      return step.kind;
    case 'rename':
      return { kind: 'rename', from: step.path, to: `${step.path} ${lines.length}` };
  }
}

/** All that others see of a history. */
function stateOf(history: History): unknown {
  const { relations } = history;
  return {
    shown: shownBy(history),
    counts: new Map([...history.counts].sort()),
    classes: history.classes,
    answers: relations.answers,
    implied: relations.implied,
    conflicts: relations.graph.conflicts.map(({ statement }) => relations.answerOf(statement)),
    recent: new Map([...history.recentValues()].sort()),
    undo: ['w', 'v'].map((window) => history.last(100, window).map(({ short }) => short)),
  };
}

/** What follows by the definition, worked out from nothing: labels and answers as the first ones to come to mind. */
function naive({ history }: RelationStory): Record<string, string> {
  const given = [...history.annotations].filter(([, { label, source }]) => label !== '' && source === '');
  const labelOf = new Map<string, string>(given.map(([path, { label }]) => [path, label]));
  const group = new Map<string, Set<string>>();
  const of = (path: string): Set<string> => {
    const known = group.get(path) ?? new Set([path]);
    group.set(path, known);
    return known;
  };
  for (const { anchor, same } of history.relations.answers)
    for (const path of same) {
      const joined = new Set([...of(anchor), ...of(path)]);
      for (const member of joined) group.set(member, joined);
    }
  const found: Record<string, string> = {};
  for (const [path, members] of group) {
    const labels = [...members].flatMap((member) => labelOf.get(member) ?? []);
    if (labels.length > 0 && !labelOf.has(path)) found[path] = labels[0];
  }
  return found;
}

describe('labels that follow from relations, whatever happens', () => {
  it('are the same line by line, in one go and in two halves', () => {
    fc.assert(
      fc.property(anyStory, fc.nat(40), (steps, cut) => {
        const story = tell(steps);
        const texts = story.lines.map((line) => formatLine(line).trimEnd());
        const whole = new History();
        atOnce(foldLines(whole, texts));
        const halves = new History();
        atOnce(foldLines(halves, texts.slice(0, cut)));
        atOnce(foldLines(halves, texts.slice(cut)));
        const late = new History();
        for (const line of story.lines) late.fold(line, false);
        late.settle();
        const state = stateOf(story.history);
        expect(stateOf(whole)).toEqual(state);
        expect(stateOf(halves)).toEqual(state);
        expect({ ...(stateOf(late) as object), recent: 0 }).toEqual({ ...(state as object), recent: 0 });
      }),
      { numRuns: 400 },
    );
  });

  it('are those of the images that are the same, where nothing contradicts and nothing was refused', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyAnswer, anyAct), { maxLength: 12 }), (acts) => {
        const story = new RelationStory();
        for (const act of acts)
          if (act.kind === 'retract' || act.kind === 'flag' || (act.kind === 'label' && act.label !== ''))
            story.act(act);
          else if (act.kind === 'relation') story.act({ ...act, different: [], unsure: [] });
        fc.pre(story.history.relations.graph.conflicts.length === 0);
        const follows = [...story.history.annotations].filter(([, { source }]) => source === 'relation');
        expect(Object.fromEntries(follows.map(([path, { label }]) => [path, label]))).toEqual(naive(story));
      }),
      { numRuns: 400 },
    );
  });

  it('leave what was decided as it was when all is taken back', () => {
    fc.assert(
      fc.property(anyStory, fc.array(anyAct, { minLength: 1, maxLength: 6 }), (steps, acts) => {
        const story = tell(steps);
        const before = {
          shown: story.shown,
          answers: story.history.relations.answers,
          counts: new Map(story.history.counts),
        };
        for (const act of acts) story.act(act);
        const after = story.shown;
        for (let i = 0; i < acts.length; i++) story.back('undo');
        expect({
          shown: story.shown,
          answers: story.history.relations.answers,
          counts: story.history.counts,
        }).toEqual(before);
        for (let i = 0; i < acts.length; i++) story.back('redo');
        expect(story.shown).toEqual(after);
      }),
      { numRuns: 400 },
    );
  });
});
