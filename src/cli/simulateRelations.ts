import { UserError } from '../core/errors.ts';
import { type RelationStrategy, relationStrategies } from '../core/relations/simulate/askers.ts';
import type { SessionPoint, SessionResult } from '../core/relations/simulate/session.ts';
import { summarize } from '../core/simulate/report.ts';
import { simulationSvg } from '../core/simulate/svg.ts';
import type { SimulateRelationsRequest } from '../protocol/simulateRelations.ts';
import type { Call } from './command.ts';
import type { World } from './inputs/world.ts';
import { names, numberOf } from './simulateRequest.ts';
import { aligned } from './simulateTables.ts';
import { countUnreadable } from './unreadable.ts';

const usualScreens = '20,50,100';
/** Comparisons of a screen. */
const candidates = 9;

/** Whether questions about relations are simulated. Throws a `usage` error for an oracle there is not. */
export function isOfRelations({ words }: Call): boolean {
  const oracle = words.text('oracle');
  if (oracle === undefined || oracle === 'relations') return oracle !== undefined;
  throw new UserError(
    'usage',
    `There is no oracle "${oracle}"; the one there is beside labels is relations.`,
  );
}

/** Holds the sessions that the words ask for: as a document, a table, curves and one line per session and mark. */
export async function relationSessions(
  call: Call,
  world: World,
): Promise<{ readonly json: unknown; readonly text: string; readonly svg: string; readonly csv: string }> {
  const { terminal, signal, version } = call;
  const request = requestOf(call, world);
  const result = await call
    .engine(world.settings.threads)
    .simulateRelations(request, { signal, progress: terminal.progress });
  countUnreadable(result.unreadable, terminal);
  const { sessions, encoder, seconds } = result;
  const { source: _, truth: __, classes, ...plan } = request;
  return {
    json: { plan, classes, sessions, encoder, seconds, version },
    text: `${tableOf(request, sessions)}\n\n${sessions.length} sessions in ${seconds.toFixed(1)} s.`,
    svg: svgOf(request, sessions),
    csv: csvOf(sessions),
  };
}

function requestOf({ words }: Call, { source, classes, truth }: World): SimulateRelationsRequest {
  const number = (flag: string, usual: string): number => numberOf(flag, words.text(flag) ?? usual);
  const asked = names(words.list('selectors'));
  return {
    source,
    classes,
    truth,
    strategies: asked.length > 0 ? asked.map(strategyOf) : relationStrategies,
    seeds: Array.from({ length: number('seeds', '3') }, (_, seed) => seed),
    marks: names([words.text('budgets') ?? usualScreens]).map((text) => numberOf('budgets', text)),
    candidates,
    noise: number('noise', '0'),
    heldOut: number('held-out', '0.3'),
    poolSize: number('pool-size', '0'),
    heldOutSize: number('held-out-size', '0'),
  };
}

function strategyOf(name: string): RelationStrategy {
  const found = relationStrategies.find((strategy) => strategy === name);
  if (found !== undefined) return found;
  throw new UserError(
    'usage',
    `There is no strategy "${name}" to ask about relations; choose among ${relationStrategies.join(', ')}.`,
  );
}

/** One row per strategy and mark, means of the seeds; one more after asking again, where answers may be wrong. */
function tableOf(
  { strategies, marks }: SimulateRelationsRequest,
  sessions: readonly SessionResult[],
): string {
  const columns = [
    'strategy',
    'screens',
    'decisions',
    'labels',
    'per label',
    'wrong',
    'accuracy in %',
    'contradictions',
    'asked again',
  ];
  const rows = strategies.flatMap((strategy) => {
    const own = sessions.filter((session) => session.strategy === strategy);
    const after = own.flatMap(({ rechecked }) => (rechecked ? [rechecked] : []));
    return [
      ...marks.map((_, mark) =>
        rowOf(
          strategy,
          own.map(({ points }) => points[mark]),
        ),
      ),
      ...(after.length > 0 ? [rowOf(`${strategy}, asked again`, after)] : []),
    ];
  });
  return aligned([columns, ...rows]).join('\n');
}

function rowOf(name: string, points: readonly SessionPoint[]): readonly string[] {
  const mean = (of: (point: SessionPoint) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const labels = mean((point) => point.labels);
  const decisions = mean((point) => point.decisions);
  return [
    name,
    mean(({ screens }) => screens).toFixed(0),
    decisions.toFixed(0),
    labels.toFixed(0),
    labels > 0 ? (decisions / labels).toFixed(2) : '-',
    mean(({ wrong }) => wrong).toFixed(1),
    (100 * mean(({ accuracy }) => accuracy)).toFixed(1),
    mean(({ conflicts }) => conflicts).toFixed(1),
    mean(({ reasked }) => reasked).toFixed(0),
  ];
}

function csvOf(sessions: readonly SessionResult[]): string {
  const columns =
    'strategy,seed,rechecked,screens,decisions,labels,wrong,unnamed,classes,accuracy,conflicts,reasked';
  const lines = sessions.flatMap(({ strategy, seed, points, rechecked }) => {
    const line = (point: SessionPoint, isLast: boolean): string => {
      const { screens, decisions, labels, wrong, unnamed, classes, accuracy, conflicts, reasked } = point;
      const counts = [
        screens,
        decisions,
        labels,
        wrong,
        unnamed,
        classes,
        accuracy.toFixed(6),
        conflicts,
        reasked,
      ];
      return [strategy, seed, isLast ? 1 : 0, ...counts].join(',');
    };
    return [...points.map((point) => line(point, false)), ...(rechecked ? [line(rechecked, true)] : [])];
  });
  return `${[columns, ...lines].join('\r\n')}\r\n`;
}

/** Accuracy over screens, as the curves of strategies are drawn over labels. */
function svgOf(
  { strategies, marks, seeds, classes, truth }: SimulateRelationsRequest,
  sessions: readonly SessionResult[],
): string {
  const report = summarize({
    classes,
    protocol: { budgets: marks, heads: ['softmax'] },
    seeds,
    total: truth.length,
    ceiling: [],
    targets: [],
    reference: strategies[0],
    strategies: strategies.map((name) => ({
      strategy: { name, selector: name, parameters: {} },
      results: sessions
        .filter(({ strategy }) => strategy === name)
        .map(({ seed, points }) => ({
          seed,
          pool: 0,
          heldOut: 0,
          classes: classes.length,
          leftOut: 0,
          notes: [],
          rounds: points.map(({ accuracy, labels }, mark) => ({
            budget: marks[mark],
            labels: marks[mark],
            seconds: 0,
            perClass: [labels],
            accuracy: { softmax: accuracy },
            picks: [],
          })),
        })),
    })),
  });
  return simulationSvg([{ title: '', report, axis: 'screens' }]);
}
