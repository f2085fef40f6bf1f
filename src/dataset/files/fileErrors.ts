import { UserError } from '../../core/errors.ts';

/** The code of a failed system call ('ENOENT' ...), or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The error a person sees when one of the files of a dataset could not be written. */
export function writeError(error: unknown, file: string): UserError {
  if (error instanceof UserError) return error;
  const code = systemCode(error);
  const options = { file, cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError(
      'disk-full',
      `${file} could not be written because the disk is full; free some space and do the last step again.`,
      options,
    );
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new UserError(
      'not-writable',
      `${file} may not be written; set nextBatch.labelsFile to a place where you may write, and labels are kept there.`,
      options,
    );
  return new UserError(
    'not-writable',
    `${file} could not be written (${reason(error)}); look at what is there, then do the last step again.`,
    options,
  );
}

/** The error a person sees when a file or folder could not be read. */
export function readError(error: unknown, file: string): UserError {
  if (error instanceof UserError) return error;
  const code = systemCode(error);
  const options = { file, cause: error };
  if (code === 'ENOENT')
    return new UserError('not-found', `${file} does not exist; check the name.`, options);
  if (code === 'ENOTDIR')
    return new UserError('bad-input', `${file} is not a folder; choose the folder it lies in.`, options);
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError('not-readable', `${file} may not be read; change its permissions.`, options);
  return new UserError(
    'not-readable',
    `${file} could not be read (${reason(error)}); look at what is there, then try again.`,
    options,
  );
}

/** The error of work on an image folder that was renamed, deleted or unplugged since it was opened. */
export function folderGone(folder: string, cause?: unknown): UserError {
  return new UserError(
    'not-found',
    `The image folder ${folder} is not there any more, and nothing is saved until it is: put it back, or open it where it is now.`,
    { file: folder, cause },
  );
}

function reason(error: unknown): string {
  return systemCode(error) ?? (error instanceof Error ? error.message : String(error));
}
