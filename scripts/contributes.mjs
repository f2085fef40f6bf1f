// Writes package.nls.json and the parts of package.json that follow from the tables of settings, commands and views;
// --check fails where they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { importTypeScript, root } from './importTypeScript.mjs';

const manifestFile = `${root}package.json`;
const textsFile = `${root}package.nls.json`;
const panelType = 'nextBatch.panel';

/** Every text of the manifest by its key: what a translator gets. */
const texts = {};

/** Keeps a text under its key, and stands for it in the manifest. */
function text(key, english) {
  texts[key] = english;
  return `%${key}%`;
}

/** The parts of package.json as the tables say them. */
async function contributions() {
  const {
    classColors,
    colorId,
    commandTable,
    fromKey,
    panelKeys,
    places,
    settingsTable,
    viewTable,
    walkthrough,
  } = await importTypeScript(`
    export { classColors, colorId } from './src/extension/colorTable.ts';
    export { commandTable, fromKey, panelKeys } from './src/extension/commandTable.ts';
    export { places } from './src/extension/menus.ts';
    export { viewTable } from './src/extension/views.ts';
    export { walkthrough } from './src/extension/walkthrough.ts';
    export { settingsTable } from './src/core/settings.ts';`);
  const commands = Object.entries(commandTable);
  const id = (name) => `nextBatch.${name}`;
  const inMenu = (menu) =>
    commands.flatMap(([name, row], index) =>
      (row.in ?? [])
        .map((place) => places[place])
        .filter((place) => place.menu === menu)
        .map(({ when, group }) => ({ command: id(name), when, group: `${group}@${index + 1}` })),
    );
  const menus = [...new Set(Object.values(places).map(({ menu }) => menu))];

  return {
    icon: 'media/icon.png',
    activationEvents: [`onWebviewPanel:${panelType}`],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: text(
          'trust',
          'Browsing and labeling work; only the built-in encoder is used, and settings that load code or models are ignored.',
        ),
        restrictedConfigurations: Object.entries(settingsTable)
          .filter(([, row]) => row.restricted)
          .map(([name]) => id(name)),
      },
      virtualWorkspaces: {
        supported: 'limited',
        description: text(
          'virtual',
          'Image folders must lie on the disk of the machine that runs the extension.',
        ),
      },
    },
    contributes: {
      commands: commands.map(([name, { title, icon, enablement }]) => ({
        command: id(name),
        title: text(`command.${name}`, title),
        category: 'Next Batch',
        ...(icon && { icon }),
        ...(enablement && { enablement }),
      })),
      menus: {
        commandPalette: commands
          .filter(([, row]) => row.palette)
          .map(([name, row]) => ({ command: id(name), when: row.palette })),
        ...Object.fromEntries(menus.map((menu) => [menu, inMenu(menu)])),
      },
      viewsContainers: {
        activitybar: [{ id: 'nextBatch', title: 'Next Batch', icon: 'media/activityBar.svg' }],
      },
      views: {
        nextBatch: Object.entries(viewTable).map(([name, { title }]) => ({
          id: id(name),
          name: text(`view.${name}`, title),
        })),
      },
      viewsWelcome: Object.entries(viewTable).flatMap(([name, { welcome }]) =>
        welcome.map(({ when, text: said }, i) => ({
          view: id(name),
          contents: text(`view.${name}.welcome${i + 1}`, said),
          when,
        })),
      ),
      walkthroughs: [
        {
          id: 'start',
          title: text('walkthrough', walkthrough.title),
          description: text('walkthrough.description', walkthrough.text),
          icon: 'media/icon.png',
          steps: Object.entries(walkthrough.steps).map(([step, { title, text: said, altText, doneOn }]) => ({
            id: step,
            title: text(`walkthrough.${step}`, title),
            description: text(`walkthrough.${step}.description`, said),
            media: {
              svg: `media/walkthrough/${step}.svg`,
              altText: text(`walkthrough.${step}.altText`, altText),
            },
            completionEvents: doneOn,
          })),
        },
      ],
      colors: classColors.map((color, i) => ({
        id: colorId(i),
        description: text(
          `color.class${i + 1}`,
          `Color of every tenth class of Next Batch, from the ${ordinal(i + 1)} on.`,
        ),
        defaults: { dark: color, light: color, highContrast: color, highContrastLight: color },
      })),
      keybindings: commands
        .filter(([, row]) => row.keys)
        .map(([name, row]) => ({ command: id(name), ...row.keys, when: panelKeys, args: fromKey })),
      configuration: {
        title: 'Next Batch',
        properties: Object.fromEntries(
          Object.entries(settingsTable).map(([name, row], index) => [id(name), setting(name, row, index)]),
        ),
      },
      configurationDefaults: {
        'files.watcherExclude': { '**/.next-batch/cache/**': true },
        'search.exclude': { '**/.next-batch/cache': true },
      },
    },
  };
}

function ordinal(number) {
  return `${number}${{ 1: 'st', 2: 'nd', 3: 'rd' }[number] ?? 'th'}`;
}

function setting(name, { schema, default: usual, scope, description }, order) {
  const { enumDescriptions, ...shape } = schema;
  const choices = enumDescriptions?.map((said, i) => text(`setting.${name}.${shape.enum[i]}`, said));
  return {
    ...shape,
    ...(choices && { markdownEnumDescriptions: choices }),
    default: usual,
    scope,
    markdownDescription: text(`setting.${name}`, description),
    // As in the table: VS Code's own order is the alphabet's.
    order,
  };
}

const before = readFileSync(manifestFile, 'utf8');
const manifest = JSON.parse(before);
const { scripts, dependencies, devDependencies, ...head } = manifest;
const after = `${JSON.stringify({ ...head, ...(await contributions()), scripts, dependencies, devDependencies }, null, 2)}\n`;

const textsAfter = `${JSON.stringify(texts, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(manifestFile, after);
  writeFileSync(textsFile, textsAfter);
} else if (
  JSON.stringify(JSON.parse(after)) !== JSON.stringify(manifest) ||
  readFileSync(textsFile, 'utf8') !== textsAfter
) {
  console.error('package.json or package.nls.json differs from the tables; run "npm run fix".');
  process.exit(1);
}
