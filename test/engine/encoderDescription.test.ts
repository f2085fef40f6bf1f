import { describe, expect, it } from 'vitest';
import { canonicalDescription, parseDescription } from '../../src/engine/encoder/description.ts';
import { description } from './models.ts';

const parse = (value: unknown) => parseDescription(JSON.stringify(value), 'enc.json');
const parsed = (changes?: Record<string, unknown>) => parse(description(changes));

describe('an encoder description', () => {
  it('has defaults for all but size, resize and pixels', () => {
    expect(parsed()).toEqual({
      name: '',
      input: { name: '', layout: 'NCHW', width: 8, height: 8, color: 'RGB', batch: 16 },
      resize: { rule: 'squash', shorterSide: 8 },
      scale: [1, 1, 1],
      offset: [0, 0, 0],
      output: { name: '', pooling: 'none', normalize: false },
    });
  });

  it.each([
    [{ inputs: {} }, /unknown key "inputs"; did you mean "input"\?/],
    [
      { input: { size: [8, 8], layuot: 'NCHW' } },
      /unknown key "input\.layuot"; did you mean "input\.layout"\?/,
    ],
    [{ input: { layout: 'NCHW' } }, /lacks "input\.size"/],
    [{ input: { size: [8] } }, /"input\.size" that is not a list of 2 whole numbers/],
    [{ input: { size: [8, 8], layout: 'CHW' } }, /"input\.layout" "CHW"; it must be one of NCHW, NHWC/],
    [{ resize: { rule: 'stretch' } }, /it must be one of squash, crop, pad/],
    [{ resize: { rule: 'crop', shorterSide: 4 } }, /shorter side of 4; make resize\.shorterSide larger/],
    [{ pixels: {} }, /needs pixels\.range, or both pixels\.mean and pixels\.std/],
    [{ pixels: { mean: [0, 0, 0], std: [1, 0, 1] } }, /std that is not above 0/],
    [{ pixels: { range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1] } }, /keep one of them/],
    [{ output: { pooling: 'max' } }, /one of none, mean, cls/],
    [{ output: { normalize: 'yes' } }, /"output\.normalize" that is not true or false/],
    [{ input: [] }, /"input" that is not an object/],
  ])('with %j is refused', (changes, message) => {
    expect(() => parsed(changes)).toThrow(message);
    expect(() => parsed(changes)).toThrow('enc.json');
  });

  it('that is not JSON, or no object, is refused', () => {
    expect(() => parseDescription('{', 'enc.json')).toThrow(/enc\.json is not JSON/);
    expect(() => parse([1])).toThrow(/not a JSON object/);
  });

  it('has one canonical text however its keys are ordered, without the name', () => {
    const { input, ...rest } = description();
    const reordered = parse({ name: 'another', ...rest, input });
    expect(canonicalDescription(reordered)).toBe(canonicalDescription(parsed()));
    expect(canonicalDescription(parsed({ input: { size: [8, 8], color: 'BGR' } }))).not.toBe(
      canonicalDescription(parsed()),
    );
  });
});
