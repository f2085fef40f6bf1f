import type { Check } from './check.ts';
import { byWorth, exactCopies } from './copies.ts';

/** Files of the same bytes. */
export const exactDuplicates: Check = {
  id: 'exact-duplicates',
  title: 'Exact duplicates',
  summary: 'Files that are equal byte by byte.',
  needs: ['files'],
  async run(pool) {
    const findings = exactCopies(pool).map((group) => {
      const rows = byWorth(pool, group);
      return {
        rows,
        severity: 1,
        text: `${group.length} files are equal byte by byte.`,
        evidence: { files: group.length },
        suggestion: { kind: 'keep-first' as const },
      };
    });
    return { findings, note: '' };
  },
};
