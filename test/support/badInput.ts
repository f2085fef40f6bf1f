import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npyHeader } from '../../src/dataset/npy.ts';
import { paintPictures } from './pictures.ts';

/** One kind of bad input: what is made in an empty folder, what is called there, and what must come out. */
export interface BadInput {
  readonly name: string;
  readonly make?: (folder: string) => Promise<void> | void;
  readonly words: readonly string[];
  readonly code: number;
  /** What the sentence on stderr must say. */
  readonly says: RegExp;
}

const oddLabels =
  '\ufeffpath,label,note\r\na/00.png,"cat, ""big""",x\r\na/00.png,dog,y\r\nb/01.png,Füchse\r\n';

/** Everything of the list that reaches the command line. */
export const badInputs: readonly BadInput[] = [
  {
    name: 'folder that does not exist',
    words: ['select', 'nowhere'],
    code: 1,
    says: /nowhere does not exist/,
  },
  {
    name: 'file in place of a folder',
    make: (folder) => writeFileSync(path.join(folder, 'x.jpg'), 'x'),
    words: ['embed', 'x.jpg'],
    code: 1,
    says: /x\.jpg is not a folder/,
  },
  {
    name: 'folder without images',
    words: ['select'],
    code: 1,
    says: /There are no images .* name another folder/,
  },
  pictures('one image', 1, ['select', '--budget', '5'], 0, /"shortfall": 4/),
  pictures('two images', 2, ['select', '--budget', '5'], 0, /"shortfall": 3/),
  pictures('budget larger than the pool', 6, ['select', '--budget', '100'], 0, /"shortfall": 94/),
  usage('budget 0', ['select', '--budget', '0'], /--budget is "0"; it must be a whole number from 1/),
  usage('negative budget', ['select', '--budget', '-4'], /--budget is "-4"; it must be a whole number/),
  usage(
    'budget that is no number',
    ['select', '--budget', 'many'],
    /--budget is "many"; it must be a whole number/,
  ),
  usage(
    'budget with a fraction',
    ['select', '--budget', '2.5'],
    /--budget is "2.5"; it must be a whole number/,
  ),
  usage(
    'unknown selector',
    ['select', '--selector', 'typiclus'],
    /no selector "typiclus"; did you mean typiclust/,
  ),
  pictures(
    'unknown parameter',
    3,
    ['select', '--selector', 'typiclust', '--param', 'neighbours=5'],
    2,
    /neighbors/,
  ),
  pictures(
    'parameter out of range',
    3,
    ['select', '--selector', 'typiclust', '--param', 'neighbors=-1'],
    2,
    /neighbors/,
  ),
  usage('unknown flag', ['select', '--budgt', '3'], /no flag --budgt; did you mean --budget/),
  usage('unknown command', ['selct'], /no command "selct"; did you mean "select"/),
  pictures('everything labeled', 2, ['select'], 0, /labeled|left/i, 'path,label\na/00.png,x\nb/01.png,y\n'),
  labels('labels.csv with every oddity', oddLabels, /duplicate|different rows|line/i),
  labels('labels.csv without a header', 'a/00.png,cat\n', /has no header/),
  labels(
    'labels.csv that opens a quote',
    'path,label\n"a/00.png,cat\n',
    /Line 2 .* quote that is never closed/,
  ),
  labels(
    'label of a missing file',
    'path,label\ngone.jpg,cat\n',
    /gone\.jpg .* is in labels\.csv but there is no such image/,
  ),
  labels(
    'class __proto__ and class <img onerror>',
    'path,label\na/00.png,__proto__\nb/01.png,<img onerror=x>\n',
    /"errors": 0|no errors/,
    0,
  ),
  pictures('labels.csv in UTF-16', 2, ['select'], 1, /UTF-16/, Buffer.from('\ufeffpath,label\n', 'utf16le')),
  { name: 'missing .npy', words: ['select', '--embeddings', 'x.npy'], code: 1, says: /x\.npy was not found/ },
  npy('.npy that is text', 'not numpy at all', /is not a \.npy file/),
  npy('.npy of the wrong kind', npyOf('<i8', '(4,)', Buffer.alloc(32)), /x\.npy holds int64/),
  npy('.npy in Fortran order', npyOf('<f4', '(2, 2)', Buffer.alloc(16), 'True'), /Fortran order/),
  npy(
    '.npy that is cut off',
    Buffer.concat([npyHeader(4, 4), Buffer.alloc(20)]),
    /x\.npy ends after 5 of its 16 values/,
  ),
  npy(
    '.npy with NaN',
    Buffer.concat([npyHeader(2, 1), floats(1, Number.NaN)]),
    /hold NaN or infinity and were left out/,
    0,
  ),
  named('too few names', 'a\nb\n', /n\.txt has 2 names, but .*x\.npy has 3 rows/),
  named('duplicate names', 'a\nb\na\n', /Line 3 of .*n\.txt repeats line 1/),
  {
    name: 'one class labeled only, for a strategy that needs a model',
    make: async (folder) => {
      await paintPictures(folder, 4);
      writeFileSync(path.join(folder, 'labels.csv'), 'path,label\na/00.png,cat\na/02.png,cat\n');
    },
    words: ['select', '--selector', 'margin'],
    code: 1,
    says: /The strategy margin needs .*labels of two classes at least/,
  },
  usage(
    'balance over something else',
    ['select', '--balance', 'colour'],
    /--balance is "colour"; it must be one of none, class, folder/,
  ),
  usage(
    'm per group below 0',
    ['select', '--max-per-group', '-2'],
    /--max-per-group is "-2"; it must be a whole number from 0/,
  ),
  pictures(
    'balance over classes without a model',
    4,
    ['select', '--balance', 'class'],
    0,
    /No model predicts classes yet/,
  ),
  {
    name: 'ONNX file that is text',
    make: async (folder) => {
      await paintPictures(folder, 2);
      writeFileSync(path.join(folder, 'x.onnx'), 'not a model');
      const description = {
        input: { size: [32, 32] },
        resize: { rule: 'squash' },
        pixels: { range: [0, 1] },
      };
      writeFileSync(path.join(folder, 'x.json'), JSON.stringify(description));
    },
    words: ['embed', '--encoder', 'x.onnx'],
    code: 1,
    says: /x\.onnx/,
  },
  {
    name: 'encoder with a mistyped description',
    make: async (folder) => {
      await paintPictures(folder, 2);
      writeFileSync(path.join(folder, 'x.onnx'), 'not a model');
      writeFileSync(path.join(folder, 'x.json'), '{ "inputt": {} }');
    },
    words: ['embed', '--encoder', 'x.onnx'],
    code: 1,
    says: /x\.json .*input/,
  },
  pictures('missing ONNX file', 2, ['embed', '--encoder', 'gone.onnx'], 1, /gone\.(onnx|json)/),
  {
    name: 'settings.json that is not JSON',
    make: async (folder) => {
      await paintPictures(folder, 2);
      mkdirSync(path.join(folder, '.vscode'));
      writeFileSync(path.join(folder, '.vscode/settings.json'), '{ "nextBatch.seed": ');
    },
    words: ['select'],
    code: 1,
    says: /settings\.json is not valid JSON/,
  },
  {
    name: 'setting out of range',
    make: async (folder) => {
      await paintPictures(folder, 2);
      mkdirSync(path.join(folder, '.vscode'));
      writeFileSync(path.join(folder, '.vscode/settings.json'), '{ "nextBatch.batchSize": 0 }');
    },
    words: ['select'],
    code: 2,
    says: /nextBatch\.batchSize is 0; it must be a whole number/,
  },
  {
    name: 'manifest that is something else',
    make: (folder) => writeFileSync(path.join(folder, 'm.json'), '{"picks":[]}'),
    words: ['replay', 'm.json'],
    code: 1,
    says: /m\.json is not a batch manifest/,
  },
];

/** What is called where nothing can be written; the folder holds three pictures and is read-only. */
export const readOnlyInputs: readonly BadInput[] = [
  {
    name: 'read-only folder: the picks are shown all the same',
    words: ['select', '--selector', 'random', '--budget', '2'],
    code: 0,
    says: /The batch is not recorded: .* may not be written; set nextBatch\.labelsFile/,
  },
  {
    name: 'read-only folder: embeddings have no place',
    words: ['embed'],
    code: 1,
    says: /nextBatch\.(labelsFile|cacheFolder)/,
  },
];

function pictures(
  name: string,
  count: number,
  words: readonly string[],
  code: number,
  says: RegExp,
  labelsFile?: string | Buffer,
): BadInput {
  return {
    name,
    make: async (folder) => {
      await paintPictures(folder, count);
      if (labelsFile !== undefined) writeFileSync(path.join(folder, 'labels.csv'), labelsFile);
    },
    words,
    code,
    says,
  };
}

function usage(name: string, words: readonly string[], says: RegExp): BadInput {
  return { name, words, code: 2, says };
}

function labels(name: string, text: string, says: RegExp, code = 1): BadInput {
  return pictures(name, 2, ['labels', 'check'], code, says, text);
}

function npy(name: string, content: string | Buffer, says: RegExp, code = 1): BadInput {
  return {
    name,
    make: (folder) => writeFileSync(path.join(folder, 'x.npy'), content),
    words: ['select', '--selector', 'k-center', '--budget', '1', '--embeddings', 'x.npy'],
    code,
    says,
  };
}

function named(name: string, text: string, says: RegExp): BadInput {
  return {
    name,
    make: (folder) => {
      writeFileSync(path.join(folder, 'x.npy'), Buffer.concat([npyHeader(3, 1), floats(1, 2, 3)]));
      writeFileSync(path.join(folder, 'n.txt'), text);
    },
    words: ['select', '--embeddings', 'x.npy', '--names', 'n.txt'],
    code: 1,
    says,
  };
}

function floats(...values: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

function npyOf(descr: string, shape: string, values: Buffer, fortran = 'False'): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117);
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  return Buffer.concat([head, Buffer.from(`${text}\n`), values]);
}
