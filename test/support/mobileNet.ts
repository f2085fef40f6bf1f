import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataFolder } from './measurement.ts';

/** A real pretrained encoder, 1280 columns, or undefined where the data folder lacks it. */
export function mobileNetFile(): string | undefined {
  const file = path.join(dataFolder, 'encoders/mobilenetv2-imagenet-f32.onnx');
  return existsSync(file) ? file : undefined;
}

/** Copies the network into a folder beside the description that its own preprocessing asks for; returns the copy. */
export function describeMobileNet(network: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const model = path.join(folder, 'mobilenetv2.onnx');
  copyFileSync(network, model);
  const description = {
    name: 'MobileNetV2, ImageNet',
    input: { name: 'input', layout: 'NCHW', size: [224, 224], color: 'RGB', batch: 16 },
    resize: { rule: 'crop', shorterSide: 256 },
    pixels: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    output: { name: 'embedding', pooling: 'none', normalize: false },
  };
  writeFileSync(path.join(folder, 'mobilenetv2.json'), JSON.stringify(description));
  return model;
}
