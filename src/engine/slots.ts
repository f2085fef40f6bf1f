/** A fixed number of places to work in; those in a hurry go first. */
export interface Slots {
  readonly count: number;
  run<T>(hurry: boolean, work: () => Promise<T>): Promise<T>;
}

export function createSlots(count: number): Slots {
  const urgent: (() => void)[] = [];
  const patient: (() => void)[] = [];
  let free = count;

  return {
    count,
    async run(hurry, work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => (hurry ? urgent : patient).push(resolve));
      try {
        return await work();
      } finally {
        // The place is handed on, not freed and fought for.
        const next = urgent.shift() ?? patient.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
