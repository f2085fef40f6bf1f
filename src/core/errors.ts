/** What went wrong, for programs. The shells map these to exit codes and to the buttons they offer. */
export type ErrorCode =
  | 'usage'
  | 'cancelled'
  | 'not-found'
  | 'not-readable'
  | 'not-writable'
  | 'disk-full'
  | 'bad-input'
  | 'bad-encoder'
  | 'locked'
  | 'input-differs'
  | 'needs-labels'
  | 'needs-input'
  | 'engine-lost'
  | 'no-engine'
  | 'closed'
  | 'internal';

/** An error whose message is one sentence a person can act on: what happened, to which file, and the way out. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ErrorCode;
  readonly file: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly file?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.file = options.file;
  }
}

/** The error every cancelled job rejects with. */
export function cancelled(): UserError {
  return new UserError('cancelled', 'Cancelled.');
}

/** Throws the `cancelled` error if the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/**
 * Does what comes in a file that is bundled apart, where `UserError` is a class of its own: the caller gets such errors as
 * ours.
 */
export async function withOwnErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isForeign(error)) throw error;
    const { code, message, file } = error;
    throw new UserError(code, message, { cause: error, ...(file !== undefined && { file }) });
  }
}

function isForeign(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError' && !(error instanceof UserError);
}
