import { expect, it } from 'vitest';
import { UserError, withOwnErrors } from '../../src/core/errors.ts';

const failing = (error: unknown): Promise<never> => withOwnErrors(() => Promise.reject(error));

it('makes an error of another bundle one of ours, with all that it says', async () => {
  const theirs = Object.assign(new Error('a.csv cannot be read; close it.'), {
    code: 'not-readable',
    file: 'a.csv',
  });
  theirs.name = 'UserError';
  const ours = await failing(theirs).catch((error: unknown) => error);
  expect(ours).toBeInstanceOf(UserError);
  expect(ours).toMatchObject({ code: 'not-readable', message: theirs.message, file: 'a.csv', cause: theirs });
});

it('leaves our own errors, and faults, as they are', async () => {
  const own = new UserError('usage', 'No.');
  await expect(failing(own)).rejects.toBe(own);
  const fault = new TypeError('x');
  await expect(failing(fault)).rejects.toBe(fault);
  expect(await withOwnErrors(async () => 7)).toBe(7);
});
