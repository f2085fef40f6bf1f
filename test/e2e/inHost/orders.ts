import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What a program in the extension host is to do; read from the file named by NEXT_BATCH_ORDERS. */
export interface Orders {
  readonly folder: string;
  readonly seed: number;
  /** File that gets one JSON line for each thing that happens. */
  readonly log: string;
  /** The program waits until this file is there. */
  readonly go: string;
}

/** The orders; undefined = there are none, as after a kill, when VS Code starts the host again by itself. */
export function readOrders(): Orders | undefined {
  const file = process.env.NEXT_BATCH_ORDERS;
  return file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export async function untilGo({ go }: Orders): Promise<void> {
  while (!existsSync(go)) await wait(20);
}
