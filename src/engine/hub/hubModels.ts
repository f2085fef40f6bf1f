import type { HubModel } from '../../protocol/encoder.ts';

/**
 * THE TABLE of models that can be downloaded by name. Each revision is a commit, so that nobody can change what is behind it.
 * `sha256` stands where the hub's own page of that commit shows it; for the others it is asked of the hub, and shown,
 * before anything is fetched.
 */
export const hubModels: readonly HubModel[] = [
  {
    id: 'dinov2-small',
    title: 'DINOv2 small',
    summary: 'The best of the three, and the slowest.',
    licence: 'Apache-2.0',
    megabytes: 88.5,
    repository: 'Xenova/dinov2-small',
    revision: '560a572cedd01ab59cf1a614c2d9673397b65ef2',
    file: 'onnx/model.onnx',
    sha256: '83141175ec78b4ff9a2bb58a4c7c264ba0054d1c2e122e5a8114b79a8d4179ea',
  },
  {
    id: 'dinov2-small-8bit',
    title: 'DINOv2 small, 8-bit',
    summary: 'A smaller download, not a faster one: it runs one image at a time.',
    licence: 'Apache-2.0',
    megabytes: 24.5,
    repository: 'Xenova/dinov2-small',
    revision: '560a572cedd01ab59cf1a614c2d9673397b65ef2',
    file: 'onnx/model_quantized.onnx',
  },
  {
    id: 'mobilenetv4-small',
    title: 'MobileNetV4 small',
    summary: 'The fastest. Gives scores of 1,000 everyday classes as features.',
    licence: 'Apache-2.0',
    megabytes: 15.1,
    repository: 'onnx-community/mobilenetv4s-webnn',
    revision: '4d0797f67ae5973e65432967711289f4f2f47190',
    file: 'onnx/model.onnx',
  },
];

/** Small files beside the ONNX file that say how images are prepared. */
export const configurationFiles = ['preprocessor_config.json', 'config.json'];
