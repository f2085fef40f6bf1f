export interface StepResult {
  readonly name: string;
  readonly ms: number;
  /** undefined = passed. */
  readonly error: Error | undefined;
}

/** Runs the steps of one story in order; each is a test. Once one fails, those after it have no ground to stand on and are not run. */
export class Steps {
  readonly results: StepResult[] = [];

  async step(name: string, work: () => Promise<void>): Promise<void> {
    if (this.hasFailed) return;
    const started = performance.now();
    let error: Error | undefined;
    try {
      await work();
    } catch (caught) {
      error = caught instanceof Error ? caught : new Error(String(caught));
    }
    const ms = Math.round(performance.now() - started);
    this.results.push({ name, ms, error });
    console.error(`${error ? 'FAIL' : 'ok  '} ${name} ${ms} ms`);
    if (error) console.error(error.stack);
  }

  get hasFailed(): boolean {
    return this.results.some(({ error }) => error !== undefined);
  }
}
