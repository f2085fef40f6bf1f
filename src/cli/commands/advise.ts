import type { StopHint } from '../../core/advise/advice.ts';
import type { Estimate } from '../../core/model/predictions.ts';
import type { AdviseResult } from '../../protocol/engine.ts';
import type { Call, Command } from '../command.ts';
import { sayNotes } from '../encoderNotes.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import type { Input } from '../inputs/input.ts';
import { poolFlags, poolRequest, withPool } from '../inputs/poolInput.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

export const advise: Command = {
  name: 'advise',
  summary: 'Say which strategy fits the labels there are, why, and whether more labels still pay.',
  positionals: [folderPositional],
  flags: [
    ...settingFlags('batchSize', 'totalBudget', 'head', 'features', 'seed', 'encoder'),
    ...poolFlags,
    ...settingFlags('executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'advise photos',
    'advise photos --budget 40 --total-budget 500 --json',
    'advise --embeddings features.npy --names names.txt --labels labeled.csv',
  ],
  run: (call) => withPool(call, (input) => adviseOn(call, input)),
};

async function adviseOn(call: Call, input: Input): ReturnType<Command['run']> {
  const { terminal, signal, version } = call;
  const { settings } = input;
  const { batchSize: budget, seed } = settings;
  const request = { ...poolRequest(input), budget, seed, rounds: await input.rounds() };
  const result = await call.engine(settings.threads).advise(request, { signal, progress: terminal.progress });
  countUnreadable(result.unreadable, terminal);
  sayNotes(result.encoder, terminal);
  const { phase, selector, parameters = {}, why, facts, removal = null, stop = null, unreadable } = result;
  return {
    json: {
      phase,
      selector,
      params: parameters,
      why,
      facts,
      removal,
      stop,
      seed,
      seconds: result.seconds,
      settings,
      version,
      unreadable,
    },
    text: report(result),
  };
}

function report(result: AdviseResult): string {
  const { phase, selector, parameters = {}, why, removal = [], stop } = result;
  const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  const lines = [`Phase: ${phase}`, `Strategy: ${selector}${set.join('')}`, why, '', ...factLines(result)];
  if (removal.length > 0) {
    lines.push(
      '',
      'Accuracy without the labels that a strategy would have asked for first (lowest: missed most):',
    );
    lines.push(...removal.map(({ strategy, accuracy }) => `  ${strategy.padEnd(12)} ${percent(accuracy)}`));
  }
  if (stop !== undefined) lines.push('', ...stopLines(stop));
  return lines.join('\n');
}

function factLines({ facts }: AdviseResult): readonly string[] {
  const { images, labeled, classes, labelsPerClass, labelsLeft, coverage, accuracy, uncertainty } = facts;
  const { least, most } = labelsPerClass;
  const perClass = classes === 0 ? '' : `, ${least === most ? least : `${least} to ${most}`} per class`;
  const lines = [`Labeled: ${labeled} of ${images} images, ${classes} classes${perClass}`];
  if (accuracy !== undefined) lines.push(`Accuracy, cross-validated on the labels: ${percent(accuracy)}`);
  if (uncertainty !== undefined) lines.push(`Mean uncertainty of the rest: ${share(uncertainty)}`);
  if (coverage !== undefined) lines.push(`Images in a group with a label: ${share(coverage)}`);
  if (labelsLeft !== undefined) lines.push(`Labels left to give: ${labelsLeft}`);
  return lines;
}

function stopLines({ shouldStop, why, signals }: StopHint): readonly string[] {
  return [
    `${shouldStop ? 'Stop' : 'Go on'}: ${why}`,
    ...signals.map(({ isMet, text }) => `  ${isMet ? 'stop ' : 'go on'}  ${text}`),
  ];
}

function percent({ mean, standardError }: Estimate): string {
  return `${(100 * mean).toFixed(1)} % ± ${(100 * standardError).toFixed(1)}`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}
