import type { Trials } from './report.ts';

const columns = 'strategy,seed,head,budget,labels,accuracy,classes,seconds';

/** RFC 4180: one line per strategy, seed, budget and head, so that any program can make its own curves of it. */
export function simulationCsv({ strategies, protocol }: Pick<Trials, 'strategies' | 'protocol'>): string {
  const lines = strategies.flatMap(({ strategy, results }) =>
    results.flatMap(({ seed, rounds }) =>
      rounds.flatMap(({ budget, labels, accuracy, perClass, seconds }) =>
        protocol.heads.map((head) =>
          [
            quoted(strategy.name),
            seed,
            head,
            budget,
            labels,
            accuracy[head]?.toFixed(6) ?? '',
            perClass.filter((count) => count > 0).length,
            seconds.toFixed(4),
          ].join(','),
        ),
      ),
    ),
  );
  return `${[columns, ...lines].join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
