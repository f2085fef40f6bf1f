import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { checks as knownChecks } from '../../core/review/registry.ts';
import { readSplits } from '../../dataset/imported/splits.ts';
import { readLabelLines } from '../../dataset/labels/labelLines.ts';
import { type ReviewCheck, type ReviewRequest, reviewChecks } from '../../protocol/review.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { absolute } from '../inputs/absolute.ts';
import type { Input } from '../inputs/input.ts';
import { poolFlags, poolRequest, withPool } from '../inputs/poolInput.ts';
import { reportedFindings, reviewReport } from '../reviewReport.ts';
import { folderPositional } from './embed.ts';

export const review: Command = {
  name: 'review',
  summary:
    'Look for what is wrong: label errors, copies, leakage between splits, outliers, bad pictures. Embeds nothing; findings are no failure.',
  positionals: [folderPositional],
  flags: [
    {
      name: 'check',
      kind: 'list',
      value: 'NAME',
      description: 'Look for this only. May be given several times. Default: everything below.',
    },
    {
      name: 'splits',
      kind: 'text',
      value: 'FILE.csv',
      description:
        'Which split each image belongs to (path,split). Default: by folders called train, val, test and the like.',
    },
    ...settingFlags('head', 'seed', 'encoder'),
    ...poolFlags,
    ...settingFlags('executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'review photos',
    'review photos --check label-errors --check conflicts --json',
    'review photos --splits splits.csv --check leakage',
  ],
  more: { heading: 'Checks', entries: knownChecks.map(({ id, summary }) => [id, summary]) },
  run(call) {
    const checks = call.words.list('check').map(knownCheck);
    return withPool(call, (input) => reviewOf(call, input, checks.length === 0 ? reviewChecks : checks));
  },
};

async function reviewOf(
  call: Call,
  input: Input,
  checks: readonly ReviewCheck[],
): ReturnType<Command['run']> {
  const { terminal, signal, version } = call;
  const { names, settings } = input;
  const request: ReviewRequest = {
    ...poolRequest(input),
    ...(await givenSplits(call, input)),
    checks,
    seed: settings.seed,
  };
  const result = await call.engine(settings.threads).review(request, { signal, progress: terminal.progress });
  const findings = reportedFindings(result, names, await linesOf(result.findings, input));
  return {
    json: {
      images: names.length,
      checks: result.checks,
      findings,
      seed: settings.seed,
      seconds: result.seconds,
      settings,
      version,
    },
    text: reviewReport(result.checks, findings, {
      width: terminal.width,
      labelsName: path.basename(input.labelsFile ?? ''),
    }),
  };
}

function knownCheck(name: string): ReviewCheck {
  const found = reviewChecks.find((check) => check === name);
  if (found !== undefined) return found;
  const near = nearest(name, reviewChecks);
  const hint =
    near === undefined ? `the known ones are ${reviewChecks.join(', ')}.` : `did you mean ${near}?`;
  throw new UserError('usage', `There is no check "${name}"; ${hint}`);
}

async function givenSplits(
  call: Call,
  { names, source }: Input,
): Promise<Pick<ReviewRequest, 'splits' | 'splitNames'>> {
  const file = absolute(call, 'splits');
  if (file === undefined) return {};
  const files = source.kind === 'folder' ? { files: source.images.map((image) => image.file) } : {};
  const { of: splits, names: splitNames, notes } = await readSplits(file, { names, ...files });
  for (const note of notes) call.terminal.say(note);
  return { splits, splitNames };
}

/** Checks whose findings are about the labels of their images. */
const aboutLabels: readonly ReviewCheck[] = ['label-errors', 'conflicts'];

/** 1-based lines of the file of labels, of the images whose label a finding is about. */
async function linesOf(
  findings: readonly { readonly check: ReviewCheck; readonly rows: Int32Array }[],
  { names, labelsFile }: Input,
): Promise<ReadonlyMap<string, number>> {
  const paths = findings
    .filter(({ check }) => aboutLabels.includes(check))
    .flatMap(({ rows }) => Array.from(rows, (row) => names[row]));
  if (labelsFile === undefined || paths.length === 0) return new Map();
  const lines = await readLabelLines(labelsFile, new Set(paths));
  return new Map([...lines].map(([name, { first }]) => [name, first + 1]));
}
