import { describe, expect, it } from 'vitest';
import { readLabelLines } from '../../../src/dataset/labels/labelLines.ts';
import { folderOf } from '../../support/datasets.ts';

async function linesOf(text: string, ...paths: string[]) {
  const folder = folderOf(['labels.csv', text]);
  return Object.fromEntries(await readLabelLines(`${folder}/labels.csv`, new Set(paths)));
}

describe('the lines of rows in labels.csv', () => {
  it('are counted as an editor does, whatever ends them', async () => {
    const expected = { 'b.jpg': { first: 2, last: 2 } };
    expect(await linesOf('path,label\na.jpg,cat\nb.jpg,dog\n', 'b.jpg')).toEqual(expected);
    expect(await linesOf('path,label\r\na.jpg,cat\r\nb.jpg,dog\r\n', 'b.jpg')).toEqual(expected);
    expect(await linesOf('path,label\na.jpg,cat\nb.jpg,dog', 'b.jpg')).toEqual(expected);
    expect(await linesOf('\ufeffpath,label\na.jpg,cat\nb.jpg,dog\n', 'b.jpg')).toEqual(expected);
  });

  it('span a row with line breaks in quotes, and go on behind it', async () => {
    const text = 'path,label,note\r\n"a, ""1"".jpg",cat,"two\r\nlines, and\ra third"\r\nb.jpg,dog,\r\n';
    expect(await linesOf(text, 'a, "1".jpg', 'b.jpg')).toEqual({
      'a, "1".jpg': { first: 1, last: 3 },
      'b.jpg': { first: 4, last: 4 },
    });
  });

  it('are those of the column called path, of the last row of a path, and of names that are not ASCII', async () => {
    const text = 'note,path,label\nx,a.jpg,cat\n\nx,ü.jpg,cat\na.jpg,b.jpg,dog\nx,a.jpg,dog\n';
    expect(await linesOf(text, 'a.jpg', 'ü.jpg')).toEqual({
      'a.jpg': { first: 5, last: 5 },
      'ü.jpg': { first: 3, last: 3 },
    });
  });

  it('begin with the first where there is no header, and go on behind a quote that is never closed', async () => {
    expect(await linesOf('a.jpg,cat\n"b.jpg,dog\nc.jpg,dog\n', 'a.jpg', 'b.jpg', 'c.jpg')).toEqual({
      'a.jpg': { first: 0, last: 0 },
      'c.jpg': { first: 2, last: 2 },
    });
  });

  it('are none where there is no file', async () => {
    expect((await readLabelLines(`${folderOf('a.jpg')}/labels.csv`, new Set(['a.jpg']))).size).toBe(0);
  });
});
