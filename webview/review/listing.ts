import { type PanelFinding, type ReviewCheck, reviewChecks } from '../../src/protocol/reviewPanel.ts';
import type { State } from '../state/state.ts';
import { type Status, type Statuses, statusesOf } from './status.ts';

/** Which findings are listed. */
export interface Looking {
  /** `ignored`: those of all checks that are ignored. */
  readonly check: ReviewCheck | 'ignored';
  readonly show: 'open' | 'done' | 'all';
  /** Only findings that are at least so severe, 0 to 1. */
  readonly least: number;
}

export type Counts = Readonly<Record<Exclude<Status, 'gone'>, number>>;

/** How many findings of each check have which status, from a severity on. */
export function countsOf(state: State, least = 0): ReadonlyMap<ReviewCheck | 'ignored', Counts> {
  const statuses = statusesOf(state);
  const all = new Map(
    [...reviewChecks, 'ignored' as const].map((check) => [check, { open: 0, done: 0, ignored: 0 }]),
  );
  for (const { id, check, severity } of state.review?.findings ?? []) {
    const status = statuses.get(id) ?? 'gone';
    if (status === 'gone' || (severity < least && status !== 'ignored')) continue;
    for (const name of status === 'ignored' ? ([check, 'ignored'] as const) : ([check] as const)) {
      const counts = all.get(name);
      if (counts) counts[status]++;
    }
  }
  return all;
}

/** The findings to list, in the order of the review. */
export function listed(state: State, { check, show, least }: Looking): readonly PanelFinding[] {
  const statuses = statusesOf(state);
  return (state.review?.findings ?? []).filter((finding) => {
    const status = statuses.get(finding.id);
    if (status === 'gone') return false;
    if (check === 'ignored') return status === 'ignored';
    if (finding.check !== check || finding.severity < least || status === 'ignored') return false;
    return show === 'all' || status === show;
  });
}

/** The place of the next finding in a direction that is open, from a place on; undefined = there is none. */
export function openPlace(
  findings: readonly PanelFinding[],
  statuses: Statuses,
  from: number,
  direction: 1 | -1,
): number | undefined {
  for (let place = from + direction; place >= 0 && place < findings.length; place += direction)
    if (statuses.get(findings[place].id) === 'open') return place;
  return undefined;
}

/** The check to look at first: the first one that has found something. */
export function firstCheck(state: State): ReviewCheck {
  const counts = countsOf(state);
  return reviewChecks.find((check) => (counts.get(check)?.open ?? 0) > 0) ?? reviewChecks[0];
}
