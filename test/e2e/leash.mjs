import { spawn } from 'node:child_process';

/**
 * Ends the process group of `pid` when this process ends, even by kill -9: a small shell waits on a pipe from us, and
 * the pipe closes with us. Returns the way to let go once the group is gone.
 * @param {number} pid leader of a process group of its own
 */
export function leash(pid) {
  const script = 'read -r _ && exit; kill -s KILL -- "-$0" 2>/dev/null';
  const shell = spawn('sh', ['-c', script, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  const pipe = shell.stdin;
  pipe.on('error', () => {});
  if ('unref' in pipe) /** @type {import('node:net').Socket} */ (pipe).unref();
  return () => void pipe.end('done\n');
}
