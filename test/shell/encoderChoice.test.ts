import { expect, test } from 'vitest';
import { hubModels } from '../../src/engine/hub/hubModels.ts';
import { encoderSources } from '../../src/extension/encoderSources.ts';
import { duration, estimate, megabytes, pace } from '../../src/extension/encoderWords.ts';

const labels = (items: readonly { readonly label: string }[]) =>
  items.map(({ label }) => label.replace(/\$\([\w-]+\) /g, ''));

test('encoders to choose from: the built-in one, files, folders, and models with size and licence', () => {
  const items = encoderSources({ current: 'builtin', isTrusted: true, offers: hubModels });
  expect(labels(items)).toEqual([
    'Built-in',
    'ONNX File',
    'Hugging Face Folder',
    'download from huggingface.co',
    'DINOv2 small',
    'DINOv2 small, 8-bit',
    'MobileNetV4 small',
  ]);
  expect(items.find(({ label }) => label.endsWith('DINOv2 small'))?.description).toBe(
    'about 88.5 MB, Apache-2.0',
  );
});

test('the one in use is marked; one that was downloaded needs no download', () => {
  const [first, ...others] = hubModels;
  const offers = [{ ...first, there: '/models/model.onnx' }, ...others];
  const items = encoderSources({ current: '/models/mine.onnx', isTrusted: true, offers });
  expect(items.filter(({ label }) => label.startsWith('$(check)'))).toMatchObject([
    { source: { kind: 'current', model: '/models/mine.onnx' } },
  ]);
  expect(items.find(({ source }) => source?.kind === 'hub')?.description).toMatch(/^downloaded/);
});

test('in a workspace nobody trusts there is the built-in one alone, with the reason and the way to trust it', () => {
  const items = encoderSources({ current: '/evil/model.onnx', isTrusted: false, offers: hubModels });
  expect(items.flatMap(({ source }) => source?.kind ?? [])).toEqual(['builtin', 'trust']);
  expect(items.at(-1)?.detail).toMatch(/only where you trust/);
  expect(items[0].label).toContain('$(check)');
});

test('how long and how large is said in words', () => {
  expect([0.2, 40, 180, 7800, 7200, 360_000].map(duration)).toEqual([
    '1 s',
    '40 s',
    '3 min',
    '2 h 10 min',
    '2 h',
    '100 h',
  ]);
  expect([megabytes(88_500_000), megabytes(349_000_000)]).toEqual(['88.5 MB', '349 MB']);
  expect(estimate(8200, 180)).toBe('8,200 images ≈ 3 min on this machine');
  expect(estimate(0, 0)).toBe('Every image here is embedded already.');
  expect([pace(0.1), pace(12)]).toEqual(['10 images a second', '5 images a minute']);
});
