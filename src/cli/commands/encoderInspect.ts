import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { EncoderDraft, ModelPort } from '../../protocol/encoder.ts';
import type { Command } from '../command.ts';
import { settingFlags } from '../flags.ts';

export const encoderInspect: Command = {
  name: 'encoder inspect',
  summary:
    'Say what an ONNX file or a Hugging Face folder takes and gives, the description that follows from it, and what nothing says.',
  positionals: [{ name: 'model', description: 'An ONNX file, a Hugging Face folder, or a description.' }],
  flags: settingFlags('threads'),
  examples: ['encoder inspect dinov2.onnx', 'encoder inspect downloads/dinov2-small --json'],
  async run(call) {
    const [named] = call.words.positionals;
    if (named === undefined) throw new UserError('usage', 'encoder inspect needs the path of a model.');
    const model = path.resolve(call.directory, named);
    const { threads } = await call.settings(undefined);
    const draft = await call
      .engine(threads)
      .describeEncoder({ model, given: {} }, { signal: call.signal, progress: call.terminal.progress });
    const { question, existing = null, ...known } = draft;
    return { json: { ...known, existing, missing: question?.about ?? null }, text: report(draft) };
  },
};

function report({ file, inputs, outputs, notes, description, question, existing }: EncoderDraft): string {
  return [
    file,
    ...inputs.map((port) => `  takes ${words(port)}`),
    ...outputs.map((port) => `  gives ${words(port)}`),
    '',
    ...notes,
    '',
    JSON.stringify(description, null, 2),
    ...(existing === undefined && question !== undefined
      ? ['', `Not known yet: ${question.text} ${question.choices.map(({ label }) => label).join(' | ')}`]
      : []),
  ].join('\n');
}

function words({ name, type, shape }: ModelPort): string {
  return `"${name}": ${type} ${shape.join(' x ') || 'of unknown shape'}`;
}
