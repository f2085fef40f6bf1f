import { describe, expect, test } from 'vitest';
import { pairQuery } from './fakeHost.ts';
import { missing, relationsPanel } from './relationsPanel.ts';

describe.skipIf(missing !== undefined)('questions about relations in a browser', () => {
  const { names, opened, twoGrids } = relationsPanel();

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
});
