import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { PanelConflict, PanelRelations } from '../../../src/protocol/relationsPanel.ts';
import { paintPictures } from '../../support/pictures.ts';
import { seriousFaults } from '../axe.ts';
import { bundlePage, launch, noBrowser, openLinked } from '../browserPage.ts';
import { themes, wear } from '../themes.ts';
import { bracketed, untranslated } from '../untranslated.ts';
import { FakeHost, gridQuery, noRelations, pairQuery } from './fakeHost.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the relations in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('the relations in a browser, under the policy of the panel', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;
  let folder: string;
  let names: readonly string[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'relations-'));
    [browser, assets, names] = await Promise.all([launch(), bundlePage(), paintPictures(folder, 40)]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The view open, on what a test says is known. */
  async function opened(
    relations: Partial<PanelRelations> | null,
    { width = 1100, height = 760, messages = {} } = {},
  ) {
    const host = new FakeHost(names, relations && { ...noRelations, ...relations });
    const linked = { folder, link: (page: Page) => host.link(page) };
    const panel = await openLinked(browser, assets, linked, messages);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.setViewportSize({ width, height });
    await page.getByRole('gridcell').first().waitFor();
    await page.locator('[data-view=relations]').click();
    await page.locator('.relations-head').waitFor();
    const question = () => page.locator('.ask').getAttribute('data-question');
    const chosen = () =>
      page
        .locator('.candidate')
        .evaluateAll((all) =>
          all
            .map((one) =>
              one.classList.contains('is-same') ? '=' : one.classList.contains('is-unsure') ? '?' : '.',
            )
            .join(''),
        );
    const commit = () => page.locator('.ask-buttons vscode-button').first().textContent();
    const status = () => page.locator('footer [role=status]').textContent();
    const focus = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    return { ...panel, host, question, chosen, commit, status, focus };
  }

  const twoGrids = (): Partial<PanelRelations> => ({
    queries: [
      gridQuery('q1', names, 0, { label: 'cat' }),
      gridQuery('q2', names, 10),
      pairQuery('q3', names[30], names[31]),
    ],
  });

  test('numbers choose, Shift and a number says that nobody can tell, Enter answers, and the next question is there', async () => {
    const { page, host, question, chosen, commit, status, complaints } = await opened(twoGrids());
    await expect.poll(question).toBe('q1');
    expect((await commit())?.trim()).toBe('None of these (Enter)');
    await page.keyboard.press('2');
    await page.keyboard.press('5');
    await page.keyboard.press('Shift+Digit9');
    await page.keyboard.press('5');
    await page.keyboard.press('7');
    await expect.poll(chosen).toBe('.=....=.?');
    expect((await commit())?.trim()).toBe('2 are the same (Enter)');
    await page.keyboard.press('Enter');
    await expect.poll(question).toBe('q2');
    expect(await chosen()).toBe('.........');
    expect(host.acts).toEqual([
      [
        {
          kind: 'relation',
          query: 'grid',
          anchor: names[0],
          same: [names[2], names[7]],
          different: [1, 3, 4, 5, 6, 8].map((n) => names[n]),
          unsure: [names[9]],
        },
      ],
    ]);
    await expect.poll(status).toBe('2 the same, 6 different, 1 unsure: +2 labels.');
    await page.getByText('1 answer → 2 images labeled (2 per answer)').waitFor();
    expect(complaints).toEqual([]);
  });

  test('what is taken back is asked again, as it was chosen', async () => {
    const { page, question, chosen, focus } = await opened(twoGrids());
    await page.keyboard.press('3');
    await page.keyboard.press('Shift+Digit4');
    await page.keyboard.press('Enter');
    await expect.poll(question).toBe('q2');
    await page.keyboard.press('1');
    await page.keyboard.press('Backspace');
    await expect.poll(question).toBe('q1');
    expect(await chosen()).toBe('..=?.....');
    expect(await focus()).toBe(`Which of these show the same as ${names[0]}, cat?`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await expect.poll(question).toBe('q2');
    expect(await chosen()).toBe('=........');
  });

  test('a pair is the same (J), different (F, which flags nothing here), or nobody can tell (Space)', async () => {
    const pairs = [0, 2, 4].map((n) => pairQuery(`p${n}`, names[n], names[n + 1]));
    const { page, host, question } = await opened({ queries: pairs });
    for (const [key, after] of [
      ['j', 'p2'],
      ['f', 'p4'],
      [' ', null],
    ] as const) {
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await page.keyboard.press(key);
      if (after) await expect.poll(question).toBe(after);
    }
    await expect.poll(() => host.acts.length).toBe(3);
    expect(host.acts.flat()).toEqual([
      { kind: 'relation', query: 'pair', anchor: names[0], same: [names[1]], different: [], unsure: [] },
      { kind: 'relation', query: 'pair', anchor: names[2], same: [], different: [names[3]], unsure: [] },
      { kind: 'relation', query: 'pair', anchor: names[4], same: [], different: [], unsure: [names[5]] },
    ]);
    await page.getByRole('heading', { name: 'No question now' }).waitFor();
  });

  test('the mouse chooses too, shows an image large, and asks another question; the keys go on', async () => {
    const { page, host, question, chosen, focus } = await opened(twoGrids());
    await page.locator('.candidate').nth(1).click();
    await page
      .locator('.candidate')
      .nth(2)
      .click({ modifiers: ['Shift'] });
    await expect.poll(chosen).toBe('.=?......');
    await page.locator('.candidate').nth(4).dblclick();
    await expect.poll(() => page.locator('.candidate:visible').count()).toBe(1);
    await page.keyboard.press('5');
    await page.keyboard.press('Escape');
    await expect.poll(chosen).toBe('.=?.=....');
    await page.getByText('Another question (L)').click();
    await expect.poll(question).toBe('q2');
    expect(host.asked).toContainEqual(['later', 'q1']);
    expect(await focus()).toMatch(/^Which of these show the same as /);
    await page.keyboard.press('l');
    await expect.poll(question).toBe('q3');
    expect(await focus()).toBe(`Do ${names[30]} and ${names[31]} show the same?`);
  });

  test('arrows and Space choose as in any list', async () => {
    const { page, chosen } = await opened(twoGrids());
    for (const key of ['ArrowDown', 'ArrowRight', ' ', 'End', ' ', 'ArrowDown', ' '])
      await page.keyboard.press(key);
    await expect.poll(chosen).toBe('....=....');
    const list = page.getByRole('listbox');
    expect(await list.getAttribute('aria-activedescendant')).toBe('candidate-8');
  });

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

  const conflict = (n: number): PanelConflict => {
    const person = { source: '', times: 1 } as const;
    return {
      id: `c${n}`,
      said: { answer: 'a9', a: names[0], b: names[3], relation: 'same', label: '', ...person },
      chain: [
        { answer: 'a1', a: names[1], b: names[0], relation: 'same', label: '', ...person, times: 2 },
        { answer: '', a: names[1], b: '', relation: 'label', label: 'cat', ...person },
        { answer: '', a: names[2], b: '', relation: 'label', label: 'dog', ...person },
        {
          answer: 'a2',
          a: names[2],
          b: names[3],
          relation: 'same',
          label: '',
          ...person,
          source: 'duplicate',
        },
      ],
      ask: { a: names[0], b: names[1] },
    };
  };

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

  test('an answer that cannot be saved is asked again, as it was chosen', async () => {
    const { page, host, question, chosen } = await opened(twoGrids());
    host.refusal = new Error('The disk is full.');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.getByText('The disk is full.').first().waitFor();
    await expect.poll(question).toBe('q1');
    expect(await chosen()).toBe('=........');
  });

  test('a candidate that is known meanwhile keeps its place, and nothing is said of it', async () => {
    const { page, host, chosen } = await opened(twoGrids());
    await page.keyboard.press('3');
    const [first, ...rest] = host.relations.queries;
    if (first?.kind !== 'grid') throw new Error('It is a grid.');
    host.tell({ queries: [{ ...first, candidates: first.candidates.slice(1) }, ...rest] });
    await page.getByText('known already').waitFor();
    await page.keyboard.press('1');
    await expect.poll(chosen).toBe('..=......');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => host.acts.flat()[0])
      .toMatchObject({ same: [names[3]], different: names.slice(4, 10).toSpliced(0, 0, names[2]) });
  });

  test('says what is missing and offers it; takes what is free; closes the class list', async () => {
    const { page, host } = await opened({ nothing: 'Nothing is embedded yet.', lacks: 'embeddings' });
    await page.getByRole('heading', { name: 'Which images show the same?' }).waitFor();
    await page.locator('vscode-button', { hasText: 'Embed Folder' }).click();
    await expect.poll(() => host.asked).toContainEqual(['run', 'embedFolder']);
    host.tell({ free: [{ source: 'folder', groups: 37, images: 412 }], isThinking: true, nothing: '' });
    await page.getByText('37 folders hold 412 images: does each of them show one thing?').waitFor();
    await page.getByRole('button', { name: 'Take them as the same' }).click();
    await expect.poll(() => host.asked).toContainEqual(['takeFree', 'folder']);
    await page.getByRole('checkbox').check();
    await expect.poll(() => host.asked).toContainEqual(['eliminate', true]);
    await page.getByText('Working out the next questions').waitFor();
  });

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

  test('what the checkbox says is one key away from the question: keys go on to mean the images', async () => {
    const { page, chosen } = await opened(twoGrids());
    await page.getByRole('checkbox').check();
    await page.keyboard.press('4');
    await expect.poll(chosen).toBe('...=.....');
  });

  test('a question that was waited for has the focus, so that it is said', async () => {
    const { page, host, focus } = await opened({ isThinking: true });
    await page.getByText('Working out the next questions').waitFor();
    await page.locator('.relations').focus();
    host.tell({ ...twoGrids(), isThinking: false });
    await expect.poll(focus).toBe(`Which of these show the same as ${names[0]}, cat?`);
  });

  test('after the last question that is known nothing is said to be over before the host knows', async () => {
    const { page, host } = await opened({ queries: [pairQuery('p', names[0], names[1])] });
    host.hold = new Promise(() => {});
    await page.keyboard.press('j');
    await page.locator('.ask.is-to-come').waitFor({ state: 'attached' });
    expect(await page.getByText('No question now').count()).toBe(0);
  });

  test('what was chosen is kept for when the page is loaded anew', async () => {
    const { page, chosen, kept, question } = await opened(twoGrids());
    await page.keyboard.press('2');
    await page.keyboard.press('Shift+Digit6');
    const choice = { anchor: names[0], same: [names[2]], unsure: [names[6]] };
    await expect.poll(kept).toMatchObject({ looks: { relations: { part: 'question', choice } } });
    await page.addInitScript(`window.keptBefore = ${JSON.stringify(await kept())};`);
    await page.reload();
    await expect.poll(question).toBe('q1');
    expect(await chosen()).toBe('.=...?...');
    await page.keyboard.press('Enter');
    await expect.poll(question).toBe('q2');
    expect(await kept()).not.toMatchObject({ looks: { relations: { choice } } });
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
