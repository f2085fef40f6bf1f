// strace over our processes: no connection to, and no port open on, any network.
//   node --import tsx test/acceptance/network.ts
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openHostRunner } from '../e2e/hostRun.ts';
import { makeImages } from '../e2e/images.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

const traced = ['-f', '-qq', '-s', '256', '-e', 'trace=connect,bind,execve'];
const cli = path.resolve('dist/cli.js');
const items = {
  detector: 'network: strace sees a planted connection',
  cli: 'network: internet sockets of the command line, embed and select',
  host: 'network: internet sockets of extension host and engine, one round in VS Code',
};

async function main(): Promise<void> {
  if (spawnSync('strace', ['-V']).status !== 0) {
    for (const item of Object.values(items)) skip(item, 'strace is not installed');
    return;
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-network-'));
  try {
    const images = path.join(scratch, 'images');
    await makeImages(images);
    detector(scratch);
    commandLine(scratch, images);
    const reason = serverUnsupported();
    if (reason === undefined) await extensionHost(scratch, images);
    else skip(items.host, reason);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A check that sees nothing proves nothing. */
function detector(scratch: string): void {
  const program = "require('node:net').connect(9, '127.0.0.1').on('error', () => {})";
  const { sockets } = traceOf(scratch, ['-e', program]);
  report({
    item: items.detector,
    value: sockets.length,
    unit: 'calls',
    target: '>= 1',
    pass: sockets.length >= 1,
  });
}

function commandLine(scratch: string, images: string): void {
  const embed = traceOf(scratch, [cli, 'embed', images]);
  const select = traceOf(scratch, [cli, 'select', images, '--json']);
  const sockets = [...embed.sockets, ...select.sockets];
  for (const line of sockets) console.error(line);
  const worked = embed.status === 0 && select.status === 0;
  report({
    item: items.cli,
    value: worked ? sockets.length : `exit codes ${embed.status} and ${select.status}`,
    unit: 'calls',
    target: '0',
    pass: worked && sockets.length === 0,
  });
}

/** Attached before anything of ours is activated; strace follows the engine, which the extension host starts. */
async function extensionHost(scratch: string, images: string): Promise<void> {
  const out = path.join(scratch, 'host.trace');
  const runner = await openHostRunner('oneRound');
  try {
    const run = await runner.start({ folder: images, seed: 1 });
    const ended = runner.ended();
    const strace = spawn(
      'strace',
      [...traced.filter((word) => word !== '-qq'), '-o', out, '-p', String(run.pid)],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const gone = new Promise((resolve) => strace.once('exit', resolve));
    const attached = await new Promise<boolean>((resolve) => {
      strace.stderr.on('data', (chunk) => String(chunk).includes('attached') && resolve(true));
      strace.once('exit', () => resolve(false));
    });
    if (!attached) return skip(items.host, 'strace may not attach to a process here; run as root');
    run.go();
    const code = await ended;
    strace.kill('SIGINT');
    await gone;
    const text = readFileSync(out, 'utf8');
    const sockets = internetCalls(text);
    for (const line of sockets) console.error(line);
    const sawEngine = text.split('\n').some((line) => line.includes('execve(') && line.includes('engine.js'));
    const worked = code === 0 && sawEngine;
    report({
      item: items.host,
      value: worked ? sockets.length : `suite ended with ${code}, engine ${sawEngine ? 'seen' : 'not seen'}`,
      unit: 'calls',
      target: '0',
      pass: worked && sockets.length === 0,
    });
  } finally {
    await runner.close();
  }
}

/** Runs node with `words` under strace. */
function traceOf(
  scratch: string,
  words: readonly string[],
): { readonly status: number | null; readonly sockets: readonly string[] } {
  const out = path.join(scratch, 'cli.trace');
  const { status } = spawnSync('strace', [...traced, '-o', out, process.execPath, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { status, sockets: internetCalls(readFileSync(out, 'utf8')) };
}

function internetCalls(trace: string): string[] {
  return trace.split('\n').filter((line) => /sa_family=AF_INET6?\b/.test(line));
}

void main();
