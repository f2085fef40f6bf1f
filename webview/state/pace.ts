/** A gap longer than this is a pause: neither it nor its end counts. */
const pauseMs = 30_000;
const windowMs = 180_000;
const meaningfulMs = 15_000;
const meaningfulGaps = 4;
const remembered = 500;

/** Times of the latest decisions, in milliseconds, with one more. */
export function withDecision(times: readonly number[], at: number): readonly number[] {
  return [...times.slice(1 - remembered), at];
}

/** Decisions per minute over the last three minutes of work; undefined while there are too few to tell. */
export function perMinute(times: readonly number[]): number | undefined {
  let worked = 0;
  let gaps = 0;
  for (let i = times.length - 1; i > 0 && worked < windowMs; i--) {
    const gap = times[i] - times[i - 1];
    if (gap > pauseMs) continue;
    worked += gap;
    gaps++;
  }
  return worked < meaningfulMs || gaps < meaningfulGaps ? undefined : (gaps * 60_000) / worked;
}
