import assert from 'node:assert';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { GraphBuilder } from '../../src/core/onnx/graph.ts';
import { createRng } from '../../src/core/rng.ts';
import { mobileNetFile } from '../support/mobileNet.ts';
import { plainImages } from './images.ts';
import { PanelPage } from './panelPage.ts';
import { copyPhotos, noPhotos } from './photos.ts';
import { type StepResult, Steps } from './steps.ts';
import { until } from './until.ts';
import {
  answerFileDialog,
  confirm,
  type Origin,
  openWorkbench,
  printLogs,
  root,
  runCommand,
} from './workbench.ts';

/**
 * What a person does to use an encoder of their own: chooses the file, answers what no file says, looks at the trial, goes
 * back once, and uses it. Pictures of it go to `.build/screenshots`.
 */
export async function driveEncoder(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-encoder-'));
  if (noPhotos() === undefined) copyPhotos(folder);
  else await plainImages(folder, 60);
  const network = mobileNetFile();
  const model = path.join(folder, 'network.onnx');
  if (network) copyFileSync(network, model);
  else writeFileSync(model, anyEncoder());
  const workbench = await openWorkbench({ name: `encoder-${name}`, origin, folder });
  const { page } = workbench;
  const panel = new PanelPage(page);
  mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
  const picture = (what: string): Promise<unknown> =>
    page.screenshot({ path: path.join(root, `.build/screenshots/${name}-encoder-${what}.png`) });
  const chooseFile = async (): Promise<void> => {
    await take(page, 'ONNX File');
    await answerFileDialog(page, folder, model);
  };

  try {
    await steps.step(
      'the palette offers the built-in encoder, files, folders, and models with their size',
      async () => {
        await runCommand(page, 'Next Batch: Open Image Folder');
        await answerFileDialog(page, folder);
        await panel.cells.first().waitFor();
        await runCommand(page, 'Next Batch: Choose Encoder');
        await row(page, 'DINOv2 small').waitFor();
        await page.waitForTimeout(400);
        await picture('sources');
      },
    );
    await steps.step('a model is looked up only when that is asked for, and one can go back', async () => {
      await take(page, 'MobileNetV4 small');
      await row(page, 'Look It Up on huggingface.co').waitFor();
      await page.waitForTimeout(400);
      await picture('look-up');
      await page.locator('.quick-input-widget .codicon-quick-input-back').click();
      await row(page, 'ONNX File').waitFor();
    });
    await steps.step('a file is asked about only what nothing says of it, with a way back', async () => {
      await chooseFile();
      await row(page, '224 x 224').waitFor();
      await page.waitForTimeout(400);
      await picture('size');
      await take(page, '224 x 224');
      await row(page, 'Cut out the center').waitFor();
      await page.locator('.quick-input-widget .codicon-quick-input-back').click();
      await take(page, '224 x 224');
      await take(page, 'Cut out the center');
      await take(page, 'ImageNet mean and deviation');
    });
    await steps.step('the trial shows what is alike and how long all will take', async () => {
      await row(page, 'Use network').waitFor({ timeout: 60_000 });
      await until(
        'the picture is open',
        async () => (await page.locator('.tab', { hasText: 'trial of' }).count()) > 0,
      );
      assert.match(
        (await row(page, 'Use network').textContent()) ?? '',
        /images ≈ \d+ (s|min) on this machine/,
      );
      await page.waitForTimeout(1500);
      await picture('trial');
      await take(page, 'Neighbors in Words');
      await confirm(page, 'Each image of the trial');
      await row(page, 'Use network').waitFor();
    });
    await steps.step('leaving changes nothing', async () => {
      await page.keyboard.press('Escape');
      await until(
        'the picture is gone',
        async () => (await page.locator('.tab', { hasText: 'trial of' }).count()) === 0,
      );
      assert.equal(existsSync(path.join(folder, 'network.json')), false);
      assert.equal(existsSync(path.join(folder, '.vscode/settings.json')), false);
    });
    await steps.step('using it writes the description and the setting, and says what is next', async () => {
      await runCommand(page, 'Next Batch: Choose Encoder');
      await chooseFile();
      await take(page, '224 x 224');
      await take(page, 'Cut out the center');
      await take(page, 'ImageNet mean and deviation');
      await confirm(page, 'Do its neighbors make sense?');
      await panel.frame.getByText('network is the encoder now.').waitFor();
      await picture('used');
      const settings = readFileSync(path.join(folder, '.vscode/settings.json'), 'utf8');
      assert.equal(JSON.parse(settings)['nextBatch.encoder'], 'network.onnx');
      assert.ok(existsSync(path.join(folder, 'network.json')));
    });
  } finally {
    if (steps.hasFailed) {
      await picture('failed').catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}

/** In Restricted Mode: the built-in encoder alone, the reason, and a setting of the workspace that is not obeyed. */
export async function driveUntrustedEncoder(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-untrusted-'));
  await plainImages(folder, 20);
  mkdirSync(path.join(folder, '.vscode'));
  writeFileSync(path.join(folder, 'evil.onnx'), 'not a model');
  writeFileSync(path.join(folder, '.vscode/settings.json'), '{ "nextBatch.encoder": "evil.onnx" }');
  const settings = {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  };
  const workbench = await openWorkbench({ name: `untrusted-${name}`, origin, folder, settings });
  const { page } = workbench;
  const panel = new PanelPage(page);
  try {
    await steps.step(
      'a workspace nobody trusts offers the built-in encoder alone, and says why',
      async () => {
        await runCommand(page, 'Next Batch: Open Image Folder');
        await answerFileDialog(page, folder);
        await panel.cells.first().waitFor();
        await runCommand(page, 'Next Batch: Choose Encoder');
        await row(page, 'Manage Workspace Trust').waitFor();
        await page.waitForTimeout(400);
        await page.screenshot({ path: path.join(root, `.build/screenshots/${name}-encoder-untrusted.png`) });
        assert.equal(await page.locator('.quick-input-list .monaco-list-row').count(), 2);
        assert.match((await row(page, 'Built-in').innerHTML()) ?? '', /codicon-check/);
        await page.keyboard.press('Escape');
      },
    );
    await steps.step('and does not load the model that its settings name', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await panel.frame.locator('.strategy').waitFor({ timeout: 60_000 });
    });
  } finally {
    if (steps.hasFailed) {
      await page.screenshot({ path: path.join(root, `.build/screenshots/${name}-untrusted-failed.png`) });
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}

/** As `answerQuickPick`, through its field: the panel takes the focus for a moment when a tab in front of it closes. */
async function take(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  await row(page, title).waitFor();
  await input.fill(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await input.press('Enter');
}

function row(page: Page, text: string) {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
}

/** A model of which no file says anything: any image to 24 numbers. */
function anyEncoder(): Uint8Array {
  const rng = createRng('any encoder');
  const graph = new GraphBuilder();
  const image = graph.input('image', 'float32', ['n', 3, 'h', 'w']);
  const small = graph.node('AveragePool', [image], {
    kernel_shape: { ints: [28, 28] },
    strides: { ints: [28, 28] },
  });
  const rows = graph.node('Flatten', [small], { axis: { int: 1 } });
  const weights = Float32Array.from({ length: 192 * 24 }, () => rng.normal());
  graph.node('MatMul', [rows, graph.constant('float32', [192, 24], weights)], {}, 'embedding');
  graph.output('embedding', 'float32', ['n', 24]);
  return graph.build();
}
