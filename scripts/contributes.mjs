// Writes the parts of package.json that follow from the settings and command tables; --check fails where they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { importTypeScript, root } from './importTypeScript.mjs';

const manifestFile = `${root}package.json`;
const panelType = 'nextBatch.panel';

/** The parts of package.json as the tables say them. */
async function contributions() {
  const { commandTable, fromKey, panelKeys, settingsTable } = await importTypeScript(`
    export { commandTable, fromKey, panelKeys } from './src/extension/commandTable.ts';
    export { settingsTable } from './src/core/settings.ts';`);
  const commands = Object.entries(commandTable);
  const id = (name) => `nextBatch.${name}`;
  const inMenu = (key, group, when) =>
    commands
      .filter(([, row]) => row[key])
      .map(([name], index) => ({ command: id(name), when, group: `${group}@${index + 1}` }));

  return {
    icon: 'media/icon.png',
    activationEvents: [`onWebviewPanel:${panelType}`],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description:
          'Browsing and labeling work; only the built-in encoder is used, and settings that load code or models are ignored.',
        restrictedConfigurations: Object.entries(settingsTable)
          .filter(([, row]) => row.restricted)
          .map(([name]) => id(name)),
      },
      virtualWorkspaces: {
        supported: 'limited',
        description: 'Image folders must lie on the disk of the machine that runs the extension.',
      },
    },
    contributes: {
      commands: commands.map(([name, { title, icon, enablement }]) => ({
        command: id(name),
        title,
        category: 'Next Batch',
        ...(icon && { icon }),
        ...(enablement && { enablement }),
      })),
      menus: {
        commandPalette: commands
          .filter(([, row]) => row.palette)
          .map(([name, row]) => ({ command: id(name), when: row.palette })),
        'explorer/context': inMenu(
          'folderMenu',
          '7_nextBatch',
          'explorerResourceIsFolder && resourceScheme == file',
        ),
        'editor/title': inMenu('titleBar', 'navigation', `activeWebviewPanelId == '${panelType}'`),
      },
      keybindings: commands
        .filter(([, row]) => row.keys)
        .map(([name, row]) => ({ command: id(name), ...row.keys, when: panelKeys, args: fromKey })),
      configuration: {
        title: 'Next Batch',
        properties: Object.fromEntries(
          Object.entries(settingsTable).map(([name, row]) => [
            id(name),
            { ...row.schema, default: row.default, scope: row.scope, markdownDescription: row.description },
          ]),
        ),
      },
      configurationDefaults: {
        'files.watcherExclude': { '**/.next-batch/cache/**': true },
        'search.exclude': { '**/.next-batch/cache': true },
      },
    },
  };
}

const before = readFileSync(manifestFile, 'utf8');
const manifest = JSON.parse(before);
const { scripts, dependencies, devDependencies, ...head } = manifest;
const after = `${JSON.stringify({ ...head, ...(await contributions()), scripts, dependencies, devDependencies }, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(manifestFile, after);
} else if (JSON.stringify(JSON.parse(after)) !== JSON.stringify(manifest)) {
  console.error('package.json differs from the settings and command tables; run "npm run fix".');
  process.exit(1);
}
