import path from 'node:path';
import { type FileSystem, nodeFileSystem } from '../../src/dataset/files/fileSystem.ts';

/** What a test makes of one call: an error to throw, or a number of bytes after which a write stops short. */
export type Fault = (call: string) => Error | number | undefined;

/** The real file system, which notes every call that writes (`write history.jsonl`) and can be made to fail. */
export function recordingFiles(fault: Fault = () => undefined): {
  readonly files: FileSystem;
  readonly calls: string[];
} {
  const calls: string[] = [];
  const check = (name: string, file: string): number | undefined => {
    const outcome = fault(called(name, file));
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const note = (name: string, file: string): number | undefined => {
    calls.push(called(name, file));
    return check(name, file);
  };
  const files: FileSystem = {
    ...nodeFileSystem,
    async open(file, flags, mode) {
      note(`open-${flags}`, String(file));
      const handle = await nodeFileSystem.open(file, flags, mode);
      return new Proxy(handle, {
        get(target, key) {
          if (key === 'sync')
            return async () => {
              check('sync', String(file));
              // Slow on purpose, and noted when it is done: whoever does not wait for it is found out.
              for (let i = 0; i < 3; i++) await new Promise(setImmediate);
              await target.sync();
              calls.push(called('sync', String(file)));
            };
          if (key === 'write')
            return async (bytes: Buffer, offset: number, length: number) => {
              const short = note('write', String(file));
              return target.write(bytes, offset, short ?? length);
            };
          if (key === 'writeFile')
            return async (bytes: Buffer) => {
              note('write', String(file));
              await target.writeFile(bytes);
            };
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
    renameOver(from, to, expected) {
      note('rename', to);
      return nodeFileSystem.renameOver(from, to, expected);
    },
  };
  return { files, calls };
}

function called(name: string, file: string): string {
  return `${name} ${path.basename(file).replace(/^\.next-batch-.*tmp$/, 'temporary')}`;
}

export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
