import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { profileIn } from './server.mjs';
import { root, stubExtension, type WorkbenchOptions } from './workbench.ts';

/** A VS Code of this machine's desktop, or one to download. */
export type Desktop = { readonly executable: string } | 'download';

/**
 * The desktop VS Code to test in: the one named by VSCODE_EXE, else one that is installed and can open a window, else
 * (only if NEXT_BATCH_DOWNLOAD_VSCODE is 1) one to download. Undefined: none, use the server.
 */
export function findDesktop(): Desktop | undefined {
  const named = process.env.VSCODE_EXE;
  if (named !== undefined) return { executable: named };
  const canShow = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const installed = canShow ? places().find((place) => existsSync(place)) : undefined;
  if (installed !== undefined) return { executable: realpathSync(installed) };
  return process.env.NEXT_BATCH_DOWNLOAD_VSCODE === '1' ? 'download' : undefined;
}

function places(): string[] {
  if (process.platform === 'darwin') return ['/Applications/Visual Studio Code.app/Contents/MacOS/Electron'];
  if (process.platform === 'win32')
    return [path.join(process.env.LOCALAPPDATA ?? '', 'Programs/Microsoft VS Code/Code.exe')];
  return ['/usr/share/code/code', '/opt/visual-studio-code/code'];
}

/** Runs a suite in the desktop VS Code; its own profile, nothing of the person's. Rejects when the suite fails. */
export async function runOnDesktop(
  desktop: Desktop,
  { origin, folder, tests, env, settings }: WorkbenchOptions & { readonly tests: string },
): Promise<void> {
  const executable = desktop === 'download' ? await downloadAndUnzipVSCode() : desktop.executable;
  const scratch = mkdtempSync(path.join(tmpdir(), 'nb-'));
  try {
    const profile = profileIn(scratch, settings);
    const words = ['--user-data-dir', profile.user, '--extensions-dir', profile.extensions];
    if (origin.kind === 'vsix') install(executable, [...words, '--install-extension', origin.file]);
    const isPackaged = origin.kind === 'vsix';
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: isPackaged ? stubExtension(scratch) : root,
      extensionTestsPath: tests,
      extensionTestsEnv: { ...env, NEXT_BATCH_EXPECT_UNDER: isPackaged ? profile.extensions : root },
      launchArgs: [folder, ...words, '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function install(executable: string, words: readonly string[]): void {
  const [command, ...first] = resolveCliArgsFromVSCodeExecutablePath(executable, {
    reuseMachineInstall: true,
  });
  const { status, stderr } = spawnSync(command, [...first, ...words], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`VS Code did not install the extension:\n${stderr}`);
}
