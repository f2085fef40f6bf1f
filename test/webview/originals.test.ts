import { expect, test } from 'vitest';
import type { Picture } from '../../src/protocol/panel.ts';
import { Originals } from '../../webview/originals.ts';

const picture = (url: string): Picture => ({ kind: 'picture', url });

test('images are asked for once, and again where they may have been written anew: until then the old one stands', async () => {
  const asked: string[] = [];
  let version = 1;
  const originals = new Originals(
    async (path) => {
      asked.push(path);
      return picture(`${path}?v=${version}`);
    },
    () => {},
  );
  const paths = ['a.jpg', 'b.jpg'];
  originals.follow(paths);
  originals.want('a.jpg');
  originals.want('b.jpg');
  await Promise.resolve();
  originals.follow(paths);
  originals.want('a.jpg');
  expect(asked).toEqual(['a.jpg', 'b.jpg']);
  version = 2;
  originals.follow([...paths]);
  originals.want('a.jpg');
  originals.want('a.jpg');
  expect(asked).toEqual(['a.jpg', 'b.jpg', 'a.jpg']);
  expect(originals.get('a.jpg')).toEqual(picture('a.jpg?v=1'));
  await Promise.resolve();
  expect(originals.get('a.jpg')).toEqual(picture('a.jpg?v=2'));
});
