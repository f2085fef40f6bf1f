import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Threads for numbers: as asked, or (0) one per physical core, one core left free on machines with more than two. */
export function threadCount(asked: number): number {
  if (asked > 0) return asked;
  const cores = Math.min(physicalCores(), availableParallelism());
  return cores > 2 ? cores - 1 : Math.max(1, cores);
}

function physicalCores(): number {
  if (process.platform !== 'linux') {
    // macOS on ARM has no hyperthreads; elsewhere two to a core is the rule.
    return process.arch === 'x64' ? Math.ceil(availableParallelism() / 2) : availableParallelism();
  }
  try {
    const root = '/sys/devices/system/cpu';
    const cpus = readdirSync(root).filter((name) => /^cpu\d+$/.test(name));
    const siblings = cpus.map((cpu) => readFileSync(`${root}/${cpu}/topology/thread_siblings_list`, 'utf8'));
    return Math.max(1, new Set(siblings).size);
  } catch {
    return availableParallelism();
  }
}
