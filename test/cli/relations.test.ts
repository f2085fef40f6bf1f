import { rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { paintFolder } from '../engine/images.ts';
import { type Cli, type CliResult, prepareCli } from '../support/cli.ts';
import { journalOf, open, put, read, temporaryFolder } from '../support/datasets.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'];

function folderWith(...files: readonly string[]): string {
  const folder = temporaryFolder();
  put(folder, ...files);
  return folder;
}

/** Runs `relations …` in a folder, with a text on stdin. */
function relations(folder: string, words: readonly string[], input?: string): Promise<CliResult> {
  return cli(['relations', ...words], { directory: folder, ...(input !== undefined && { input }) });
}

async function json(
  folder: string,
  words: readonly string[],
  input?: string,
): Promise<Record<string, unknown>> {
  return JSON.parse((await relations(folder, [...words, '--json'], input)).out);
}

const lines = (...values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n');

describe('relations answer', () => {
  test('takes an answer by flags; what follows is labeled', async () => {
    const folder = folderWith(...names);
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\n']);
    const words = [
      'answer',
      '--anchor',
      'a.jpg',
      '--same',
      'b.jpg',
      '--same',
      './c.jpg',
      '--different',
      'd.jpg',
    ];
    const { code, out } = await relations(folder, words);
    expect([code, out]).toEqual([0, 'Took 1 answer: 2 labels more, 3 in all.\n']);
    expect(read(folder, 'labels.csv')).toBe(
      'path,label,source\na.jpg,cat,\nb.jpg,cat,relation\nc.jpg,cat,relation\n',
    );
    expect(await json(folder, ['answer', '--anchor', 'd.jpg', '--unsure', 'e.jpg'])).toMatchObject({
      answers: 1,
      ids: [expect.stringMatching(/^[\w-]+$/)],
      gained: 0,
      labeled: 3,
      implied: 2,
      conflicts: 0,
    });
  });

  test('takes questions with their answers, one per line or as the document, as one undo unit', async () => {
    const folder = folderWith(...names);
    const questions = [
      {
        kind: 'grid',
        anchor: 'a.jpg',
        candidates: ['b.jpg', 'c.jpg', 'd.jpg'],
        same: ['b.jpg'],
        unsure: ['d.jpg'],
      },
      { kind: 'pair', a: 'c.jpg', b: 'd.jpg', answer: 'same' },
      { kind: 'label', path: 'e.jpg', label: 'dog' },
      { kind: 'grid', anchor: 'a.jpg', candidates: ['e.jpg'] },
      { kind: 'pair', a: 'a.jpg', b: 'e.jpg' },
    ];
    expect(await json(folder, ['answer'], lines(...questions))).toMatchObject({ answers: 3, unanswered: 2 });
    const dataset = await open(folder);
    expect(dataset.relations.answers).toMatchObject([
      { query: 'grid', anchor: 'a.jpg', same: ['b.jpg'], different: ['c.jpg'], unsure: ['d.jpg'] },
      { query: 'pair', anchor: 'c.jpg', same: ['d.jpg'], different: [], unsure: [] },
    ]);
    expect(dataset.annotations.get('e.jpg')?.label).toBe('dog');
    expect(journalOf(folder).filter(({ kind }) => kind === 'acts')).toHaveLength(1);
    const document = JSON.stringify({ queries: questions.slice(0, 2) }, null, 1);
    const other = folderWith(...names);
    expect(await json(other, ['answer'], document)).toMatchObject({ answers: 2, problems: [], groups: 2 });
  });

  test('tells which lines cannot be read, and takes the others', async () => {
    const folder = folderWith(...names);
    const input = [
      '\ufeff{"anchor":"a.jpg","same":["b.jpg"]}',
      '',
      '[1]',
      '{"anchor":"a.jpg","same":"b.jpg"}',
      '{"a":"a.jpg","b":"b.jpg","answer":"toString"}',
      '{"anchor":"a.jpg","same":["c.jpg"],"different":["c.jpg"]}',
      '{"anchor":"a.jpg","same":["bb.jpg"]}',
      '{"same":["b.jpg"]}',
      '{"anchor":"c.jpg","same":["d.jp',
    ].join('\n');
    const { code, out, err } = await relations(folder, ['answer'], input);
    expect([code, out]).toEqual([1, 'Took 1 answer: 0 labels more, 0 in all; 1 group without a name.\n']);
    expect(err.trimEnd().split('\n')).toEqual([
      'Line 3: is not a JSON object.',
      'Line 4: has a list "same" that is not a list of paths.',
      'Line 5: has an "answer" other than "same", "different" or "unsure".',
      'Line 8: has no "anchor"; write {"anchor": …, "same": […], "different": […]}.',
      'Line 9: is not JSON; it may have been cut off.',
      'Line 6: "c.jpg" is named twice in one answer; name each image once.',
      'Line 7: "bb.jpg" is no image of the folder; did you mean "b.jpg"?',
    ]);
  });

  test('keeps what contradicts, and says so', async () => {
    const folder = folderWith(...names);
    await relations(folder, ['answer', '--anchor', 'a.jpg', '--same', 'b.jpg', '--same', 'c.jpg']);
    const { code, out } = await relations(folder, ['answer', '--anchor', 'b.jpg', '--different', 'c.jpg']);
    expect(code).toBe(0);
    expect(out).toBe(
      'Took 1 answer: 0 labels more, 0 in all; 1 group without a name. One statement contradicts what was said; next-batch relations resolve shows how.\n',
    );
  });

  test.each([
    [['--anchor', 'bb.jpg', '--same', 'a.jpg'], '"bb.jpg" is no image of the folder; did you mean "b.jpg"?'],
    [
      ['--anchor', 'nothing.png', '--same', 'a.jpg'],
      '"nothing.png" is no image of the folder; name one as in labels.csv.',
    ],
    [['--anchor', 'a.jpg', '--same', 'a.jpg'], '"a.jpg" is named twice in one answer; name each image once.'],
    [['--anchor', 'a.jpg'], 'Nothing is said of --anchor; add --same, --different or --unsure.'],
    [['--same', 'a.jpg'], '--anchor is missing: name the image that the others are compared with.'],
    [[], 'There is no answer: give --anchor with --same or --different, or send answers to stdin.'],
  ])('refuses %j', async (words, sentence) => {
    const folder = folderWith(...names);
    expect(await relations(folder, ['answer', ...words])).toEqual({ code: 2, out: '', err: `${sentence}\n` });
    expect(await json(folder, ['answer', ...words])).toEqual({
      error: { code: 'usage', message: sentence, file: null },
    });
  });

  test('asks for nothing to be said of an image that is gone, and keeps what was', async () => {
    const folder = folderWith(...names);
    await relations(folder, ['answer', '--anchor', 'a.jpg', '--same', 'b.jpg', '--different', 'c.jpg']);
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\n']);
    expect(await json(folder, ['status'])).toMatchObject({ labeled: 2, implied: 1 });
    rmSync(path.join(folder, 'b.jpg'));
    const { code, err } = await relations(folder, ['answer', '--anchor', 'b.jpg', '--same', 'd.jpg']);
    expect(code).toBe(2);
    expect(err).toBe('"b.jpg" is not in the folder any more; put it back, or leave it out.\n');
    expect(await json(folder, ['status'])).toMatchObject({
      answers: 1,
      labeled: 1,
      implied: 0,
      ignored: { answers: 1, paths: ['b.jpg'] },
    });
  });
});

describe('relations status', () => {
  test('says which lines of relations.jsonl cannot be read; the others count', async () => {
    const folder = folderWith(...names);
    const whole = JSON.stringify({ kind: 'pair', anchor: 'a.jpg', same: ['b.jpg'] });
    put(folder, ['relations.jsonl', `${whole}\n{"kind":"pair","anchor":"a.jp`]);
    const { code, out, err } = await relations(folder, ['status']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^1 answer -> /)]);
    expect(err).toMatch(/^Line 2 of relations\.jsonl .*\n$/);
    put(folder, ['relations.jsonl', 'x\n'.repeat(12)]);
    const many = (await relations(folder, ['status'])).err.trimEnd().split('\n');
    expect(many).toHaveLength(11);
    expect(many[10]).toBe('And 2 more; next-batch labels check lists them.');
  });

  test('says what the answers have come to', async () => {
    const folder = folderWith(...names);
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\n']);
    const input = lines(
      { anchor: 'a.jpg', same: ['b.jpg'] },
      { anchor: 'c.jpg', same: ['d.jpg'], different: ['a.jpg'] },
      { a: 'd.jpg', b: 'a.jpg', answer: 'same' },
    );
    await relations(folder, ['answer'], input);
    expect(await json(folder, ['status'])).toMatchObject({
      answers: 3,
      free: 0,
      images: 5,
      labeled: 2,
      implied: 1,
      groups: { count: 1, images: 2 },
      conflicts: 1,
      ignored: { answers: 0, paths: [] },
      eliminate: false,
      offers: [],
    });
    const { code, out } = await relations(folder, ['status']);
    expect(code).toBe(0);
    expect(out).toBe(`3 answers -> 1 image labeled; 2 of 5 have a label.
1 group of 2 images without a name; label one image of a group to name it.
1 contradiction; next-batch relations resolve shows how to settle them.
`);
  });

  test('reads what is left of a journal that was cut', async () => {
    const folder = folderWith(...names);
    await relations(folder, ['answer', '--anchor', 'a.jpg', '--same', 'b.jpg']);
    await relations(folder, ['answer', '--anchor', 'a.jpg', '--same', 'c.jpg']);
    await relations(folder, ['answer', '--anchor', 'd.jpg', '--same', 'e.jpg']);
    const name = '.next-batch/history.jsonl';
    put(folder, [name, read(folder, name).replace(/("anchor":"a.jpg","same":\["c).*/, '$1')]);
    const { out, err } = await relations(folder, ['status', '--json']);
    expect(JSON.parse(out)).toMatchObject({ answers: 2, groups: { count: 2, images: 4 } });
    expect(err).toMatch(/line 3/i);
  });
});

describe('relations resolve', () => {
  async function contradicted(): Promise<{ folder: string; ids: readonly string[] }> {
    const folder = folderWith(...names);
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\ne.jpg,dog\n']);
    const input = lines(
      { a: 'a.jpg', b: 'b.jpg', answer: 'same' },
      { a: 'b.jpg', b: 'c.jpg', answer: 'same' },
      { a: 'e.jpg', b: 'c.jpg', answer: 'same' },
    );
    const { ids } = (await json(folder, ['answer'], input)) as { ids: readonly string[] };
    return { folder, ids };
  }

  test('lists contradictions with the chain that proves them and the pair to ask', async () => {
    const { folder, ids } = await contradicted();
    const { code, out } = await relations(folder, ['resolve']);
    expect(code).toBe(0);
    expect(out).toBe(`1. e.jpg shows the same as c.jpg (said, answer ${ids[2]}); but
     e.jpg is labeled dog
     a.jpg is labeled cat
     a.jpg shows the same as b.jpg (said, answer ${ids[0]})
     b.jpg shows the same as c.jpg (said, answer ${ids[1]})
   Ask: do e.jpg and c.jpg show the same?
`);
    expect(await json(folder, ['resolve'])).toMatchObject({
      count: 1,
      conflicts: [{ said: { a: 'e.jpg', b: 'c.jpg', relation: 'same' }, ask: { a: 'e.jpg', b: 'c.jpg' } }],
    });
    await relations(folder, ['answer', '--anchor', 'c.jpg', '--different', 'e.jpg']);
    expect((await relations(folder, ['resolve'])).out).toBe('Nothing contradicts.\n');
  });

  test('withdraws an answer, once', async () => {
    const { folder, ids } = await contradicted();
    const { code, out } = await relations(folder, ['resolve', '--retract', ids[1]]);
    expect([code, out]).toEqual([
      0,
      '1 answer is withdrawn.\n2 images have a label by relations now.\nNothing contradicts.\n',
    ]);
    const again = await relations(folder, ['resolve', '--retract', ids[1]]);
    expect([again.code, again.err]).toEqual([
      1,
      `There is no answer ${ids[1]}; it may have been withdrawn.\n`,
    ]);
  });

  test('takes over what is free as one undo unit', async () => {
    const folder = folderWith(
      ...['a', 'b', 'c', 'd', 'e'].flatMap((name) => [`${name}/1.jpg`, `${name}/2.jpg`]),
    );
    expect(await json(folder, ['status'])).toMatchObject({
      offers: [{ source: 'folder', groups: 5, images: 10 }],
    });
    expect(await json(folder, ['resolve', '--free', 'folder'])).toMatchObject({ taken: 5, count: 0 });
    expect(await json(folder, ['status'])).toMatchObject({
      answers: 0,
      free: 5,
      groups: { count: 5 },
      offers: [],
    });
    const dataset = await open(folder);
    expect(dataset.relations.answers.every(({ oracle }) => oracle === 'folder')).toBe(true);
    expect(journalOf(folder).filter(({ kind }) => kind === 'acts')).toHaveLength(1);
  });

  test('takes over copies as the review finds them', async () => {
    const folder = temporaryFolder();
    await paintFolder(folder, 4);
    await paintFolder(path.join(folder, 'again'), 2);
    expect(await json(folder, ['resolve', '--free', 'duplicate'])).toMatchObject({
      taken: expect.any(Number),
    });
    const dataset = await open(folder);
    const found = dataset.relations.answers.map(({ anchor, same, oracle }) => [
      [anchor, ...same].sort(),
      oracle,
    ]);
    expect(found).toContainEqual([['0000.jpg', 'again/0000.jpg'], 'duplicate']);
    expect(found).toContainEqual([['0001.jpg', 'again/0001.jpg'], 'duplicate']);
  });

  test('closes the list of classes, and opens it', async () => {
    const folder = folderWith(...names);
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\ne.jpg,dog\n']);
    await relations(folder, ['answer', '--anchor', 'a.jpg', '--different', 'b.jpg']);
    expect(await json(folder, ['resolve', '--eliminate', 'on'])).toMatchObject({ implied: 1 });
    expect(read(folder, 'labels.csv')).toContain('b.jpg,dog,relation\n');
    expect(await json(folder, ['resolve', '--eliminate', 'off'])).toMatchObject({ implied: 0 });
  });

  test.each([
    [['--free', 'foldr'], '--free is "foldr"; it must be one of folder, burst, duplicate.'],
    [['--eliminate', 'yes'], '--eliminate is "yes"; it must be one of on, off.'],
    [['--count', '0'], '--count is "0"; it must be a whole number from 1.'],
  ])('refuses %j', async (words, sentence) => {
    const { code, err } = await relations(folderWith(...names), ['resolve', ...words]);
    expect([code, err]).toEqual([2, `${sentence}\n`]);
  });
});

describe('relations export', () => {
  const answers = lines(
    { anchor: 'a.jpg', same: ['b.jpg'], different: ['d.jpg'] },
    { anchor: 'b.jpg', same: ['c.jpg', 'a.jpg'] },
    { anchor: 'a.jpg', different: ['c.jpg'] },
    { anchor: 'd.jpg', same: ['e.jpg'], unsure: ['c.jpg'] },
  );

  test('writes what was said and is not contradicted, each pair once', async () => {
    const folder = folderWith(...names);
    await relations(folder, ['answer'], answers);
    const { code, out } = await relations(folder, ['export', '--pairs', 'pairs.csv']);
    expect([code, out]).toEqual([0, `Wrote 4 pairs to ${path.join(folder, 'pairs.csv')}.\n`]);
    expect(read(folder, 'pairs.csv')).toBe(`path_a,path_b,relation,by
a.jpg,b.jpg,same,person
a.jpg,d.jpg,different,person
b.jpg,c.jpg,same,person
d.jpg,e.jpg,same,person
`);
    const again = await relations(folder, ['export', '--pairs', 'pairs.csv']);
    expect(again.code).toBe(1);
    expect(again.err).toContain('pairs.csv is already there and is not overwritten; name another place.');
  });

  test('draws of what follows, and says how many there are', async () => {
    const folder = folderWith(...names);
    await relations(folder, ['answer'], answers);
    await relations(folder, ['export', '--pairs', 'all.csv', '--implied']);
    const all = read(folder, 'all.csv').trimEnd().split('\n').slice(1);
    // Of a, b, c and of d, e: 3 + 1 pairs are the same and 6 differ.
    expect(all).toHaveLength(10);
    expect(all.filter((line) => line.endsWith(',implied'))).toHaveLength(6);
    expect(all.filter((line) => line.includes(',different,'))).toHaveLength(6);
    const { out } = await relations(folder, [
      'export',
      '--pairs',
      'some.csv',
      '--implied',
      '--max-pairs',
      '2',
    ]);
    expect(out).toMatch(/^Wrote [4-6] pairs of 10 that are known to /);
  });

  test('writes answers, and components as provisional classes that can be imported', async () => {
    const folder = folderWith(...names);
    put(folder, ['labels.csv', 'path,label\nd.jpg,group-1\n']);
    await relations(folder, ['answer'], answers);
    const words = ['export', '--classes', 'classes.csv', '--answers', 'answers.jsonl', '--json'];
    expect(JSON.parse((await relations(folder, words)).out).written).toMatchObject([
      { what: 'answers', lines: 4 },
      { what: 'classes', lines: 5 },
    ]);
    expect(read(folder, 'classes.csv')).toBe(
      'path,label\na.jpg,group-2\nb.jpg,group-2\nc.jpg,group-2\nd.jpg,group-1\ne.jpg,group-1\n',
    );
    const [first] = read(folder, 'answers.jsonl').split('\n');
    expect(JSON.parse(first)).toMatchObject({
      kind: 'grid',
      anchor: 'a.jpg',
      same: ['b.jpg'],
      different: ['d.jpg'],
      skipped: [],
    });
    const { out } = await cli(['import', 'classes.csv', '.'], { directory: folder });
    expect(out).toMatch(/^Imported \d labels/);
  });

  test.each([
    [[], 'Name at least one file to write: --answers, --pairs or --classes.'],
    [['--implied'], '--implied and --max-pairs are about --pairs; name that file as well.'],
    [['--pairs', 'p.csv', '--max-pairs', '5'], '--max-pairs limits what --implied draws; add --implied.'],
    [
      ['--pairs', 'p.csv', '--implied', '--max-pairs', 'x'],
      '--max-pairs is "x"; it must be a whole number from 1 to 10000000.',
    ],
  ])('refuses %j', async (words, sentence) => {
    const { code, err } = await relations(folderWith(...names), ['export', ...words]);
    expect([code, err]).toEqual([2, `${sentence}\n`]);
  });
});

describe('relations next', () => {
  test('asks, takes the answer, and does not ask what follows from it', async () => {
    const folder = temporaryFolder();
    await paintFolder(path.join(folder, 'a'), 8);
    await paintFolder(path.join(folder, 'b'), 8, 64, 8);
    const { out, code } = await relations(folder, ['next', '--count', '2', '--candidates', '4']);
    expect(code).toBe(0);
    expect(out).toMatch(/^1\. Which of these show the same as /);
    const first = (await json(folder, ['next', '--candidates', '4'])) as {
      queries: Record<string, unknown>[];
    };
    const [question] = first.queries;
    const { candidates } = question as { candidates: readonly string[] };
    expect(candidates.length).toBeGreaterThan(1);
    expect(candidates.length).toBeLessThan(5);
    await relations(folder, ['answer'], lines({ ...question, same: candidates }));
    const asked = new Set([question.anchor, ...candidates]);
    const next = (await json(folder, ['next', '--count', '3'])) as { queries: Record<string, unknown>[] };
    for (const { anchor, candidates: shown } of next.queries)
      if (asked.has(anchor as string))
        for (const path of (shown as readonly string[] | undefined) ?? [])
          expect(asked.has(path)).toBe(false);
  });

  test.each([
    [['--count', '0'], '--count is "0"; it must be a whole number from 1.'],
    [['--candidates', '10'], '--candidates is "10"; it must be a whole number from 2 to 9.'],
  ])('refuses %j', async (words, sentence) => {
    const { code, err } = await relations(folderWith(...names), ['next', ...words]);
    expect([code, err]).toEqual([2, `${sentence}\n`]);
  });
});
