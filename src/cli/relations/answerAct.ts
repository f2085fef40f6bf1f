import type { Act } from '../../dataset/types.ts';
import type { imageFinder } from './findImage.ts';
import type { WrittenAnswer } from './readAnswers.ts';

/** The act that an answer is, or a sentence that says why it cannot be taken. */
export function answerAct(answer: WrittenAnswer, find: ReturnType<typeof imageFinder>): Act | string {
  const problems: string[] = [];
  const path = (name: string): string => {
    const found = find(name);
    if ('path' in found) return found.path;
    problems.push(found.problem);
    return name;
  };
  if (answer.kind === 'label') {
    const act = { kind: 'label', path: path(answer.path), label: answer.label } as const;
    return problems[0] ?? act;
  }
  const act = {
    kind: 'relation',
    id: '',
    query: answer.query,
    anchor: path(answer.anchor),
    same: answer.same.map(path),
    different: answer.different.map(path),
    unsure: answer.unsure.map(path),
  } as const;
  const met = new Set([act.anchor]);
  for (const image of [...act.same, ...act.different, ...act.unsure]) {
    if (met.has(image)) problems.push(`"${image}" is named twice in one answer; name each image once.`);
    met.add(image);
  }
  return problems[0] ?? act;
}
