import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Query, RelateRequest } from '../../../src/protocol/relations.ts';
import type { PanelQuery, PanelRelations, RelationAct } from '../../../src/protocol/relationsPanel.ts';
import { put, read, temporaryFolder } from '../../support/datasets.ts';
import { openPage } from '../pageLink.ts';
import { openSession } from '../sessions.ts';

type Ask = (request: RelateRequest) => readonly Query[];

const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg', 'g.jpg', 'h.jpg'];

function grid(anchor: number, ...candidates: number[]): Query {
  return { kind: 'grid', purpose: 'label', anchor, candidates, expected: candidates.length, why: 'Alike.' };
}

/** Three questions, whatever is known. */
const three: Ask = () => [grid(0, 1, 2), grid(3, 4, 5), grid(6, 7)];

async function opened(ask: Ask = three, files: readonly string[] = names) {
  const folder = temporaryFolder();
  put(folder, ...files);
  mkdirSync(path.join(folder, '.next-batch/cache/embeddings/k'), { recursive: true });
  writeFileSync(path.join(folder, '.next-batch/cache/embeddings/k/0000.npy'), '');
  const { session, engine, notes, set } = await openSession(folder);
  const requests: RelateRequest[] = [];
  engine.relate = async (request, options) => {
    requests.push(request);
    if (engine.isSlow)
      await new Promise((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    const model = { kind: 'none', why: '' } as const;
    return { queries: ask(request), model, notes: [], seconds: 0 };
  };
  const link = openPage(session);
  await link.client.ready(null);
  const panel = (): PanelRelations => {
    if (!link.state.relations) throw new Error('Nothing was told of relations.');
    return link.state.relations;
  };
  const answer = (same: readonly string[], query = panel().queries[0]) =>
    link.client.act([answerTo(query, same)]);
  const worked = () => vi.waitFor(() => expect(panel().isThinking).toBe(false));
  /** The view is shown, and its questions are there. */
  const show = async (): Promise<void> => {
    await link.client.relations(true);
    await worked();
  };
  return { folder, session, engine, notes, set, requests, panel, answer, worked, show, ...link };
}

function answerTo(query: PanelQuery, same: readonly string[]): RelationAct {
  const [anchor, shown] = query.kind === 'grid' ? [query.anchor, query.candidates] : [query.a, [query.b]];
  const different = shown.filter((name) => !same.includes(name));
  return { kind: 'relation', query: query.kind, anchor, same, different, unsure: [] };
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 20));
const anchors = ({ queries }: PanelRelations) =>
  queries.map((query) => (query.kind === 'grid' ? query.anchor : query.a));

describe('questions about relations', () => {
  test('none are worked out before the view is shown, nor after it', async () => {
    const { client, state, requests, answer, session, show } = await opened();
    expect(state.relations).toBeNull();
    await session.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]);
    expect(requests).toHaveLength(0);
    await show();
    expect(requests).toHaveLength(1);
    await client.relations(false);
    await answer(['b.jpg']);
    await aWhile();
    expect(requests).toHaveLength(1);
  });

  test('they are told by paths, and the next one is there with the answer to the first', async () => {
    const { panel, answer, engine, show } = await opened();
    await show();
    expect(panel()).toMatchObject({ answers: 0, lastGain: null, isThinking: false, nothing: '' });
    expect(anchors(panel())).toEqual(['a.jpg', 'd.jpg', 'g.jpg']);
    engine.isSlow = true;
    const next = panel().queries[1];
    await answer(['b.jpg']);
    expect(panel().queries[0]).toEqual(next);
    expect(panel()).toMatchObject({ answers: 1, implied: 0, lastGain: 0 });
    expect(panel().groups).toEqual({
      count: 1,
      images: 2,
      shown: [{ id: 'a.jpg', size: 2, paths: ['a.jpg', 'b.jpg'] }],
    });
  });

  test('one key names a group, and labels.csv says what only follows', async () => {
    const { client, panel, answer, folder, session, show } = await opened();
    await show();
    await answer(['b.jpg', 'c.jpg']);
    await client.act([{ kind: 'label', paths: ['a.jpg'], label: 'cat' }]);
    expect(panel()).toMatchObject({ implied: 2, lastGain: 3, groups: { count: 0 } });
    await session.dataset.flush();
    expect(read(folder, 'labels.csv')).toBe(
      'path,label,source\na.jpg,cat,\nb.jpg,cat,relation\nc.jpg,cat,relation\n',
    );
  });

  test('candidates whose answer follows are not asked about, and a question keeps its id', async () => {
    const { panel, session, engine, show } = await opened(() => [grid(0, 1, 2), grid(3, 1, 4, 5)]);
    await show();
    engine.isSlow = true;
    const { id } = panel().queries[1];
    const rest = { query: 'pair', different: [], unsure: [] } as const;
    await session.act([{ kind: 'relation', id: '', anchor: 'b.jpg', same: ['d.jpg'], ...rest }]);
    expect(panel().queries[1]).toMatchObject({ id, candidates: ['e.jpg', 'f.jpg'] });
  });

  test('images that are gone, or skipped, are not asked about', async () => {
    const { panel, session, folder, show } = await opened();
    await show();
    rmSync(path.join(folder, 'd.jpg'));
    await session.rescan();
    await session.act([{ kind: 'skip', path: 'c.jpg', on: true }]);
    expect(anchors(panel())).not.toContain('d.jpg');
    expect(panel().queries[0]).toMatchObject({ anchor: 'a.jpg', candidates: ['b.jpg'] });
  });

  test('groups, their sizes and contradictions are of images that are there', async () => {
    const { client, panel, session, folder, show } = await opened(() => [grid(0, 4, 5)]);
    await show();
    const said = { kind: 'relation', id: '', query: 'grid', different: [], unsure: [] } as const;
    await session.act([{ ...said, anchor: 'a.jpg', same: ['b.jpg', 'c.jpg'] }]);
    await session.act([{ ...said, anchor: 'g.jpg', same: ['h.jpg'] }]);
    await session.act([{ ...said, anchor: 'g.jpg', same: [], different: ['h.jpg'], oracle: 'folder' }]);
    await session.act([{ ...said, anchor: 'b.jpg', same: [], different: ['c.jpg'] }]);
    expect(panel().queries[0]).toMatchObject({ anchor: 'a.jpg', size: 3 });
    expect(panel()).toMatchObject({ groups: { count: 2, images: 5 }, conflicts: { count: 1 } });
    for (const name of ['c.jpg', 'h.jpg']) rmSync(path.join(folder, name));
    await session.rescan();
    expect(panel().queries[0]).toMatchObject({ anchor: 'a.jpg', size: 2 });
    expect(panel()).toMatchObject({ groups: { count: 1, images: 2 }, conflicts: { count: 0 } });
    await client.undo(null);
    expect(panel().queries[0]).toMatchObject({ size: 2 });
  });

  test('undo brings the question back, in front and with its id; redo takes it away', async () => {
    const { client, panel, answer, engine, show } = await opened();
    await show();
    const [first, second] = panel().queries;
    engine.isSlow = true;
    await answer(['b.jpg']);
    await client.undo(null);
    expect(panel().queries[0]).toEqual(first);
    expect(panel()).toMatchObject({ answers: 0, groups: { count: 0 } });
    await client.redo(null);
    expect(panel().queries[0]).toEqual(second);
  });

  test('a question that is put off comes last', async () => {
    const { client, panel, show } = await opened();
    await show();
    await client.later(panel().queries[0].id);
    expect(anchors(panel())).toEqual(['d.jpg', 'g.jpg', 'a.jpg']);
  });

  test('a class that is renamed is so in the question', async () => {
    const { client, panel, show } = await opened();
    await client.act([{ kind: 'label', paths: ['a.jpg'], label: 'cat' }]);
    await show();
    const { id } = panel().queries[0];
    await client.act([{ kind: 'class-rename', name: 'cat', to: 'tiger' }]);
    expect(panel().queries[0]).toMatchObject({ id, label: 'tiger' });
  });

  test('what is answered in another window is not asked here, and comes back when it is taken back there', async () => {
    const { panel, folder, session, engine, show } = await opened();
    await show();
    engine.isSlow = true;
    const other = (await openSession(folder)).session;
    await other.act([{ id: '', ...answerTo(panel().queries[1], ['e.jpg']) }]);
    await session.dataset.refresh();
    expect(panel()).toMatchObject({ answers: 1, groups: { count: 1 } });
    expect(anchors(panel())).toEqual(['a.jpg', 'g.jpg']);
    await other.undo();
    await session.dataset.refresh();
    expect(panel()).toMatchObject({ answers: 0, groups: { count: 0 } });
    expect(anchors(panel())[0]).toBe('d.jpg');
  });

  test('after the window was reloaded, what was answered counts and is not asked again', async () => {
    const { folder, answer, show, close } = await opened();
    await show();
    await answer(['b.jpg']);
    close();
    const { session, engine } = await openSession(folder);
    engine.relate = async () => {
      const model = { kind: 'none', why: '' } as const;
      return { queries: three({} as RelateRequest), model, notes: [], seconds: 0 };
    };
    const { client, state } = openPage(session);
    await client.ready(null);
    await client.relations(true);
    await vi.waitFor(() => expect(state.relations?.queries).toHaveLength(2));
    expect(state.relations).toMatchObject({ answers: 1, lastGain: null, groups: { count: 1 } });
  });

  test('what is told stays the same object while nothing in it changes', async () => {
    const { session, show } = await opened();
    await show();
    const before = session.views.relations.panel;
    await session.act([{ kind: 'flag', path: 'a.jpg', on: true }]);
    expect(session.views.relations.panel).toBe(before);
  });

  test('a job comes first, and they are worked out again when it is over', async () => {
    const { client, panel, session, engine, requests, notes, worked } = await opened();
    engine.isSlow = true;
    await client.relations(true);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    expect(panel()).toMatchObject({ isThinking: true, nothing: '' });
    const job = session.embed();
    await vi.waitFor(() => expect(engine.embeds).toHaveLength(1));
    engine.isSlow = false;
    session.cancel();
    await job.catch(() => {});
    await worked();
    expect(requests).toHaveLength(2);
    expect(panel().queries).toHaveLength(3);
    expect(notes).toEqual([]);
  });

  test('where they cannot be worked out, a sentence says so', async () => {
    const { client, panel, engine, notes, show } = await opened();
    engine.relate = async () => {
      throw new Error('out of order');
    };
    await show();
    expect(panel().nothing).toBe('No question could be worked out; the log says why.');
    expect(notes).toHaveLength(1);
    await client.relations(false);
    await show();
    expect(notes).toHaveLength(2);
  });

  test('what another encoder makes of the images is asked about when it has embedded them', async () => {
    const { session, set, requests, worked, show } = await opened();
    await show();
    await set({ encoder: 'other.onnx' });
    expect(requests).toHaveLength(1);
    await session.embed();
    await worked();
    expect(requests).toHaveLength(2);
  });

  test('where nothing is embedded, a sentence says so', async () => {
    const { panel, requests, folder, show } = await opened();
    rmSync(path.join(folder, '.next-batch/cache'), { recursive: true });
    await show();
    expect(requests).toHaveLength(0);
    expect(panel()).toMatchObject({ lacks: 'embeddings', queries: [] });
    expect(panel().nothing).toContain('no image is embedded yet');
  });

  test('the engine is told what was said, and the labels that were given', async () => {
    const { client, answer, requests, show } = await opened();
    await show();
    await answer(['b.jpg']);
    await client.act([{ kind: 'label', paths: ['a.jpg'], label: 'cat' }]);
    await vi.waitFor(() => expect(requests.at(-1)?.labels[0]).toBe(0));
    const { statements, labels, count, candidates } = requests.at(-1) as RelateRequest;
    expect([...labels]).toEqual([0, -1, -1, -1, -1, -1, -1, -1]);
    expect([[...statements.a], [...statements.b], [...statements.relation]]).toEqual([
      [0, 0],
      [1, 2],
      [1, -1],
    ]);
    expect([count, candidates]).toEqual([12, 9]);
  });
});

describe('contradictions', () => {
  async function contradicted() {
    const all = await opened();
    await all.show();
    all.engine.isSlow = true;
    await all.answer(['b.jpg', 'c.jpg']);
    const pair = { kind: 'relation', query: 'pair', anchor: 'b.jpg', unsure: [] } as const;
    await all.client.act([{ ...pair, same: [], different: ['c.jpg'] }]);
    return all;
  }

  test('they are told with the chain that proves them, and the pair that settles them', async () => {
    const { panel } = await contradicted();
    const { count, shown } = panel().conflicts;
    expect(count).toBe(1);
    expect(shown[0].said).toMatchObject({
      a: 'b.jpg',
      b: 'c.jpg',
      relation: 'different',
      source: '',
      times: 1,
    });
    expect(shown[0].chain.map(({ a, b, relation }) => [a, relation, b])).toEqual([
      ['b.jpg', 'same', 'a.jpg'],
      ['a.jpg', 'same', 'c.jpg'],
    ]);
    expect(shown[0].ask).toEqual({ a: 'b.jpg', b: 'c.jpg' });
  });

  test('the pair that settles one is asked first, and its answer settles it', async () => {
    const { client, panel } = await contradicted();
    await client.settle(panel().conflicts.shown[0].id);
    const [question] = panel().queries;
    expect(question).toMatchObject({ kind: 'pair', purpose: 'settle', a: 'b.jpg', b: 'c.jpg' });
    await client.act([answerTo(question, ['c.jpg'])]);
    expect(panel().conflicts.count).toBe(0);
    expect(panel().queries[0]).not.toMatchObject({ purpose: 'settle' });
  });

  test('an answer is withdrawn by its id; undo brings it back', async () => {
    const { client, panel } = await contradicted();
    await client.withdraw(panel().conflicts.shown[0].chain[0].answer);
    expect(panel()).toMatchObject({ answers: 1, conflicts: { count: 0 }, groups: { count: 0 } });
    expect(anchors(panel())).not.toContain('a.jpg');
    await client.undo(null);
    expect(panel()).toMatchObject({ answers: 2, conflicts: { count: 1 } });
  });
});

describe('what is known for free', () => {
  test('copies that a review found are offered', async () => {
    const { client, panel, session, engine, show } = await opened(() => []);
    const finding = { check: 'near-duplicates', severity: 1, text: '', evidence: {} } as const;
    engine.review = async ({ classes }) => ({
      checks: [],
      findings: [{ ...finding, id: 'x', rows: Int32Array.of(1, 2, 3) }],
      classes,
      seconds: 0,
    });
    await session.runReview();
    await show();
    expect(panel().free).toEqual([{ source: 'duplicate', groups: 1, images: 3 }]);
    await client.takeFree('duplicate');
    expect(panel()).toMatchObject({ free: [], answers: 0, groups: { count: 1, images: 3 } });
  });

  test('folders are not offered once two images of one were told apart', async () => {
    const files = [0, 1, 2, 3, 4].flatMap((n) => [`${n}/a.jpg`, `${n}/b.jpg`]);
    const { panel, answer, show } = await opened(() => [grid(0, 1)], files);
    await show();
    expect(panel().free).toHaveLength(1);
    await answer([]);
    expect(panel().free).toEqual([]);
  });

  test('folders are offered, taken over as one act, and taken back as one', async () => {
    const files = [0, 1, 2, 3, 4].flatMap((n) => [`${n}/a.jpg`, `${n}/b.jpg`]);
    const { client, panel, show } = await opened(() => [], files);
    await show();
    expect(panel().free).toEqual([{ source: 'folder', groups: 5, images: 10 }]);
    await client.takeFree('folder');
    expect(panel()).toMatchObject({ free: [], answers: 0, groups: { count: 5, images: 10 } });
    await client.undo(null);
    expect(panel()).toMatchObject({ groups: { count: 0 }, free: [{ source: 'folder' }] });
  });
});
