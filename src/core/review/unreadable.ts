import type { Check, Found } from './check.ts';

/** Files that are called images and cannot be decoded. */
export const unreadable: Check = {
  id: 'unreadable',
  title: 'Unreadable files',
  summary: 'Files that are called images and cannot be decoded.',
  needs: ['pictures'],
  async run(pool, ctx) {
    const reasons = (await ctx.measures?.())?.unreadable;
    const findings = [...pool.rows].flatMap((row): readonly Found[] => {
      const reason = reasons?.get(row);
      if (reason === undefined) return [];
      return [
        {
          rows: Int32Array.of(row),
          severity: 1,
          text: reason,
          evidence: {},
          suggestion: { kind: 'skip' },
        },
      ];
    });
    return { findings, note: '' };
  },
};
