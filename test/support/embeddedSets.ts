import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Matrix } from '../../src/core/types.ts';
import { readEmbeddings } from '../../src/dataset/embeddings.ts';
import { readNpyIds, readNpyMatrix, writeNpy } from '../../src/dataset/npy.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createMatrixLoader } from '../../src/engine/native/matrixLoader.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { listImages, unpack } from './imageSets.ts';
import { dataFolder } from './measurement.ts';
import { describeMobileNet, mobileNetFile } from './mobileNet.ts';

/** Real images as a matrix, with their true classes. */
export interface EmbeddedSet {
  readonly name: string;
  /** N x D, as the encoder gives them. */
  readonly embeddings: Matrix;
  /** Class number per row. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** Path of the image per row. */
  readonly names: readonly string[];
}

export const embeddedSetNames = ['caltech101-40', 'imagenette-2500', 'cifar10'] as const;
export type EmbeddedSetName = (typeof embeddedSetNames)[number];

/**
 * A set of the data folder, embedded by MobileNetV2 or by the built-in encoder (cifar10 comes embedded: 50,000 x 512 of
 * MobileNetV2). The first call takes a minute; later ones read what it left in the temporary folder. Undefined where the
 * data folder lacks a file.
 */
export async function embeddedSet(
  name: EmbeddedSetName,
  encoder: 'mobilenetv2' | 'builtin' = 'mobilenetv2',
): Promise<EmbeddedSet | undefined> {
  if (name === 'cifar10') return encoder === 'builtin' ? undefined : cifar10();
  const archive = path.join(dataFolder, `images/${name}.tar`);
  const network = encoder === 'builtin' ? path.join(mediaFolder, 'encoder/builtin.onnx') : mobileNetFile();
  if (!existsSync(archive) || network === undefined) return undefined;
  const key = createHash('sha256').update(readFileSync(archive)).update(readFileSync(network)).digest('hex');
  const folder = path.join(tmpdir(), 'next-batch-embedded', key.slice(0, 32));
  if (!existsSync(folder)) await embedInto(folder, name, encoder === 'builtin' ? undefined : network);
  const names = JSON.parse(readFileSync(path.join(folder, 'names.json'), 'utf8')) as string[];
  const classes = [...new Set(names.map(classOf))].sort();
  return {
    name,
    embeddings: await readNpyMatrix(path.join(folder, 'embeddings.npy')),
    labels: Int32Array.from(names, (image) => classes.indexOf(classOf(image))),
    classes,
    names,
  };
}

/** The class of an image is the folder it lies in. */
function classOf(image: string): string {
  return path.basename(path.dirname(image));
}

async function cifar10(): Promise<EmbeddedSet | undefined> {
  const file = (end: string): string => path.join(dataFolder, `embeddings/cifar10-train-50000${end}`);
  if (!existsSync(file('-labels-u8.npy'))) return undefined;
  const names = readFileSync(file('-files.txt'), 'utf8').trim().split('\n');
  return {
    name: 'cifar10',
    embeddings: await readNpyMatrix(file('x512-mnv2pca-f16.npy')),
    labels: await readNpyIds(file('-labels-u8.npy')),
    classes: [...new Set(names.map(classOf))].sort(),
    names,
  };
}

/** Embeds a set as the product does, and leaves matrix and names in a folder that appears when both are whole. */
async function embedInto(folder: string, name: string, network: string | undefined): Promise<void> {
  const images = unpack(`images/${name}.tar`);
  if (images === undefined) return;
  const work = mkdtempSync(path.join(tmpdir(), 'next-batch-embedding-'));
  const model = network === undefined ? 'builtin' : describeMobileNet(network, path.join(work, 'encoder'));
  const refs = listImages(images);
  const embeddings = await embed(refs, model, path.join(work, 'cache'));
  const whole = path.join(work, 'whole');
  mkdirSync(whole);
  await writeNpy(path.join(whole, 'embeddings.npy'), embeddings);
  writeFileSync(path.join(whole, 'names.json'), JSON.stringify(refs.map((ref) => ref.path)));
  mkdirSync(path.dirname(folder), { recursive: true });
  if (!existsSync(folder)) renameSync(whole, folder);
  rmSync(work, { recursive: true, force: true });
  rmSync(images, { recursive: true, force: true });
}

async function embed(images: readonly ImageRef[], model: string, cache: string): Promise<Matrix> {
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  const call = { signal: new AbortController().signal, progress: () => undefined };
  const { encoder, unreadable } = await engine.embed(
    { images, cache, encoder: { model }, thumbnails: false },
    call,
  );
  await engine.close();
  if (unreadable.length > 0) throw new Error(`${unreadable[0].path} could not be embedded.`);
  const folder = path.join(cache, 'embeddings', encoder.key);
  const index = await readEmbeddings(folder);
  const places = images.map((image) => {
    const content = index.contentOf(index.hashOf(image) ?? '');
    if (content?.kind !== 'row') throw new Error(`${image.path} has no embedding.`);
    return content;
  });
  const { matrix } = await createMatrixLoader()({
    kind: 'shards',
    identity: folder,
    folder,
    dimensions: encoder.dimensions,
    shards: Int32Array.from(places, ({ shard }) => shard),
    rows: Int32Array.from(places, ({ row }) => row),
  });
  return matrix;
}
