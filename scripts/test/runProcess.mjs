import { spawn, spawnSync } from 'node:child_process';
import { leash } from '../../test/e2e/leash.mjs';

const isWindows = process.platform === 'win32';

/**
 * Runs this Node with `words` and waits for it. Nothing it starts outlives it: it gets a process group of its own, which
 * is ended with it, with us, or at the limit (seconds; then `code` is 124). `quiet`: collect the output, do not show it.
 * @param {string} root
 * @param {readonly string[]} words
 * @param {{ limit: number, quiet?: boolean }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runProcess(root, words, { limit, quiet = false }) {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, CI: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
  });
  const release = isWindows ? () => {} : leash(child.pid);
  const interrupted = () => {
    endGroup(child.pid);
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);

  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
      if (!quiet) process.stdout.write(chunk);
    });

  return new Promise((resolve) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      console.log(`FAIL ${words.join(' ')} ran longer than ${limit} s`);
      endGroup(child.pid);
    }, limit * 1000);
    // What is left of the group would keep the pipes open, so it ends with its leader, before `close`.
    child.once('exit', () => endGroup(child.pid));
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      release();
      resolve({ code: timedOut ? 124 : (code ?? 1), output });
    });
  });
}

function endGroup(pid) {
  if (isWindows) {
    spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)]);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
