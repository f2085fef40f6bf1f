import type { WrittenDescription } from '../../protocol/encoder.ts';

type Pixels = NonNullable<WrittenDescription['pixels']>;

/** The ways pixel values are usually brought into range. */
export const pixelPresets = {
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  half: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  unit: { range: [0, 1] },
  clip: {
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
} as const satisfies Readonly<Record<string, Pixels>>;

export interface Family {
  readonly name: string;
  readonly pixels: keyof typeof pixelPresets;
  readonly resize: 'squash' | 'crop';
  /** Side in pixels, where the graph takes any. */
  readonly size: number;
  /** For an output of tokens. */
  readonly pooling: 'mean' | 'cls';
}

const families: readonly (Family & { readonly pattern: RegExp })[] = [
  { name: 'SigLIP', pattern: /siglip/, pixels: 'half', resize: 'squash', size: 224, pooling: 'mean' },
  { name: 'MobileCLIP', pattern: /mobileclip/, pixels: 'unit', resize: 'crop', size: 256, pooling: 'cls' },
  { name: 'CLIP', pattern: /clip/, pixels: 'clip', resize: 'crop', size: 224, pooling: 'cls' },
  { name: 'DINO', pattern: /dino/, pixels: 'imagenet', resize: 'crop', size: 224, pooling: 'cls' },
  { name: 'DeiT', pattern: /deit/, pixels: 'imagenet', resize: 'crop', size: 224, pooling: 'cls' },
  { name: 'Swin', pattern: /swin/, pixels: 'imagenet', resize: 'squash', size: 224, pooling: 'mean' },
  {
    name: 'ViT',
    pattern: /(^|[^a-z])vit([^a-z]|$)/,
    pixels: 'half',
    resize: 'squash',
    size: 224,
    pooling: 'cls',
  },
  {
    name: 'ImageNet',
    pattern: /mobilenet|resnet|resnext|efficientnet|convnext|regnet|densenet|shufflenet|imagenet/,
    pixels: 'imagenet',
    resize: 'crop',
    size: 224,
    pooling: 'mean',
  },
];

/** The family a model belongs to by its names (file, folder, `model_type` of its config), the first that tells. */
export function familyOf(names: readonly string[]): Family | undefined {
  for (const name of names) {
    const found = families.find(({ pattern }) => pattern.test(name.toLowerCase()));
    if (found !== undefined) return found;
  }
  return undefined;
}
