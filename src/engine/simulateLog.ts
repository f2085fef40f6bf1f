import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkRequest } from '../core/round.ts';
import type { TaskResult } from '../core/simulate/simulation.ts';
import { systemCode, writeError } from '../dataset/files/fileErrors.ts';
import type { PlannedTask } from './simulatePlan.ts';

/** The finished tasks of a simulation, kept in a file so that one that was ended goes on where it stopped. */
export interface TaskLog {
  find(task: PlannedTask): TaskResult | undefined;
  /** Resolves when the result is on disk. */
  add(task: PlannedTask, result: TaskResult): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens `<folder>/<name>.jsonl`: one JSON object per line, appended with one write and synced. The name stands for all that
 * the tasks have in common. A line that a crash cut short is passed over.
 */
export async function openTaskLog(file: string): Promise<TaskLog> {
  const text = await readIfThere(file);
  const finished = new Map(text.split('\n').flatMap(readLine));
  let gap = text === '' || text.endsWith('\n') ? '' : '\n';
  const handle = await openToAppend(file);
  return {
    find: (task) => finished.get(keyOf(task)),
    async add(task, result) {
      const key = keyOf(task);
      const line = `${gap}${JSON.stringify({ task: key, result })}\n`;
      gap = '';
      finished.set(key, result);
      try {
        await handle.write(line);
        await handle.sync();
      } catch (error) {
        throw writeError(error, file);
      }
    },
    close: () => handle.close(),
  };
}

/** What a result depends on beside what all tasks of the file have in common; not what the strategy is called. */
function keyOf({ strategy, seed, budgets }: PlannedTask): string {
  const { selector, parameters, start, isOneShot } = strategy;
  const complete = checkRequest({ selector, parameters, budget: 1 }).parameters;
  return JSON.stringify([selector, complete, start ?? null, isOneShot ?? null, seed, budgets]);
}

function readLine(line: string): readonly (readonly [string, TaskResult])[] {
  if (line === '') return [];
  try {
    const { task, result } = JSON.parse(line) as { task?: unknown; result?: TaskResult };
    return typeof task === 'string' && Array.isArray(result?.rounds) ? [[task, result]] : [];
  } catch {
    return [];
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw writeError(error, file);
  }
}

async function openToAppend(file: string): Promise<FileHandle> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    return await open(file, 'a');
  } catch (error) {
    throw writeError(error, file);
  }
}
