import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells, ending, quote, records, unquote } from '../../../src/dataset/labels/records.ts';

const cell = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r', ' ', 'é'), maxLength: 8 });
const anything = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' '), maxLength: 60 });

describe('records', () => {
  it('lose no byte of any text', () => {
    fc.assert(
      fc.property(anything, (text) => [...records(text)].map(({ raw }) => raw).join('') === text),
      { numRuns: 2000 },
    );
  });

  it('give back the cells that were quoted into them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (table) => {
        const text = table.map((row) => `${row.map(quote).join(',')}\r\n`).join('');
        expect([...records(text)].map(({ raw }) => cells(raw).map(unquote))).toEqual(table);
      }),
    );
  });

  it('keep the raw cells of a record such that joined they are the record', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const { raw } of records(text)) expect(cells(raw).join(',') + ending(raw)).toBe(raw);
      }),
      { numRuns: 2000 },
    );
  });

  it('count lines through quoted line breaks', () => {
    const found = [...records('path,label\n"a\nb",x\nc,y\n')];
    expect(found.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('end a record whose quote is never closed with its line, and read the next one', () => {
    const found = [...records('a,"b\nc,d\ne,"f"\n'.replace('"f"', 'f'))];
    expect(found.map(({ raw, isBroken }) => [raw, isBroken])).toEqual([
      ['a,"b\n', true],
      ['c,d\n', false],
      ['e,f\n', false],
    ]);
  });

  it('read a file of 100,000 rows that begin with a quote in well under a second', () => {
    const start = performance.now();
    expect([...records('"a""\n'.repeat(100_000))].length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
