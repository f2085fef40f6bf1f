import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { bundleInHost } from './bundleSuite.ts';
import type { Orders } from './inHost/orders.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** One start of a program of `inHost` in the extension host. */
export interface HostRun {
  /** Of the extension host. */
  readonly pid: number;
  /** Lets it begin. */
  go(): void;
  /** All it said so far. */
  lines(): (readonly (string | number)[])[];
}

/** A real VS Code whose extension host runs one program again and again, each time with new orders. */
export interface HostRunner {
  /** Starts the extension host anew, with these orders. */
  start(orders: Pick<Orders, 'folder' | 'seed'>): Promise<HostRun>;
  /** Leaves the page: the extension host ends, and VS Code does not start another. */
  leave(): Promise<void>;
  /** Resolves when the program has ended, with its exit code. */
  ended(): Promise<number>;
  close(): Promise<void>;
}

export async function openHostRunner(program: string): Promise<HostRunner> {
  const tests = await bundleInHost(program);
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-orders-'));
  const workspace = mkdtempSync(path.join(scratch, 'workspace-'));
  const ordersFile = path.join(scratch, 'orders.json');
  let exited = (_code: number): void => {};
  let count = 0;
  const options = {
    name: program,
    origin: { kind: 'source' },
    folder: workspace,
    tests,
    env: { NEXT_BATCH_ORDERS: ordersFile },
  } as const;
  let workbench: Workbench | undefined;
  let url = '';

  return {
    async start({ folder, seed }) {
      const log = path.join(scratch, `log-${count}`);
      const go = path.join(scratch, `go-${count}`);
      count++;
      writeFileSync(log, '');
      writeFileSync(ordersFile, JSON.stringify({ folder, seed, log, go } satisfies Orders));
      if (workbench === undefined) {
        workbench = await openWorkbench(options, async (page) => {
          await page.exposeFunction('codeAutomationExit', (code: number) => exited(code));
          await page.exposeFunction('codeAutomationLog', () => {});
        });
        url = workbench.page.url();
      } else await workbench.page.goto(url);
      const lines = () => readLines(log);
      await untilReady(lines);
      return { pid: Number(lines()[0][1]), go: () => writeFileSync(go, ''), lines };
    },
    async leave() {
      rmSync(ordersFile, { force: true });
      await workbench?.page.goto('about:blank');
    },
    ended: () =>
      new Promise((resolve) => {
        exited = resolve;
      }),
    async close() {
      await workbench?.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function untilReady(lines: () => readonly unknown[]): Promise<void> {
  const end = Date.now() + 60_000;
  while (lines().length === 0) {
    if (Date.now() > end) throw new Error('The extension host did not start within 60 s.');
    await wait(20);
  }
}

/** Whole lines only: the last one may be cut off by a kill. */
function readLines(file: string): (readonly (string | number)[])[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
