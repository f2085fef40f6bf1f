import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../shell/sessions.ts';
import { label, labelsOf, temporaryFolder } from '../../support/datasets.ts';
import { paintPictures } from '../../support/pictures.ts';
import { labelErrors, pretendedReview } from '../../support/pretendedReviews.ts';
import { seriousFaults } from '../axe.ts';
import { bundlePage, launch, noBrowser, openPanel } from '../browserPage.ts';
import { themes, wear } from '../themes.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the review in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('the review in a browser, under the policy of the panel', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  /** Three images that are cat and would rather be dog, a group of three copies, and the view open. */
  async function reviewed(width = 1200) {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 12);
    const { session, engine } = await openSession(folder);
    const [a, b, c, d, e, f, g] = names;
    await session.act([...[a, b, c, d].map((name) => label(name, 'cat')), label(g, 'dog')]);
    engine.review = pretendedReview(
      (request) => [
        ...labelErrors({ [a]: 'dog', [b]: 'dog', [c]: 'dog' })(request),
        { check: 'near-duplicates', paths: [d, e, f], severity: 0.6, suggestion: { kind: 'keep-first' } },
      ],
      ['outliers'],
    );
    const panel = await openPanel(browser, assets, session);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.setViewportSize({ width, height: 760 });
    await page.getByRole('gridcell').first().waitFor();
    await page.locator('[data-view=review]').click();
    await page.getByRole('heading', { name: 'Review images and labels' }).waitFor();
    await session.runReview();
    await page.locator('.finding').first().waitFor();
    const cursor = () => page.locator('.finding.is-cursor').getAttribute('data-finding');
    const status = (id: string) =>
      page.locator(`.finding[data-finding=${JSON.stringify(id)}]`).getAttribute('data-status');
    const check = (name: string) => page.locator(`.review-check[data-check=${name}]`);
    const labels = () => labelsOf(session.dataset);
    return { ...panel, session, names, cursor, status, check, labels };
  }

  test('keys label, accept, ignore, skip and flag what is under the cursor, each goes on, and undo goes back', async () => {
    const { page, session, names, cursor, status, labels, complaints } = await reviewed();
    const [a, b, c] = names;
    const ids = [a, b, c].map((name) => `label-errors-${name}`);
    await expect.poll(cursor).toBe(ids[0]);
    await page.keyboard.press('a');
    await expect.poll(() => labels()[a]).toBe('dog');
    await expect.poll(cursor).toBe(ids[1]);
    expect(await status(ids[0])).toBe('done');
    await page.keyboard.press('x');
    await expect.poll(() => [...session.dataset.ignored]).toEqual([ids[1]]);
    await expect.poll(cursor).toBe(ids[2]);
    await page.keyboard.press('f');
    await expect.poll(() => labels()[c]).toBe('cat!');
    await page.keyboard.press('2');
    await expect.poll(() => labels()[c]).toBe('dog!');

    for (const id of [ids[2], undefined, ids[1], ids[0]]) {
      await page.keyboard.press('Backspace');
      if (id !== undefined) await expect.poll(cursor).toBe(id);
      if (id !== undefined) await expect.poll(() => status(id)).toBe('open');
    }
    expect(labels()[a]).toBe('cat');
    expect(session.dataset.ignored.size).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('the key of the label that it has says that the label stands', async () => {
    const { page, session, names, labels, cursor } = await reviewed();
    const [a, b] = names;
    await page.keyboard.press('1');
    await expect.poll(() => [...session.dataset.ignored]).toEqual([`label-errors-${a}`]);
    expect(labels()[a]).toBe('cat');
    await expect.poll(cursor).toBe(`label-errors-${b}`);
  });

  test('copies: one is kept, or all get one label, or none stays', async () => {
    const { page, check, names, labels, status } = await reviewed();
    const [, , , d, e, f] = names;
    const id = `near-duplicates-${[d, e, f].join('|')}`;
    await check('near-duplicates').click();
    await page.locator('.finding.is-cursor img.finding-picture').nth(1).waitFor();
    await page.keyboard.press('a');
    await expect.poll(labels).toMatchObject({ [d]: 'cat', [e]: 'skip', [f]: 'skip' });
    await expect.poll(() => status(id)).toBe('done');
    await page.keyboard.press('Backspace');
    await expect.poll(() => status(id)).toBe('open');
    await page.getByRole('button', { name: 'Label all cat' }).click();
    await expect.poll(labels).toMatchObject({ [d]: 'cat', [e]: 'cat', [f]: 'cat' });
    await page.keyboard.press('Backspace');
    await expect.poll(() => labels()[e]).toBeUndefined();
    await page.keyboard.press(' ');
    await expect.poll(labels).toMatchObject({ [d]: 'skip', [e]: 'skip', [f]: 'skip' });
  });

  test('all suggestions from a severity on are accepted at once, and taken back at once', async () => {
    const { page, names, labels } = await reviewed();
    const [a, b, c] = names;
    await page.getByRole('button', { name: 'Accept 3 suggestions' }).click();
    await expect.poll(labels).toMatchObject({ [a]: 'dog', [b]: 'dog', [c]: 'dog' });
    await page.locator('.review-check[data-check=label-errors]', { hasText: '0' }).waitFor();
    await page.keyboard.press('Backspace');
    await expect.poll(labels).toMatchObject({ [a]: 'cat', [b]: 'cat', [c]: 'cat' });
    await page.getByRole('combobox', { name: 'Severity' }).selectOption('0.9');
    await page.getByRole('button', { name: 'Accept 3 suggestions' }).waitFor();
  });

  test('what is taken back is listed again, also where the list was asked for in between', async () => {
    const { page, names, labels } = await reviewed();
    await page.getByRole('button', { name: 'Accept 3 suggestions' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Label dog (A)' }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Severity' }).selectOption('0.5');
    await page.locator('.review-none').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.review-check[data-check=label-errors]').focus();
    await page.keyboard.press('Backspace');
    await expect.poll(labels).toMatchObject({ [names[0]]: 'cat' });
    await page.getByRole('button', { name: 'Accept 3 suggestions' }).waitFor();
  });

  test('what is ignored is listed, and counts again by the same key', async () => {
    const { page, session, check, names } = await reviewed();
    await page.keyboard.press('x');
    await check('ignored').getByText('1', { exact: true }).waitFor();
    await check('ignored').click();
    await page.locator(`.finding[data-finding="label-errors-${names[0]}"]`).waitFor();
    await page.keyboard.press('x');
    await expect.poll(() => session.dataset.ignored.size).toBe(0);
  });

  test('a class of the palette labels the finding, not an image of the batch', async () => {
    const { page, names, labels } = await reviewed();
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-class=dog]').click();
    await expect.poll(labels).toMatchObject({ [names[0]]: 'cat', [names[1]]: 'dog' });
    await page.keyboard.press('/');
    await page.keyboard.type('bird');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => labels()[names[2]]).toBe('bird');
  });

  test('large pictures stand side by side, with the same keys', async () => {
    const { page, check, labels, names } = await reviewed();
    await check('near-duplicates').click();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.review-large img').count()).toBe(3);
    await page.keyboard.press('a');
    await expect.poll(() => labels()[names[4]]).toBe('skip');
    await page.keyboard.press('Escape');
    await page.locator('.review-large').waitFor({ state: 'hidden' });
    await page.locator('.findings').waitFor();
  });

  test('says that it is too early, with the way out, and how many labels have changed since', async () => {
    const { page, check } = await reviewed();
    await page.keyboard.press('2');
    await page.getByText('1 label has changed since this review.').waitFor();
    await page.getByRole('button', { name: 'Review Again' }).waitFor();
    await check('outliers').click();
    await page.getByText('It needs embeddings; embed the folder first.').waitFor();
    await page.getByRole('button', { name: 'Embed and Review' }).waitFor();
  });

  test('goes to a finding that was asked for from outside, once', async () => {
    const { page, session, names, cursor, labels } = await reviewed();
    session.views.review.goTo(`label-errors-${names[1]}`);
    await expect.poll(cursor).toBe(`label-errors-${names[1]}`);
    await page.keyboard.press('Home');
    await page.keyboard.press('a');
    await page.getByText('1 label has changed since this review.').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('a');
    await expect.poll(labels).toMatchObject({ [names[0]]: 'dog', [names[1]]: 'cat', [names[2]]: 'dog' });
  });

  test('lists the images of the findings in the grid', async () => {
    const { page, names } = await reviewed();
    await page.getByRole('button', { name: 'Show in Grid' }).click();
    await expect.poll(() => page.locator('.cell:visible').count()).toBe(3);
    await page.locator(`.cell[data-path="${names[0]}"] .cell-caption`).waitFor();
  });

  test.each(Object.keys(themes))('can be read and reached by everyone (%s)', async (theme) => {
    const { page, check } = await reviewed();
    await wear(page, themes[theme]);
    await page.keyboard.press('a');
    expect(await seriousFaults(page)).toEqual([]);
    await check('near-duplicates').click();
    await page.keyboard.press('Enter');
    await page.locator('.review-large img').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await check('outliers').click();
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('a few rows stand for thousands of findings', async () => {
    const { page, session, cursor, names } = await reviewed();
    const engine = session.engine as unknown as { review: unknown };
    engine.review = pretendedReview(() =>
      Array.from({ length: 3000 }, (_, i) => ({
        check: 'outliers' as const,
        paths: [names[i % names.length]],
        name: String(i),
        severity: 0.5,
      })),
    );
    await session.runReview();
    await page.locator('.review-check[data-check=outliers]').click();
    await page.locator('.finding').first().waitFor();
    await page.keyboard.press('End');
    await expect.poll(async () => (await cursor())?.endsWith('-2999')).toBe(true);
    expect(await page.locator('.finding').count()).toBeLessThan(20);
    expect(await page.locator('.findings').getAttribute('aria-activedescendant')).toBe('finding-2999');
  });
});
