import type { BatchPick } from '../dataset/types.ts';
import { printable } from './printable.ts';

const longestName = 48;

/** The picks of a batch: rank, image, score and why, one line each. */
export function picksTable(picks: readonly BatchPick[], width: number): string {
  const rows = picks.map((pick, rank) => ({
    rank: String(rank + 1),
    name: shorten(printable(pick.path), longestName),
    score: formatScore(pick.score),
    why: printable(reasonText(pick.reason)),
  }));
  const head = { rank: '#', name: 'image', score: 'score', why: 'why' };
  const widest = (key: 'rank' | 'name' | 'score'): number =>
    Math.max(...[head, ...rows].map((row) => [...row[key]].length));
  const [rank, name, score] = [widest('rank'), widest('name'), widest('score')];
  const left = Math.max(20, width - rank - name - score - 6);
  const line = (row: typeof head): string =>
    `${row.rank.padStart(rank)}  ${pad(row.name, name)}  ${row.score.padStart(score)}  ${end(row.why, left)}`.trimEnd();
  return [head, ...rows].map(line).join('\n');
}

function reasonText(reason: unknown): string {
  const text = typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'text') : undefined;
  return typeof text === 'string' ? text : '';
}

function formatScore(score: number): string {
  return score === 0 ? '-' : score.toPrecision(4);
}

/** The end of a path says more than its beginning. */
function shorten(text: string, columns: number): string {
  const letters = [...text];
  return letters.length <= columns ? text : `…${letters.slice(1 - columns).join('')}`;
}

function end(text: string, columns: number): string {
  const letters = [...text];
  return letters.length <= columns ? text : `${letters.slice(0, columns - 1).join('')}…`;
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(columns - [...text].length);
}
