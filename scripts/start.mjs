// npm start [-- PATH] [--no-editor]: installs and builds what is missing, makes the demo folder (or takes PATH), runs the
// main job on it without an editor, then opens the editor on it. Imports only node:*, because nothing may be installed yet.
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled, requireNode } from './setup.mjs';

requireNode();
process.env.ONNXRUNTIME_NODE_INSTALL = 'skip';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const say = console.log;
const { folder, isHeadless } = readWords(process.argv.slice(2));

/** What has to end when we are asked to; the last one first. */
const stops = [];
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll(130));

try {
  await start();
} catch (error) {
  // Stopped on purpose: what fails then is no fault.
  if (!isStopping) {
    console.error(error instanceof Error ? error.message : error);
    await stopAll(1);
  }
}

async function start() {
  await ensureInstalled(root, { say });
  await ensureBuilt(root, { say });
  const images = folder ?? (await demoFolder());
  say(`\nImages: ${images}`);
  await cli('embed', images, '--encoder', 'builtin');
  await cli('select', images, '--encoder', 'builtin');
  if (isHeadless) return;
  const { openEditor } = await import('./editor.mjs');
  const editor = await openEditor(root, images, { say });
  stops.push(editor.stop);
  say(`\n${editor.where}`);
  say('There: F1, "Next Batch: Select Next Batch"; then type a class name, and label with the keys 1 to 9.');
  say('Ctrl+C here ends it.');
  await editor.ended;
  if (!isStopping) await stopAll(0);
}

function readWords(words) {
  const usage =
    'Usage: npm start [-- PATH] [-- --no-editor]   (PATH: a folder of images; without it, a demo folder is made)';
  const unknown = words.find((word) => word.startsWith('-') && !['--no-editor', '--help'].includes(word));
  const paths = words.filter((word) => !word.startsWith('-'));
  if (words.includes('--help') || unknown !== undefined || paths.length > 1) {
    if (unknown !== undefined) console.error(`npm start does not know ${unknown}.`);
    console.log(usage);
    process.exit(words.includes('--help') ? 0 : 2);
  }
  // npm runs us in the project; a person means the folder they typed the command in.
  const given = paths.length === 1 ? path.resolve(process.env.INIT_CWD ?? '.', paths[0]) : undefined;
  if (given !== undefined && !statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`There is no folder ${given}; give the path of a folder with images: npm start -- PATH`);
    process.exit(2);
  }
  return { folder: given, isHeadless: words.includes('--no-editor') };
}

async function demoFolder() {
  const { ensureDemo } = await import('./demo/demo.mjs');
  return ensureDemo(path.join(root, 'demo'), { say });
}

/** Runs the command line as a person would; it leads a group of its own, so that Ctrl+C reaches it once, from us. */
async function cli(...words) {
  say(`\n$ next-batch ${words.map((word) => (word.includes(' ') ? `'${word}'` : word)).join(' ')}`);
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  stops.push(stop);
  const code = await ended;
  stops.splice(stops.indexOf(stop), 1);
  if (code !== 0) throw new Error(`The main job did not finish (exit code ${code}); what it said is above.`);
}

async function stopAll(code) {
  if (isStopping) process.exit(code);
  isStopping = true;
  for (const stop of stops.reverse()) await stop();
  process.exit(code);
}
