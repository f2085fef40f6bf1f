import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { npyHeader, readNpyHeader, readNpyIds, readNpyMatrix, writeNpy } from '../../src/dataset/npy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'npy-'));
let files = 0;

/** A .npy written by hand, as NEP 1 says. */
function npy(options: {
  descr: string;
  shape: string;
  body: Uint8Array;
  fortran?: string;
  version?: 1 | 2 | 3;
}): string {
  const { descr, shape, body, fortran = 'False', version = 1 } = options;
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  const bytes = Buffer.concat([
    Buffer.from('\x93NUMPY', 'latin1'),
    Buffer.from([version, 0]),
    length,
    Buffer.from(text, 'latin1'),
    body,
  ]);
  return save(bytes);
}

function save(bytes: Uint8Array | string): string {
  const file = path.join(folder, `${files++}.npy`);
  writeFileSync(file, bytes);
  return file;
}

function bytesOf(count: number, width: number, write: (buffer: Buffer, i: number) => void): Buffer {
  const buffer = Buffer.alloc(count * width);
  for (let i = 0; i < count; i++) write(buffer, i);
  return buffer;
}

describe('readNpyMatrix', () => {
  const values = [1, -2.5, 0.25, 65504, 2 ** -24, 0];
  const halves = [0x3c00, 0xc100, 0x3400, 0x7bff, 0x0001, 0x8000];

  it('reads float16, float32 and float64 of either byte order', async () => {
    const bodies: [string, Buffer][] = [
      ["'<f2'", bytesOf(6, 2, (b, i) => b.writeUInt16LE(halves[i], i * 2))],
      ["'>f2'", bytesOf(6, 2, (b, i) => b.writeUInt16BE(halves[i], i * 2))],
      ["'<f4'", bytesOf(6, 4, (b, i) => b.writeFloatLE(values[i], i * 4))],
      ["'>f4'", bytesOf(6, 4, (b, i) => b.writeFloatBE(values[i], i * 4))],
      ["'<f8'", bytesOf(6, 8, (b, i) => b.writeDoubleLE(values[i], i * 8))],
      ["'>f8'", bytesOf(6, 8, (b, i) => b.writeDoubleBE(values[i], i * 8))],
    ];
    for (const [descr, body] of bodies) {
      const matrix = await readNpyMatrix(npy({ descr, shape: '(2, 3)', body }));
      expect([matrix.rows, matrix.cols]).toEqual([2, 3]);
      for (const [i, value] of values.entries()) expect(matrix.data[i], descr).toBeCloseTo(value, 12);
    }
  });

  it('reads header versions 1, 2 and 3', async () => {
    const body = bytesOf(2, 4, (b, i) => b.writeFloatLE(i + 1, i * 4));
    for (const version of [1, 2, 3] as const) {
      const { data } = await readNpyMatrix(npy({ descr: "'<f4'", shape: '(1, 2)', body, version }));
      expect([...data]).toEqual([1, 2]);
    }
  });

  it('reads what is larger than one block', async () => {
    const rows = 3000;
    const cols = 1024;
    const data = Float32Array.from({ length: rows * cols }, (_, i) => i % 9973);
    const file = path.join(folder, 'large.npy');
    await writeNpy(file, { data, rows, cols });
    const read = await readNpyMatrix(file);
    expect(Buffer.compare(Buffer.from(read.data.buffer), Buffer.from(data.buffer))).toBe(0);
  });

  it.each([
    [
      'integers',
      { descr: "'<i4'", shape: '(1, 1)', body: Buffer.alloc(4) },
      /int32 of shape \(1, 1\).*astype\("float32"\)/,
    ],
    ['one dimension', { descr: "'<f4'", shape: '(4,)', body: Buffer.alloc(16) }, /N x D/],
    [
      'Fortran order',
      { descr: "'<f4'", shape: '(2, 2)', body: Buffer.alloc(16), fortran: 'True' },
      /ascontiguousarray/,
    ],
    ['objects', { descr: "'|O'", shape: '(2, 2)', body: Buffer.alloc(16) }, /\|O, not numbers/],
    [
      'structures',
      { descr: "[('a', '<f4')]", shape: '(2,)', body: Buffer.alloc(8) },
      /a structure, not numbers/,
    ],
    [
      'a file cut short',
      { descr: "'<f4'", shape: '(2, 2)', body: Buffer.alloc(15) },
      /ends after 3 of its 4 values/,
    ],
  ])('refuses %s with the way out', async (_, options, message) => {
    const file = npy(options);
    await expect(readNpyMatrix(file)).rejects.toMatchObject({
      code: 'bad-input',
      file,
      message: expect.stringMatching(message),
    });
    await expect(readNpyMatrix(file)).rejects.toThrow(file);
  });

  it('refuses what is not a .npy at all', async () => {
    for (const bytes of ['', 'hello', 'PK\x03\x04 a zip of arrays'])
      await expect(readNpyMatrix(save(bytes))).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining('numpy.save'),
      });
    await expect(readNpyMatrix(folder)).rejects.toMatchObject({ code: 'bad-input' });
    await expect(readNpyMatrix(path.join(folder, 'absent.npy'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('readNpyIds', () => {
  it('reads every integer kind, as a list or a column', async () => {
    const bodies: [string, Buffer][] = [
      ["'|i1'", Buffer.from([3, 0xff])],
      ["'|u1'", Buffer.from([3, 0xff])],
      ["'<i2'", bytesOf(2, 2, (b, i) => b.writeInt16LE([3, -1][i], i * 2))],
      ["'>u2'", bytesOf(2, 2, (b, i) => b.writeUInt16BE([3, 255][i], i * 2))],
      ["'<i4'", bytesOf(2, 4, (b, i) => b.writeInt32LE([3, -1][i], i * 4))],
      ["'>i8'", bytesOf(2, 8, (b, i) => b.writeBigInt64BE([3n, -1n][i], i * 8))],
      ["'<u8'", bytesOf(2, 8, (b, i) => b.writeBigUInt64LE([3n, 255n][i], i * 8))],
    ];
    for (const [descr, body] of bodies) {
      const last = descr.includes('u') ? 255 : -1;
      expect([...(await readNpyIds(npy({ descr, shape: '(2,)', body })))], descr).toEqual([3, last]);
      expect([...(await readNpyIds(npy({ descr, shape: '(2, 1)', body })))], descr).toEqual([3, last]);
    }
  });

  it('refuses floats, tables and ids over 32 bits', async () => {
    await expect(readNpyIds(npy({ descr: "'<f4'", shape: '(1,)', body: Buffer.alloc(4) }))).rejects.toThrow(
      /astype\("int32"\)/,
    );
    await expect(readNpyIds(npy({ descr: "'<i4'", shape: '(1, 2)', body: Buffer.alloc(8) }))).rejects.toThrow(
      /one integer per row/,
    );
    const big = bytesOf(1, 8, (b) => b.writeBigInt64LE(2n ** 40n));
    await expect(readNpyIds(npy({ descr: "'<i8'", shape: '(1,)', body: big }))).rejects.toThrow(
      /1099511627776 in row 0/,
    );
  });
});

describe('npyHeader', () => {
  it('has one length for every shape, so that it can be rewritten in place', () => {
    expect(new Set([1, 4096, 10_000_000].map((rows) => npyHeader(rows, 512).length))).toEqual(new Set([128]));
  });

  it('is understood by the reader', async () => {
    const file = save(Buffer.concat([npyHeader(1, 2), Buffer.alloc(8)]));
    expect(await readNpyHeader(file)).toMatchObject({
      kind: 'f',
      width: 4,
      bigEndian: false,
      shape: [1, 2],
      offset: 128,
    });
  });

  it('is understood by NumPy where that is installed', async ({ skip }) => {
    try {
      execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    } catch {
      skip('python3 with numpy is not installed');
    }
    const file = path.join(folder, 'numpy.npy');
    await writeNpy(file, { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, cols: 2 });
    const code = 'import numpy, sys; a = numpy.load(sys.argv[1]); print(a.shape, a.dtype, a.sum())';
    expect(execFileSync('python3', ['-c', code, file], { encoding: 'utf8' }).trim()).toBe(
      '(3, 2) float32 21.0',
    );
  });
});
