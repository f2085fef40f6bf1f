import { describe, expect, test } from 'vitest';
import { AskedQuestions, type GivenAnswer } from '../../../src/extension/relations/askedQuestions.ts';
import type { Question } from '../../../src/extension/relations/question.ts';
import { type Known, QuestionQueue } from '../../../src/extension/relations/questionQueue.ts';

const nothingKnown: Known = { isOpen: () => true, isKnown: () => false, isConflict: () => true };

function grid(id: string, anchor: string, ...candidates: string[]): Question {
  const whole = candidates.length;
  return {
    id,
    kind: 'grid',
    purpose: 'label',
    anchor,
    candidates,
    whole,
    expected: 1,
    why: '',
    conflict: '',
  };
}

function answer(id: string, anchor: string, same: string[], different: string[] = []): GivenAnswer {
  return { id, anchor, same, different, unsure: [] };
}

function queueOf(...questions: Question[]): QuestionQueue {
  const queue = new QuestionQueue();
  queue.take(questions);
  return queue;
}

const ids = ({ list }: QuestionQueue) => list.map(({ id }) => id);

describe('the questions that wait', () => {
  test('what is found anew takes the place of all but the one that is looked at', () => {
    const queue = queueOf(grid('1', 'a', 'b'), grid('2', 'c', 'd'), grid('3', 'e', 'f'));
    queue.take([grid('4', 'e', 'f'), grid('5', 'g', 'h')]);
    expect(ids(queue)).toEqual(['1', '3', '5']);
  });

  test('the one that is looked at stands there once', () => {
    const queue = queueOf(grid('1', 'a', 'b', 'c'), grid('2', 'c', 'd'));
    queue.take([grid('3', 'c', 'd'), grid('4', 'a', 'c', 'b')]);
    expect(ids(queue)).toEqual(['1', '2']);
  });

  test('one that is put off comes last, also behind what is found anew', () => {
    const queue = queueOf(grid('1', 'a', 'b'), grid('2', 'c', 'd'));
    queue.postpone('1');
    expect(ids(queue)).toEqual(['2', '1']);
    queue.take([grid('3', 'e', 'f'), grid('4', 'a', 'b')]);
    expect(ids(queue)).toEqual(['2', '3', '1']);
  });

  test('the list is another one only when something in it changed', () => {
    const queue = queueOf(grid('1', 'a', 'b', 'c'));
    const before = queue.list;
    queue.check(nothingKnown);
    expect(queue.list).toBe(before);
    queue.check({ ...nothingKnown, isKnown: (_, path) => path === 'b' });
    expect(queue.list).not.toBe(before);
  });

  test('candidates that are known, or gone, are not asked about, and a question without any is none', () => {
    const queue = queueOf(grid('1', 'a', 'b', 'c', 'd', 'f'), grid('2', 'e', 'b'), grid('3', 'gone', 'd'));
    const isOpen = (path: string) => path !== 'gone' && path !== 'c';
    queue.check({ ...nothingKnown, isOpen, isKnown: (_, path) => path === 'b' });
    expect(queue.list).toEqual([{ ...grid('1', 'a', 'd', 'f'), whole: 4 }]);
  });

  test('a question more than half of which is known makes way for another one, also bit by bit', () => {
    const queue = queueOf(grid('1', 'a', 'b', 'c', 'd', 'e'), grid('2', 'f', 'g', 'h'));
    const knowing = (...paths: string[]) => ({
      ...nothingKnown,
      isKnown: (_: string, path: string) => paths.includes(path),
    });
    queue.check(knowing('b', 'c', 'g'));
    expect(ids(queue)).toEqual(['1', '2']);
    queue.check(knowing('b', 'c', 'd', 'g'));
    expect(ids(queue)).toEqual(['2']);
  });

  test('what settles a contradiction is asked though it is known, as long as there is one', () => {
    const settle: Question = { ...grid('1', 'a', 'b'), kind: 'pair', purpose: 'settle', conflict: 'x' };
    const queue = queueOf(grid('2', 'c', 'd'));
    queue.ask(settle);
    const known = { ...nothingKnown, isKnown: (a: string) => a === 'a' };
    queue.check(known);
    queue.take([grid('3', 'e', 'f')]);
    expect(ids(queue)).toEqual(['1', '3']);
    queue.check({ ...known, isConflict: () => false });
    expect(ids(queue)).toEqual(['3']);
  });
});

describe('questions that were asked', () => {
  test('an answer takes its question away; taken back, it comes first again and stays', () => {
    const queue = queueOf(grid('1', 'a', 'b', 'c'), grid('2', 'd', 'e'), grid('3', 'f', 'g'));
    const asked = new AskedQuestions();
    asked.follow([], queue);
    asked.follow([answer('x', 'a', ['b'], ['c'])], queue);
    asked.follow([answer('x', 'a', ['b'], ['c']), answer('y', 'd', ['e'])], queue);
    expect(ids(queue)).toEqual(['3']);
    asked.follow([answer('x', 'a', ['b'], ['c'])], queue);
    expect(ids(queue)).toEqual(['2', '3']);
    asked.follow([], queue);
    queue.take([grid('4', 'h', 'i')]);
    expect(ids(queue)).toEqual(['1', '2', '4']);
    asked.follow([answer('x', 'a', ['b'], ['c'])], queue);
    expect(ids(queue)).toEqual(['2', '4']);
  });

  test('answers that were there before, or are about other images, take nothing away', () => {
    const queue = queueOf(grid('1', 'a', 'b'));
    const asked = new AskedQuestions();
    asked.follow([answer('x', 'a', ['b'])], queue);
    asked.follow([answer('x', 'a', ['b']), answer('y', 'a', ['z'])], queue);
    expect(ids(queue)).toEqual(['1']);
  });

  test('the question of an answer that is withdrawn does not come back', () => {
    const queue = queueOf(grid('1', 'a', 'b'));
    const asked = new AskedQuestions();
    asked.follow([], queue);
    asked.follow([answer('x', 'a', ['b'])], queue);
    asked.forget('x');
    asked.follow([], queue);
    expect(ids(queue)).toEqual([]);
  });
});
