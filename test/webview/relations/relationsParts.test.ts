import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PanelConflict } from '../../../src/protocol/relationsPanel.ts';
import { missing, relationsPanel } from './relationsPanel.ts';

describe.skipIf(missing !== undefined)('groups and contradictions in a browser', () => {
  const { names, folder, opened, twoGrids, conflict } = relationsPanel();

  test('a class key names the group under the cursor, and only there; what is taken back is a group again', async () => {
    const groups = [0, 3, 6].map((n) => ({ id: names[n], size: 3, paths: names.slice(n, n + 3) }));
    const { page, host, focus, status } = await opened({
      ...twoGrids(),
      groups: { count: 10_000, images: 43_210, shown: groups },
    });
    const cursor = () => page.locator('.group.is-cursor').getAttribute('data-group');
    await page.keyboard.press('n');
    await page.getByText('10,000 groups, 43,210 images. Here are the 3 largest.').waitFor();
    expect(await focus()).toBe('Groups without a name');
    await page.keyboard.press('ArrowRight');
    await expect.poll(cursor).toBe(names[3]);
    await page.keyboard.press('2');
    await expect.poll(() => host.acts).toEqual([[{ kind: 'label', paths: [names[3]], label: 'dog' }]]);
    await expect.poll(cursor).toBe(names[6]);
    await expect.poll(status).toBe('3 images are dog.');
    await page.keyboard.press('Backspace');
    await expect.poll(cursor).toBe(names[3]);
    await page.keyboard.press('Escape');
    expect(await focus()).toMatch(/^Which of these show the same as /);
    await page.keyboard.press('2');
    expect(host.acts).toHaveLength(1);
  });

  test('a new class is typed for a group, or for the image that is asked about', async () => {
    const groups = { count: 1, images: 3, shown: [{ id: names[6], size: 3, paths: names.slice(6, 9) }] };
    const { page, host } = await opened({ ...twoGrids(), groups });
    const type = async (name: string) => {
      await page.keyboard.press('/');
      await page.keyboard.type(name);
      await page.keyboard.press('Shift+Enter');
    };
    await page.keyboard.press('n');
    await type('bird');
    await expect
      .poll(() => host.acts.flat())
      .toContainEqual({ kind: 'label', paths: [names[6]], label: 'bird' });
    await page.locator('[data-view=relations]').click();
    await page.getByRole('button', { name: 'Questions' }).click();
    await page.locator('[data-class=cat]').click();
    await expect
      .poll(() => host.acts.flat())
      .toContainEqual({ kind: 'label', paths: [names[0]], label: 'cat' });
  });

  test('a contradiction shows its chain; the pair that settles it is asked, or an answer withdrawn', async () => {
    const { page, host } = await opened({
      ...twoGrids(),
      conflicts: { count: 62, shown: [conflict(1), conflict(2)] },
    });
    await page.keyboard.press('Shift+N');
    await page.getByText('60 more come when some of these are settled.').waitFor();
    const row = page.locator('.conflict.is-cursor');
    const [zero, one, two, three] = names.map((name) => name.split('/').at(-1));
    const seen = await row.locator('.statement-seen').allTextContents();
    expect(seen.map((line) => line.replace(/\s+/g, ' ').trim())).toEqual([
      `${zero} = ${three} answered`,
      `${zero} = ${one} answered 2 times`,
      `${one} = cat label`,
      `${two} = dog label`,
      `${two} = ${three} nearly copies`,
    ]);
    expect(await row.locator('.statement img').count()).toBe(8);
    const spoken = await row.ariaSnapshot();
    for (const words of [
      `${names[0]} is the same as ${names[3]}`,
      `${names[0]} is the same as ${names[1]}, answered 2 times`,
      `${names[2]} is nearly a copy of ${names[3]}`,
    ])
      expect(spoken).toContain(words);
    await page.getByText('N Esc back to the questions').waitFor();
    await page.keyboard.press('ArrowDown');
    await row.getByRole('button', { name: 'Withdraw this answer' }).first().click();
    await expect.poll(() => host.asked).toContainEqual(['withdraw', 'a9']);
    await page.keyboard.press('Enter');
    await expect.poll(() => host.asked).toContainEqual(['settle', 'c2']);
    await page.getByRole('heading', { name: 'Choose all that show the same' }).waitFor();
  });

  test('the cursor stays on its contradiction when a new one comes before it', async () => {
    const { page, host } = await opened({ conflicts: { count: 2, shown: [conflict(1), conflict(2)] } });
    await page.keyboard.press('n');
    await page.keyboard.press('ArrowDown');
    const shown = [conflict(3), conflict(1), conflict(2)];
    host.tell({ conflicts: { count: 3, shown } });
    await expect.poll(() => page.locator('.conflict').count()).toBe(3);
    await page.keyboard.press('Enter');
    await expect.poll(() => host.asked).toContainEqual(['settle', 'c2']);
  });

  test('a statement stays in its line, with its button, whatever its images are called', async () => {
    const hostile = [
      '<img src=x onerror=alert(1)>.png',
      `${'deep/'.repeat(20)}${'very long name '.repeat(12)}.png`,
      '\u202egnp.txt.png',
      'فراشة.png',
    ];
    mkdirSync(path.join(folder, path.dirname(hostile[1])), { recursive: true });
    for (const name of hostile) copyFileSync(path.join(folder, names[0]), path.join(folder, name));
    const person = { source: '', times: 1, label: '', relation: 'same' } as const;
    const [a, b, c, d] = hostile;
    const about: PanelConflict = {
      id: 'c',
      said: { answer: 'a1', a, b: d, ...person },
      chain: [
        { answer: 'a2', a, b, ...person },
        { answer: '', a: b, b: '', ...person, relation: 'label', label: 'a class of a long name '.repeat(9) },
        { answer: 'a3', a: c, b: d, ...person, times: 12 },
      ],
      ask: { a, b },
    };
    for (const width of [1041, 640, 400]) {
      const { page, complaints } = await opened({ conflicts: { count: 1, shown: [about] } }, { width });
      await page.keyboard.press('n');
      await page.locator('.statement').nth(3).waitFor();
      const faults = await page.locator('.conflict').evaluate((row) => {
        const edge = row.getBoundingClientRect();
        const isOut = (box: DOMRect) => box.left < edge.left || box.right > edge.right;
        const lines = [...row.querySelectorAll('.statement')];
        const buttons = [...row.querySelectorAll('button, vscode-button')];
        return [
          row.scrollWidth > row.clientWidth ? 'it is wider than its place' : '',
          ...lines.map((line) => (line.getBoundingClientRect().height > 40 ? 'a line is two' : '')),
          ...buttons.map((one) => (isOut(one.getBoundingClientRect()) ? 'a button is cut off' : '')),
        ].filter((fault) => fault !== '');
      });
      expect(faults, `at ${width}`).toEqual([]);
      expect(await page.locator('.statement bdi').first().textContent()).toBe(a);
      const by = await page.locator('.statement-by').last().boundingBox();
      if (width > 1000) expect(by?.width).toBeGreaterThanOrEqual(100);
      expect(complaints).toEqual([]);
    }
  });

  test('the groups say how to get back to the questions: N too, where no contradictions come before them', async () => {
    const groups = { count: 1, images: 3, shown: [{ id: names[6], size: 3, paths: names.slice(6, 9) }] };
    const { page, host, focus } = await opened({ ...twoGrids(), groups });
    const keys = page.locator('.relations-keys');
    await page.keyboard.press('n');
    await expect.poll(() => keys.textContent()).toMatch(/N\s+Esc\s+back to the questions/);
    host.tell({ conflicts: { count: 1, shown: [conflict(1)] } });
    await expect.poll(() => keys.textContent()).toMatch(/other groups\s+Esc\s+back to the questions/);
    await page.keyboard.press('Escape');
    expect(await focus()).toMatch(/^Which of these show the same as /);
  });
});
