import { readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

interface Level {
  /** Absolute folder of a `.gitignore`. */
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files that bear on a folder, the outermost first. */
export type GitRules = readonly Level[];

/** The rules that stand above `folder`: those of its parents up to the root of its git repository. */
export function rulesAbove(folder: string): GitRules {
  const parents: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (at !== folder) parents.unshift(at);
    if (readText(path.join(at, '.git', 'HEAD')) !== undefined) break;
    if (path.dirname(at) === at) return []; // Not in a repository: only the files at and below `folder` count.
  }
  let rules: GitRules = [];
  for (const parent of parents) rules = withRulesOf(parent, rules);
  return rules;
}

/** The rules with those of the `.gitignore` in `folder`, if there is one. */
export function withRulesOf(folder: string, above: GitRules): GitRules {
  const text = readText(path.join(folder, '.gitignore'));
  return text === undefined ? above : [...above, { folder, rules: ignore().add(text) }];
}

/** Whether git would leave this file or folder out; the innermost rule that says something decides. */
export function isIgnored(rules: GitRules, file: string, isFolder: boolean): boolean {
  for (const { folder, rules: own } of rules.toReversed()) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const { ignored, unignored } = own.test(isFolder ? `${relative}/` : relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Unreadable rules are no rules.
  }
}
