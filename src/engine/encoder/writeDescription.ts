import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { systemCode, writeError } from '../../dataset/files/fileErrors.ts';
import { nodeFileSystem, stampOf } from '../../dataset/files/fileSystem.ts';
import { replaceFile } from '../../dataset/files/replaceFile.ts';
import type { WriteDescriptionRequest } from '../../protocol/encoder.ts';
import { readDescription } from './description.ts';
import { besideModel } from './modelPlace.ts';

const notAllowed = new Set(['EROFS', 'EACCES', 'EPERM']);

/**
 * Writes a description beside its ONNX file, or, where nobody may write there, into the folder `otherwise`. Gives what the
 * setting `encoder` must be: the ONNX file, or the description that names it. Throws `bad-encoder` if something is
 * missing or wrong in it, and never writes over a description that is there.
 */
export async function writeDescription({
  file,
  description,
  otherwise,
}: WriteDescriptionRequest): Promise<string> {
  const { model: _, ...own } = description;
  readDescription(
    own,
    (what) => new UserError('bad-encoder', `The description of ${file} ${what}.`, { file }),
  );
  const beside = besideModel(file);
  try {
    await create(beside, own);
    return file;
  } catch (error) {
    const { cause } = error instanceof Error ? error : {};
    if (!notAllowed.has(systemCode(cause) ?? '')) throw error;
  }
  const written = { ...own, model: file };
  // Two models of one name are two files there, and so are two descriptions of one model.
  const id = createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 8);
  const elsewhere = path.join(otherwise, `${path.basename(beside, '.json')}-${id}.json`);
  await mkdir(otherwise, { recursive: true }).catch((error: unknown) => {
    throw writeError(error, otherwise);
  });
  await create(elsewhere, written);
  return elsewhere;
}

/** Writes a file that is not there yet; one with the same content may be. */
async function create(file: string, description: object): Promise<void> {
  const text = `${JSON.stringify(description, null, 2)}\n`;
  const isNew = await replaceFile(nodeFileSystem, file, Buffer.from(text), stampOf(undefined));
  if (isNew || (await readFile(file, 'utf8')) === text) return;
  throw new UserError(
    'bad-encoder',
    `${file} is there already and describes something else; move it away, or choose it as the encoder.`,
    { file },
  );
}
