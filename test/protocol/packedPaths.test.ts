import { expect, test } from 'vitest';
import { packPaths, unpackPaths } from '../../src/protocol/packedPaths.ts';

const paths = ['a.jpg', 'b/1.jpg', 'b/c/2.jpg', 'b/d.jpg', 'b/e # %2f?.jpg', '../f/ü\n.jpg', 'g/b/1.jpg'];

test('paths come back as they were, in their order', () => {
  expect(unpackPaths(packPaths(paths))).toEqual(paths);
  expect(unpackPaths(packPaths([]))).toEqual([]);
});

test('a folder is said once for all its images in a row', () => {
  const many = Array.from({ length: 1000 }, (_, i) => `a/rather/long/folder/name/${i}.jpg`);
  expect(packPaths(many)).toEqual([{ folder: 'a/rather/long/folder/name/', names: expect.any(String) }]);
  expect(JSON.stringify(packPaths(many)).length).toBeLessThan(JSON.stringify(many).length / 2);
});
