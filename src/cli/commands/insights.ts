import type { Estimate } from '../../core/model/predictions.ts';
import type { InsightsResult } from '../../protocol/insights.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import type { Input } from '../inputs/input.ts';
import { poolFlags, poolRequest, withPool } from '../inputs/poolInput.ts';
import { folderPositional } from './embed.ts';

export const insights: Command = {
  name: 'insights',
  summary: 'Say how accuracy and coverage rose batch by batch, against the labels in random order.',
  positionals: [folderPositional],
  flags: [
    ...settingFlags('batchSize', 'totalBudget', 'head', 'seed', 'encoder'),
    ...poolFlags.filter(({ name }) => name !== 'within'),
    ...settingFlags('executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: ['insights photos', 'insights photos --json > insights.json'],
  run: (call) => withPool(call, (input) => insightsOn(call, input)),
};

async function insightsOn(call: Call, input: Input): ReturnType<Command['run']> {
  const { terminal, signal, version } = call;
  const { settings } = input;
  const { batchSize: budget, seed } = settings;
  const request = { ...poolRequest(input), budget, seed, rounds: await input.pastRounds() };
  const context = { signal, progress: terminal.progress };
  const result = await call.engine(settings.threads).insights(request, context);
  return { json: { ...result, seed, settings, version }, text: insightsReport(result) };
}

/** What was measured, for a person. */
export function insightsReport({ learning, coverage, agreements, stop }: InsightsResult): string {
  if (coverage === null) return 'No labeled image is embedded: label some, and run `next-batch embed` first.';
  const lines = ['Labels  Right on held-out labels  In random order   Groups with a label'];
  // Each of the two curves may leave out points that the other has.
  const both = new Set([...coverage.points, ...(learning?.points ?? [])].map(({ labels }) => labels));
  for (const labels of [...both].sort((a, b) => a - b)) {
    const covered = coverage.points.find((one) => one.labels === labels);
    const point = learning?.points.find((one) => one.labels === labels);
    const random = point?.random && `${percent(point.random.mean)} ± ${digits(2 * point.random.deviation)}`;
    const cells = [
      String(labels).padStart(6),
      (point ? estimate(point.accuracy) : '-').padEnd(24),
      (random ?? '-').padEnd(16),
    ];
    lines.push(`${cells.join('  ')}  ${covered ? percent(covered.groups) : '-'}`);
  }
  if (learning === null) lines.push('', 'The learning curve begins with 10 labels of two classes.');
  const expected = agreements.flatMap((one, i) =>
    one === null ? [] : [`  ${i + 1}: ${estimate(one)} of the labels were as expected`],
  );
  if (expected.length > 0) lines.push('', 'Batches:', ...expected);
  if (stop !== null) lines.push('', `${stop.shouldStop ? 'Stop' : 'Go on'}: ${stop.why}`);
  return lines.join('\n');
}

function estimate({ mean, standardError }: Estimate): string {
  return `${percent(mean)} ± ${digits(standardError)}`;
}

function percent(share: number): string {
  return `${digits(share)} %`;
}

function digits(share: number): string {
  return (100 * share).toFixed(1);
}
