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
  const note = (name: string, file: string): number | undefined => {
    const call = `${name} ${path.basename(file).replace(/^\.next-batch-.*tmp$/, 'temporary')}`;
    calls.push(call);
    const outcome = fault(call);
    if (outcome instanceof Error) throw outcome;
    return outcome;
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
              note('sync', String(file));
              await target.sync();
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

export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
