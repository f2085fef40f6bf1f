import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';

type Config = Readonly<Record<string, unknown>>;

/** A model and what lies beside it. */
export interface ModelPlace {
  /** Absolute path of the ONNX file. */
  readonly file: string;
  /** The description, where there is one. */
  readonly description: string | undefined;
  /** Contents of `preprocessor_config.json` and `config.json` beside the file, or one folder above it. */
  readonly preprocessor: Config | undefined;
  readonly config: Config | undefined;
}

/** Where the ONNX file lies in a folder of the Hugging Face hub, the usual place first. */
const insideFolder = ['onnx/model.onnx', 'model.onnx', 'onnx/vision_model.onnx', 'vision_model.onnx'];

/** Finds the ONNX file that a path stands for: itself, a Hugging Face folder, or a description that names it. */
export async function placeOf(model: string): Promise<ModelPlace> {
  const found = await stat(model).catch(() => undefined);
  if (found?.isDirectory()) return around(await inFolder(model), undefined);
  if (!found?.isFile())
    throw new UserError(
      'bad-encoder',
      `The encoder ${model} ${found === undefined ? 'was not found' : 'is not a file'}; give the path of an ONNX file, or "builtin".`,
      { file: model },
    );
  if (!/\.json$/i.test(model)) return around(model, undefined);
  const named = (await readTable(model))?.model;
  const file = path.resolve(path.dirname(model), typeof named === 'string' ? named : besideOnnx(model));
  if (await isFile(file)) return around(file, model);
  throw new UserError(
    'bad-encoder',
    `The encoder description ${model} belongs to ${file}, which was not found; put it there, or write its path as "model".`,
    { file: model },
  );
}

/** Where the description of an ONNX file lies: beside it, of the same name. */
export function besideModel(file: string): string {
  return `${file.replace(/\.[^./\\]*$/, '')}.json`;
}

function besideOnnx(description: string): string {
  return `${path.basename(description).replace(/\.json$/i, '')}.onnx`;
}

async function inFolder(folder: string): Promise<string> {
  for (const name of insideFolder) {
    const file = path.join(folder, name);
    if (await isFile(file)) return file;
  }
  throw new UserError(
    'bad-encoder',
    `The folder ${folder} has no ONNX file (${insideFolder.join(', ')}); export the model to ONNX, or name the file itself.`,
    { file: folder },
  );
}

async function around(file: string, description: string | undefined): Promise<ModelPlace> {
  const beside = besideModel(file);
  const folders = [path.dirname(file)];
  if (path.basename(folders[0]) === 'onnx') folders.push(path.dirname(folders[0]));
  const read = async (name: string): Promise<Config | undefined> => {
    for (const folder of folders) {
      const table = await readTable(path.join(folder, name));
      if (table !== undefined) return table;
    }
    return undefined;
  };
  return {
    file,
    description: description ?? ((await isFile(beside)) ? beside : undefined),
    preprocessor: await read('preprocessor_config.json'),
    config: await read('config.json'),
  };
}

/** The JSON object in a file; undefined where there is no such file or it holds something else. */
async function readTable(file: string): Promise<Config | undefined> {
  try {
    const value: unknown = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

export async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}
