/**
 * What labels a folder as fast as its acts are acknowledged, in a process that can be killed. The durability runs know
 * only this, so that the command line, an extension host or an engine can be put in its place (`--driver FILE`, whose
 * default export is a `StartDriver`).
 */
export type StartDriver = (request: DriverRequest) => Promise<Driver>;

export interface DriverRequest {
  readonly folder: string;
  /** Names the writer: it labels the images `<writer>/<number>.jpg`, and no other driver does. */
  readonly writer: string;
  readonly seed: number;
}

/** One attempt to label an image and what came of it; `tried` = no answer before the end. */
export interface Attempt {
  readonly path: string;
  readonly label: string;
  readonly outcome: 'tried' | 'acknowledged' | 'refused';
}

export interface Driver {
  /** In order; complete once `kill` or `stop` has resolved. */
  readonly attempts: readonly Attempt[];
  /** Kills the process that owns the journal with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it finish its last act, save and end. */
  stop(): Promise<void>;
}

export const imagesPerWriter = 40;
export const driverClasses = ['cat', 'dog', 'cow', 'a, "quoted" one'] as const;
