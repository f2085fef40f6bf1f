import { expect, it } from 'vitest';
import { ownError, UserError } from '../../src/core/errors.ts';

it('makes an error of another bundle one of ours, with all that it says', () => {
  const theirs = Object.assign(new Error('a.csv cannot be read; close it.'), {
    code: 'not-readable',
    file: 'a.csv',
  });
  theirs.name = 'UserError';
  const ours = ownError(theirs);
  expect(ours).toBeInstanceOf(UserError);
  expect(ours).toMatchObject({ code: 'not-readable', message: theirs.message, file: 'a.csv', cause: theirs });
});

it('leaves our own errors, and faults, as they are', () => {
  const own = new UserError('usage', 'No.');
  const fault = new TypeError('x');
  expect([ownError(own), ownError(fault), ownError('text')]).toEqual([own, fault, 'text']);
});
