import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client.ts';
import type { EncoderDraft, EncoderQuestion, WrittenDescription } from '../protocol/encoder.ts';
import { pickStep } from './pickStep.ts';

export interface DescribedEncoder {
  /** `builtin`, or the absolute path of an ONNX file, a folder or a description. */
  readonly model: string;
  /** Its description, where none is written yet. */
  readonly draft?: EncoderDraft;
}

type Engine = Pick<EngineClient, 'describeEncoder'>;

/** Asks what no file of a model says, one question at a time, with a way back to the one before. */
export async function describeEncoder(
  engine: Engine,
  model: string,
  given: WrittenDescription,
): Promise<DescribedEncoder | 'back' | undefined> {
  if (model === 'builtin') return { model };
  const answers: WrittenDescription[] = [given];
  for (;;) {
    const draft = await engine.describeEncoder({ model, given: answers.reduce(merged, {}) });
    if (draft.existing !== undefined) return { model };
    if (draft.question === undefined) return { model, draft };
    const answer = await ask(draft.question, draft, answers.length);
    if (answer === undefined) return undefined;
    if (answer !== 'back') answers.push(answer);
    else if (answers.length === 1) return 'back';
    else answers.pop();
  }
}

async function ask(
  { about, text, choices }: EncoderQuestion,
  { file }: EncoderDraft,
  step: number,
): Promise<WrittenDescription | 'back' | undefined> {
  const other = {
    label: vscode.l10n.t('Another size'),
    detail: vscode.l10n.t('Width and height'),
    given: undefined,
  };
  const items = choices.map(({ label, detail, given }) => ({ label, detail, given }));
  const picked = await pickStep<{ label: string; detail: string; given: WrittenDescription | undefined }>(
    about === 'size' ? [...items, other] : items,
    {
      title: vscode.l10n.t('Choose Encoder ({0}): {1}', step, basename(file)),
      placeholder: text,
      canGoBack: true,
    },
  );
  if (picked === undefined || picked === 'back') return picked;
  return picked.given ?? askSize(text);
}

async function askSize(prompt: string): Promise<WrittenDescription | 'back'> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Choose Encoder'),
    prompt,
    value: '224 x 224',
    ignoreFocusOut: true,
    validateInput: (value) =>
      sizeIn(value) ? undefined : vscode.l10n.t('Width x height, each a whole number from 8 to 4096'),
  });
  const size = text === undefined ? undefined : sizeIn(text);
  return size ? { input: { size } } : 'back';
}

/** "224", "320 x 240" */
function sizeIn(text: string): readonly [number, number] | undefined {
  const found = /^\s*(\d+)(?:\s*[x×*,]\s*(\d+))?\s*$/i.exec(text);
  if (found === null) return undefined;
  const [width, height] = [Number(found[1]), Number(found[2] ?? found[1])];
  return [width, height].every((side) => side >= 8 && side <= 4096) ? [width, height] : undefined;
}

/** Answers on top of answers, part by part. */
function merged(base: WrittenDescription, more: WrittenDescription): WrittenDescription {
  return {
    ...base,
    ...more,
    ...(more.input && { input: { ...base.input, ...more.input } }),
    ...(more.output && { output: { ...base.output, ...more.output } }),
  };
}
