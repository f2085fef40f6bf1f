import assert from 'node:assert';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import { GraphBuilder } from '../../src/core/onnx/graph.ts';
import { createRng } from '../../src/core/rng.ts';
import { hubModels } from '../../src/engine/hub/hubModels.ts';
import { startHub } from '../support/hubServer.ts';
import { imageFolder, open, run, tearDown, until } from './world.ts';

/** What no file says of a bare model. */
const answers = { input: { size: [16, 16] }, resize: { rule: 'squash' }, pixels: { range: [0, 1] } };

suite('Choose Encoder', () => {
  teardown(async () => {
    await workspace.getConfiguration('nextBatch').update('encoder', undefined, ConfigurationTarget.Global);
    await tearDown();
  });

  test('describes an ONNX file, tries it, and has the folder use it from then on', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const encoder = path.join(folder, 'mine.onnx');
    writeFileSync(encoder, smallEncoder());
    await give({ folder, encoder, description: answers, use: true });
    await until('the session knows', () => session.settings.encoder !== 'builtin');
    assert.equal(session.settings.encoder, 'mine.onnx');
    assert.match(
      session.banner?.message ?? '',
      /^mine is the encoder now\. 61 images ≈ \d+ s on this machine\.$/,
    );
    assert.equal(session.banner?.button?.command, 'embedFolder');
    const description = JSON.parse(readFileSync(path.join(folder, 'mine.json'), 'utf8'));
    assert.deepEqual(description.resize, { rule: 'squash' });
    await run('selectNextBatch', folder);
    assert.equal(session.dataset.batch?.encoder?.name, 'mine', JSON.stringify(session.banner));
    assert.equal(session.dataset.batch?.encoder?.dimensions, 24);

    await give({ folder, encoder: 'builtin', use: true });
    await until('it is as before', () => session.settings.encoder === 'builtin');
  });

  test('leaves everything as it was when the trial is not liked', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const encoder = path.join(folder, 'mine.onnx');
    writeFileSync(encoder, smallEncoder());
    await give({ folder, encoder, description: answers, use: false });
    assert.equal(session.settings.encoder, 'builtin');
    assert.equal(session.banner, null);
    assert.equal(existsSync(path.join(folder, 'mine.json')), false);
    assert.equal(existsSync(path.join(session.dataset.paths.cache, 'embeddings')), false);
  });

  test('takes a Hugging Face folder as it is', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const home = path.join(folder, 'encoders', 'net');
    mkdirSync(path.join(home, 'onnx'), { recursive: true });
    writeFileSync(path.join(home, 'onnx/model.onnx'), smallEncoder());
    const preprocessor = { size: { height: 16, width: 16 }, do_normalize: false };
    writeFileSync(path.join(home, 'preprocessor_config.json'), JSON.stringify(preprocessor));
    await give({ folder, encoder: home, use: true });
    await until('the session knows', () => session.settings.encoder === 'encoders/net/onnx/model.onnx');
    assert.match(session.banner?.message ?? '', /^net is the encoder now/);
  });

  test('refuses what is no model with one sentence that names it', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const encoder = path.join(folder, 'text.onnx');
    writeFileSync(encoder, 'nothing');
    await give({ folder, encoder, use: true });
    assert.equal(session.banner?.kind, 'error');
    assert.match(session.banner?.message ?? '', /text\.onnx is not an ONNX model/);
    assert.equal(session.settings.encoder, 'builtin');
  });

  test('downloads a model by its name, checks it, and finds it again without the network', async () => {
    const address = process.env.NEXT_BATCH_TEST_HUB;
    assert.ok(address, 'NEXT_BATCH_TEST_HUB names no address');
    const model = hubModels.find(({ id }) => id === 'mobilenetv4-small');
    assert.ok(model);
    const hub = await startHub(
      model,
      {
        [model.file]: Buffer.from(smallEncoder()),
        'preprocessor_config.json': Buffer.from(
          JSON.stringify({ size: { height: 16, width: 16 }, do_normalize: false }),
        ),
      },
      { port: Number(new URL(address).port), revision: model.revision },
    );
    const folder = imageFolder();
    const session = await open(folder);
    try {
      await give({ folder, encoder: model.id, use: true, download: true });
    } finally {
      await hub.close();
    }
    assert.ok(
      session.settings.encoder.endsWith(path.join('onnx', 'model.onnx')),
      JSON.stringify(session.banner),
    );
    const { encoder } = session.settings;
    const description = JSON.parse(readFileSync(encoder.replace('.onnx', '.json'), 'utf8'));
    assert.equal(
      description.source,
      `https://huggingface.co/${model.repository}/blob/${model.revision}/${model.file}`,
    );
    assert.deepEqual(readdirSync(path.dirname(encoder)).sort(), ['model.json', 'model.onnx']);
    const asked = hub.requests.length;
    await give({ folder, encoder: 'builtin', use: true });
    await until('it is as before', () => session.settings.encoder === 'builtin');
    await give({ folder, encoder: model.id, use: true });
    assert.equal(session.settings.encoder, encoder);
    assert.equal(hub.requests.length, asked);
  });
});

/** Any image of 16 x 16 to 24 numbers, by a fixed random matrix. */
function smallEncoder(): Uint8Array {
  const rng = createRng('small encoder');
  const graph = new GraphBuilder();
  const image = graph.input('image', 'float32', ['n', 3, 16, 16]);
  const rows = graph.node('Flatten', [image], { axis: { int: 1 } });
  const weights = Float32Array.from({ length: 768 * 24 }, () => rng.normal());
  graph.node('MatMul', [rows, graph.constant('float32', [768, 24], weights)], {}, 'embedding');
  graph.output('embedding', 'float32', ['n', 24]);
  return graph.build();
}

async function give(answer: object): Promise<void> {
  await commands.executeCommand('nextBatch.chooseEncoder', answer);
}
