/** Pictures of one burst follow one another within this time. */
const gapMs = 2000;
/** What goes on for longer than so many pictures is no burst but a film, in which the first and the last differ. */
const mostImages = 30;
/** Where more than this part of a folder is bursts, its times are those of copying or unpacking, not of taking pictures. */
const mostShare = 0.5;

/**
 * Rows whose images were taken one right after the other, the first of each group ascending: in one folder, each at most two
 * seconds after the one before, 2 to 30 of them. `times`: milliseconds by row. They are those of the files, which are worth
 * something only while nobody has copied these: a folder in which more than half of the images would be in bursts says
 * nothing, and neither do images of the same millisecond.
 */
export function burstGroups(names: readonly string[], times: Float64Array): readonly Int32Array[] {
  const folders = new Map<string, number[]>();
  for (const [row, name] of names.entries()) {
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const rows = folders.get(folder);
    if (rows === undefined) folders.set(folder, [row]);
    else rows.push(row);
  }
  const found: Int32Array[] = [];
  for (const rows of folders.values()) {
    const runs = runsOf(rows, times);
    const inRuns = runs.reduce((sum, run) => sum + run.length, 0);
    if (inRuns > mostShare * rows.length) continue;
    for (const run of runs) if (run.length <= mostImages) found.push(Int32Array.from(run).sort());
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** Rows of two and more pictures that follow one another. */
function runsOf(rows: readonly number[], times: Float64Array): readonly (readonly number[])[] {
  const sorted = [...rows].sort((a, b) => times[a] - times[b] || a - b);
  const runs: number[][] = [];
  for (const [i, row] of sorted.entries()) {
    const run = runs[runs.length - 1];
    const gap = i === 0 ? Number.POSITIVE_INFINITY : times[row] - times[sorted[i - 1]];
    if (run !== undefined && gap <= gapMs) run.push(row);
    else runs.push([row]);
  }
  const isShot = (run: readonly number[]): boolean =>
    new Set(run.map((row) => times[row])).size === run.length;
  return runs.filter((run) => run.length > 1 && isShot(run));
}
