import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { seriousFaults } from '../axe.ts';
import { themes, wear } from '../themes.ts';
import { bracketed, untranslated } from '../untranslated.ts';
import { noRelations } from './fakeHost.ts';
import { missing, relationsPanel } from './relationsPanel.ts';

describe.skipIf(missing !== undefined)('the looks of relations in a browser', () => {
  const { names, opened, twoGrids, conflict } = relationsPanel();

  test('Escape closes the help and nothing behind it', async () => {
    const { page, chosen, focus } = await opened(twoGrids());
    await page.keyboard.press('2');
    await page.keyboard.press('?');
    await page.locator('.help').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.help').waitFor({ state: 'detached', timeout: 5000 });
    expect(await chosen()).toBe('.=.......');
    expect(await focus()).toMatch(/^Which of these show the same as /);
  });

  test('nothing moves when the next question comes', async () => {
    const { page, question } = await opened({ ...twoGrids(), answers: 48, implied: 412, lastGain: 12 });
    const boxes = async () => {
      const all = [
        page.locator('.ask-anchor'),
        page.locator('.ask-candidates'),
        page.locator('.ask-buttons'),
        page.locator('.candidate').nth(8),
      ];
      return Promise.all(all.map((one) => one.boundingBox()));
    };
    await page.locator('.candidate img').nth(8).waitFor();
    const before = await boxes();
    await page.keyboard.press('4');
    expect(await boxes()).toEqual(before);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await expect.poll(question).toBe('q2');
    expect(await boxes()).toEqual(before);
  });

  test.each([1400, 1041, 1100, 640, 400])(
    'nothing moves when an answer has brought something, at %i',
    async (width) => {
      const { page, host } = await opened(twoGrids(), { width });
      await wear(page, themes.dark);
      await page.locator('.candidate img').nth(8).waitFor();
      const places = async () => [
        await page.locator('.relations-parts').boundingBox(),
        await page.locator('.relations-body').boundingBox(),
      ];
      const before = await places();
      for (const [answers, implied, lastGain] of [
        [1, 0, 0],
        [25, 20, 21],
        [1234, 12_345, -1234],
      ]) {
        host.tell({ answers, implied, lastGain });
        await page.locator('.relations-came strong').waitFor();
        await expect
          .poll(() => page.locator('.relations-came').textContent())
          .toContain(implied.toLocaleString('en'));
        expect(await places()).toEqual(before);
        if (width >= 640)
          expect(
            await page.locator('.relations-came').evaluate((one) => one.scrollWidth - one.clientWidth),
          ).toBe(0);
      }
      const gain = await page.locator('.relations-gain').boundingBox();
      expect((gain?.x ?? 0) + (gain?.width ?? 0)).toBeLessThanOrEqual(width);
    },
  );

  test('the help shows all keys of the view, and arrows scroll it where there is less room', async () => {
    const { page } = await opened(twoGrids(), { width: 1400, height: 820 });
    await wear(page, themes.dark);
    await page.keyboard.press('?');
    const help = page.locator('.help');
    const room = () => help.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
    await help.waitFor();
    expect(await room()).toBe(0);
    await page.setViewportSize({ width: 700, height: 500 });
    expect(await room()).toBeGreaterThan(0);
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown');
    await expect.poll(() => help.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
  });

  test.each([
    [1400, 900],
    [1100, 760],
    [700, 500],
    [400, 800],
    [550, 380],
  ])('all of a question can be seen and pressed at %i × %i', async (width, height) => {
    const { page } = await opened(twoGrids(), { width, height });
    await page.locator('.candidate img').nth(8).waitFor();
    const main = await page.locator('main').boundingBox();
    for (const part of ['.ask-anchor', '.candidate >> nth=8', '.ask-buttons vscode-button >> nth=0']) {
      const locator = page.locator(part);
      await locator.scrollIntoViewIfNeeded();
      const box = await locator.boundingBox();
      if (box === null || main === null) throw new Error(`${part} is not there.`);
      expect(box.width, part).toBeGreaterThan(30);
      expect(box.height, part).toBeGreaterThan(20);
      expect(box.x, part).toBeGreaterThanOrEqual(main.x);
      expect(box.x + box.width, part).toBeLessThanOrEqual(main.x + main.width);
    }
  });

  test('has no word of its own in any part: all are messages', async () => {
    const groups = { count: 2, images: 3, shown: [{ id: names[0], size: 3, paths: names.slice(0, 3) }] };
    const { page, host } = await opened(
      {
        ...twoGrids(),
        answers: 1,
        implied: 1,
        lastGain: 1,
        groups,
        conflicts: { count: 3, shown: [conflict(1)] },
        free: [{ source: 'burst', groups: 3, images: 9 }],
      },
      { messages: bracketed() },
    );
    const known = [
      ...names,
      ...names.map((name) => path.basename(name)),
      'auto',
      ...host.relations.queries.map(({ why }) => why),
    ];
    const check = async (part: string) => expect(await untranslated(page, known), part).toEqual([]);
    await page.locator('.candidate img').nth(8).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Shift+Digit2');
    await check('grid');
    await page.keyboard.press('Enter');
    await page.locator('.ask[data-question=q2]').waitFor();
    await page.keyboard.press('l');
    await check('pair');
    await page.keyboard.press('n');
    await check('groups');
    await page.keyboard.press('n');
    await check('contradictions');
    host.tell({ ...noRelations, nothing: known[0], lacks: 'embeddings' });
    await page.keyboard.press('Escape');
    await page.locator('.relations-none').waitFor();
    await check('nothing');
  });

  test.each(Object.keys(themes))('has no serious fault in any part, in the theme %s', async (name) => {
    const groups = [0, 3].map((n) => ({ id: names[n], size: 3, paths: names.slice(n, n + 3) }));
    const { page } = await opened({
      ...twoGrids(),
      answers: 48,
      implied: 412,
      lastGain: 12,
      groups: { count: 2, images: 6, shown: groups },
      conflicts: { count: 1, shown: [conflict(1)] },
      free: [{ source: 'burst', groups: 3, images: 9 }],
      model: 'The head on propagated labels chooses the questions.',
    });
    await wear(page, themes[name]);
    const found: string[] = [];
    const check = async (part: string) =>
      found.push(...(await seriousFaults(page)).map((fault) => `${part}: ${fault}`));
    await page.locator('.candidate img').nth(8).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Shift+Digit2');
    await check('grid');
    await page.keyboard.press('l');
    await page.keyboard.press('l');
    await check('pair');
    await page.keyboard.press('n');
    await check('groups');
    await page.keyboard.press('n');
    await check('contradictions');
    await page.keyboard.press('?');
    await check('help');
    expect(found).toEqual([]);
  });
});
