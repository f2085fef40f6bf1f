import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../src/engine/client.ts';
import { supportedSystems, thisSystem, unsupportedSystem } from '../../src/engine/systems.ts';
import { prepareCli } from '../support/cli.ts';

const intelMac = { platform: 'darwin', arch: 'x64', isMusl: false };

describe('a system without an engine', () => {
  it.each([
    ['darwin', 'x64', false, /Intel Mac.*Apple silicon.*Windows.*Linux/],
    ['linux', 'x64', true, /musl.*glibc.*Debian/],
    ['linux', 'arm64', true, /musl/],
    ['win32', 'ia32', false, /win32 ia32.*win32-x64/],
    ['linux', 'arm', false, /linux arm.*linux-arm64/],
    ['freebsd', 'x64', false, /freebsd x64/],
  ])('%s %s (musl: %s) is told in one sentence with the way out', (platform, arch, isMusl, says) => {
    const sentence = unsupportedSystem({ platform, arch, isMusl });
    expect(sentence).toMatch(says);
    expect(sentence?.match(/\. |\.$/g), sentence).toHaveLength(1);
    expect(sentence).toContain('labeling work');
  });

  it('every system that a package is made for has an engine, and so has this one', () => {
    for (const name of supportedSystems) {
      const [platform, arch] = name.split('-');
      expect(unsupportedSystem({ platform, arch, isMusl: false })).toBeUndefined();
    }
    expect(unsupportedSystem(thisSystem())).toBeUndefined();
  });

  it('has every call to the engine refused, and no process is started', async () => {
    // A file that is not there: starting it would be another error.
    const engine = startEngine({
      engineFile: '/nowhere/engine.js',
      mediaFolder: '/nowhere',
      threads: 1,
      log: (line) => expect.fail(line),
      system: intelMac,
    });
    const call = engine.thumbnails({ images: [], cache: '/nowhere' });
    await expect(call).rejects.toMatchObject({
      code: 'no-engine',
      message: expect.stringContaining('Intel Mac'),
    });
    await engine.stop();
  });

  it('says the same on the command line, and exits with 1', async () => {
    const cli = await prepareCli();
    const directory = mkdtempSync(path.join(tmpdir(), 'systems-'));
    writeFileSync(path.join(directory, 'a.jpg'), 'not read');
    const { code, out, err } = await cli(['embed', directory, '--json'], { system: intelMac });
    expect(code).toBe(1);
    expect(err.trim()).toBe(unsupportedSystem(intelMac));
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'no-engine' } });
  });
});
