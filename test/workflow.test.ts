import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { supportedSystems } from '../src/engine/systems.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly needs?: string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: {
    readonly matrix: { readonly os?: string[]; readonly include?: { target: string }[] };
  };
  readonly permissions?: unknown;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = path.resolve(__dirname, '..');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const folder = path.join(root, '.github/workflows');

/** The npm scripts that a command line calls: `npm run NAME`, `npm test`, `npm start`. */
function npmScripts(text: string): string[] {
  const calls = text.matchAll(/\bnpm (?:run (?<name>[\w:-]+)|(?<short>test|start)\b)/g);
  return [...calls].map(({ groups }) => groups?.name ?? groups?.short ?? '');
}

function read(name: string): Workflow {
  return parse(readFileSync(path.join(folder, name), 'utf8'));
}

function stepsOf({ jobs }: Workflow): Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

describe.each(readdirSync(folder))('%s', (name) => {
  const workflow = read(name);

  test('names only npm scripts that exist', () => {
    const called = stepsOf(workflow).flatMap(({ run }) => npmScripts(run ?? ''));
    expect(called).not.toEqual([]);
    expect(called.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  test('uses actions of a fixed major version', () => {
    const used = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
    expect(used.filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action))).toEqual([]);
  });

  test('may read the code and nothing more, and ends by itself', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toBeUndefined();
      expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
    }
  });
});

describe('ci.yml', () => {
  const { test: tests, package: packaging, smoke } = read('ci.yml').jobs;

  test('tests everything on the three platforms, and on each in a desktop VS Code', () => {
    expect(tests.strategy?.matrix.os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
    const everything = tests.steps.find(({ run }) => run === 'npm test');
    expect(everything?.env?.NEXT_BATCH_DOWNLOAD_VSCODE).toContain("&& '0' || '1'");
    const onLinux = tests.steps.find(({ run }) => run?.includes('xvfb-run'));
    expect(onLinux?.env?.NEXT_BATCH_DOWNLOAD_VSCODE).toBe('1');
    expect(npmScripts(onLinux?.run ?? '')).toEqual(['test']);
  });

  test('makes all packages, and uses each on its own system before it is kept', () => {
    expect(packaging.steps.map(({ run }) => run)).toContain('npm run package');
    expect(smoke.needs).toBe('package');
    const targets = smoke.strategy?.matrix.include?.map(({ target }) => target);
    expect(targets?.toSorted()).toEqual(supportedSystems.toSorted());
    const tried = smoke.steps.findIndex(({ run }) => npmScripts(run ?? '').includes('smoke'));
    const kept = smoke.steps.findIndex(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(tried).toBeGreaterThan(0);
    expect(kept).toBeGreaterThan(tried);
  });
});

test('.ci/run does what the workflow does', () => {
  expect(npmScripts(readFileSync(path.join(root, '.ci/run'), 'utf8'))).toEqual(['test']);
});

test('a script that does not exist would be noticed', () => {
  expect(npmScripts('run: npm run nothing\n  run: npm test -- unit')).toEqual(['nothing', 'test']);
});
