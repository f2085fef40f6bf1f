import type { EncoderQuestion, ModelPort } from '../../protocol/encoder.ts';
import { pixelPresets } from './wellKnown.ts';

/** What a person is asked about a model of which no file tells. */

export function layoutQuestion(): EncoderQuestion {
  return {
    about: 'layout',
    text: 'In which order does the model take its numbers?',
    choices: [
      {
        label: 'Channels first (NCHW)',
        detail: 'batch x 3 x height x width, as PyTorch exports it',
        given: { input: { layout: 'NCHW' } },
      },
      {
        label: 'Channels last (NHWC)',
        detail: 'batch x height x width x 3, as TensorFlow exports it',
        given: { input: { layout: 'NHWC' } },
      },
    ],
  };
}

export function sizeQuestion(): EncoderQuestion {
  return {
    about: 'size',
    text: 'How large are the images the model takes?',
    choices: [224, 256, 384, 518, 128, 96].map((side) => ({
      label: `${side} x ${side}`,
      detail: side === 224 ? 'Most models' : '',
      given: { input: { size: [side, side] } },
    })),
  };
}

export function resizeQuestion(size: readonly [number, number] | undefined): EncoderQuestion {
  const from = Math.round((Math.max(...(size ?? [224, 224])) * 256) / 224);
  return {
    about: 'resize',
    text: 'How does an image become that size?',
    choices: [
      {
        label: 'Cut out the center',
        detail: `The shorter side becomes ${from} pixels, then the edges go. What ImageNet models are trained with.`,
        given: { resize: { rule: 'crop', shorterSide: from } },
      },
      {
        label: 'Squash',
        detail: 'Both sides become that size; nothing is lost, proportions change.',
        given: { resize: { rule: 'squash' } },
      },
      {
        label: 'Pad',
        detail: 'The whole image on black, with its proportions.',
        given: { resize: { rule: 'pad' } },
      },
    ],
  };
}

export function pixelsQuestion(): EncoderQuestion {
  const { imagenet, half, unit, clip } = pixelPresets;
  return {
    about: 'pixels',
    text: 'Which values does the model take for a pixel?',
    choices: [
      {
        label: 'ImageNet mean and deviation',
        detail: 'mean 0.485, 0.456, 0.406 and deviation 0.229, 0.224, 0.225: torchvision, timm, DINO',
        given: { pixels: imagenet },
      },
      {
        label: '-1 to 1',
        detail: 'mean 0.5 and deviation 0.5: ViT, SigLIP, TensorFlow',
        given: { pixels: half },
      },
      { label: '0 to 1', detail: 'bytes divided by 255', given: { pixels: unit } },
      { label: 'CLIP mean and deviation', detail: 'mean 0.481, 0.458, 0.408', given: { pixels: clip } },
    ],
  };
}

export function outputQuestion(outputs: readonly ModelPort[]): EncoderQuestion {
  return {
    about: 'output',
    text: 'Which output is the embedding?',
    choices: outputs.map(({ name, shape }) => ({
      label: name,
      detail: shape.join(' x ') || 'of unknown shape',
      given: { output: { name } },
    })),
  };
}

export function poolingQuestion({ name, shape }: ModelPort): EncoderQuestion {
  const isTokens = shape.length === 3;
  const choices = [
    {
      label: 'The first token',
      detail: 'The class token of ViT, DINO, CLIP',
      given: { output: { name, pooling: 'cls' as const } },
    },
    {
      label: 'The mean of all tokens',
      detail: 'Swin, SigLIP, and models without a class token',
      given: { output: { name, pooling: 'mean' as const } },
    },
  ];
  const none = {
    label: 'It is one row already',
    detail: 'batch x dimensions',
    given: { output: { name, pooling: 'none' as const } },
  };
  return {
    about: 'pooling',
    text: `The output "${name}" is ${shape.join(' x ') || 'of unknown shape'}. What of it is the embedding of an image?`,
    choices: isTokens ? choices : [none, ...choices],
  };
}
