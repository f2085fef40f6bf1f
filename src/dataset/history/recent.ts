import type { Act, RecentAct } from '../types.ts';

/** How many labels of one unit are named. */
const named = 3;

interface Unit {
  readonly id: string;
  readonly time: string;
  readonly acts: readonly Act[];
  /** What it is about, in order, each once. */
  readonly images: readonly string[];
}

/** An undo unit in short. */
export function recentAct({ id, time, acts, images }: Unit): RecentAct {
  const rest = acts.filter(({ kind }) => kind !== 'class-add');
  const said = rest.length > 0 ? rest : acts.slice(-1);
  const [first] = said;
  const isOneKind =
    first !== undefined && said.every((act) => act.kind === first.kind && isOn(act) === isOn(first));
  return {
    id,
    time,
    kind: isOneKind ? first.kind : 'several',
    on: isOneKind && isOn(first),
    count: images.length,
    path: images[0] ?? '',
    names: isOneKind ? namesOf(said) : [],
    ...(isOneKind && first.kind === 'relation' && { said: saidIn(said) }),
  };
}

function isOn(act: Act): boolean {
  return 'on' in act && act.on;
}

function saidIn(acts: readonly Act[]): NonNullable<RecentAct['said']> {
  const answers = acts.filter((act) => act.kind === 'relation');
  const count = (what: 'same' | 'different' | 'unsure'): number =>
    answers.reduce((sum, answer) => sum + answer[what].length, 0);
  return { same: count('same'), different: count('different'), unsure: count('unsure') };
}

function namesOf(acts: readonly Act[]): readonly string[] {
  const names = new Set<string>();
  for (const act of acts) {
    if (names.size >= named) break;
    if (act.kind === 'label') names.add(act.label);
    if ('name' in act) names.add(act.name);
    if (act.kind === 'class-rename') names.add(act.to);
    if (act.kind === 'class-merge') names.add(act.into);
  }
  return [...names];
}
