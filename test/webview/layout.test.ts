import { describe, expect, test } from 'vitest';
import { gap, gridLayout, scrollTo } from '../../webview/batch/layout.ts';

const view = { count: 1000, width: 800, height: 600, scrollTop: 0, cellSize: 150 };

describe('the grid', () => {
  test('fills its width with as many columns as fit', () => {
    const { columns, cell } = gridLayout(view);
    expect(columns).toBe(5);
    expect(gap + columns * (cell + gap)).toBeLessThanOrEqual(view.width);
    expect(gap + columns * (cell + gap)).toBeGreaterThan(view.width - columns);
    expect(cell).toBeGreaterThanOrEqual(view.cellSize);
  });

  test('has one column where nothing wider fits', () => {
    expect(gridLayout({ ...view, width: 60 })).toMatchObject({ columns: 1, cell: 44 });
  });

  test.each([0, 1, 137, 5000, 1e9])('draws every row that is in view at scroll position %i', (scrollTop) => {
    const layout = gridLayout({ ...view, scrollTop });
    const pitch = layout.cell + gap;
    const rows = Math.ceil(view.count / layout.columns);
    const top = Math.min(scrollTop, layout.height - view.height);
    for (let row = 0; row < rows; row++) {
      const isInView = gap + row * pitch < top + view.height && gap + row * pitch + layout.cell > top;
      if (scrollTop < 1e9 && isInView) {
        expect(row).toBeGreaterThanOrEqual(layout.firstRow);
        expect(row).toBeLessThanOrEqual(layout.lastRow);
      }
    }
    expect(layout.lastRow).toBeLessThan(rows);
  });

  test('draws few rows of 100,000 images', () => {
    const layout = gridLayout({ ...view, count: 100_000, scrollTop: 1e6 });
    expect(layout.lastRow - layout.firstRow).toBeLessThan(12);
  });

  test('of no images draws nothing', () => {
    const layout = gridLayout({ ...view, count: 0 });
    expect(layout.lastRow).toBeLessThan(layout.firstRow);
  });
});

describe('following the cursor', () => {
  const layout = gridLayout(view);

  test('leaves the scroll position alone while the image is in view', () => {
    expect(scrollTo(0, layout, 0, view.height)).toBe(0);
    expect(scrollTo(7, layout, 0, view.height)).toBe(0);
  });

  test('shows an image further down or up in full', () => {
    const pitch = layout.cell + gap;
    const down = scrollTo(500, layout, 0, view.height);
    const top = gap + 100 * pitch;
    expect(top + layout.cell).toBeLessThanOrEqual(down + view.height);
    expect(top).toBeGreaterThanOrEqual(down);
    expect(scrollTo(0, layout, down, view.height)).toBe(0);
  });
});
