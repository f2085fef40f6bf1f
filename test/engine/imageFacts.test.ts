import { expect, it } from 'vitest';
import { folderNumbers, topFolderNumbers } from '../../src/engine/imageFacts.ts';

it('images of one folder have one number', () => {
  expect([...folderNumbers(['1.jpg', 'a/1.jpg', 'a/2.jpg', 'a/b/1.jpg'])]).toEqual([0, 1, 1, 2]);
});

it.each([
  [
    ['a/1.jpg', 'a/b/2.jpg', 'c/1.jpg', '1.jpg'],
    [0, 0, 1, 2],
  ],
  [
    ['../photos/a/1.jpg', '../photos/b/1.jpg', '../photos/b/c/1.jpg'],
    [0, 1, 1],
  ],
  [
    ['train/a/1.jpg', 'train/ab/1.jpg', 'train/1.jpg'],
    [0, 1, 2],
  ],
  [
    ['a/1.jpg', 'a/2.jpg'],
    [0, 0],
  ],
  [
    ['1.jpg', '2.jpg'],
    [0, 0],
  ],
  [
    ['/x/a/1.jpg', '/x/b/1.jpg', 'c/1.jpg'],
    [0, 0, 1],
  ],
  [[], []],
])('folders at the top of %j, below what all share', (names, numbers) => {
  expect([...topFolderNumbers(names)]).toEqual(numbers);
});
