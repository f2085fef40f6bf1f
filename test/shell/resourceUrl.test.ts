import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { resourceUrl } from '../../src/extension/resourceUrl.ts';

const folder = join(sep, 'pool');
const roots = [
  { folder: join(folder, '.next-batch', 'cache'), url: 'https://host/cache/' },
  { folder, url: 'https://host/pool' },
];

const odd = [
  'a b.jpg',
  '100%.jpg',
  'what?.jpg',
  '#1.jpg',
  'ünï 図.jpg',
  '<img onerror=x>.jpg',
  "quote'd.jpg",
];

test.each(odd)('the address of %s leads back to that file and no other', (name) => {
  const url = resourceUrl(roots, join(folder, 'dogs & cats', name));
  const parsed = new URL(url ?? '');
  expect([parsed.search, parsed.hash]).toEqual(['', '']);
  expect(decodeURIComponent(parsed.pathname)).toBe(`/pool/dogs & cats/${name}`);
  expect(url).not.toMatch(/[<>"\s]/);
});

test('the first root that holds the file gives the address', () => {
  const file = join(folder, '.next-batch', 'cache', 'thumbnails', 'ab.webp');
  expect(resourceUrl(roots, file)).toBe('https://host/cache/thumbnails/ab.webp');
});

test('a file outside all roots has none', () => {
  expect(resourceUrl(roots, join(sep, 'pool2', 'a.jpg'))).toBeUndefined();
  expect(resourceUrl(roots, join(folder, '..', 'a.jpg'))).toBeUndefined();
  expect(resourceUrl(roots, join(folder, '..a.jpg'))).toBe('https://host/pool/..a.jpg');
});
