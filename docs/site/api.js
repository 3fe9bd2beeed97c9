/** @file The package's declarations as Markdown, by TypeDoc. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';

/**
 * A module of declarations: its file in `package/`, its page, and how the page begins.
 *
 * @type {{ file: string, path: string, title: string, about: string }[]}
 */
const modules = [
  {
    file: 'inkgrad',
    path: 'api/inkgrad',
    title: 'load and Session',
    about:
      'The entry of the package. Programs begin with [load](#load-1), create a [Session](#session), and call its methods. ' +
      'Every failure is an [InkgradError](#inkgraderror). These pages are made of `inkgrad.d.ts`, which an editor shows too.',
  },
  { file: 'calls', path: 'api/calls', title: 'Arguments', about: 'Data, options and changes that calls take.' },
  { file: 'results', path: 'api/results', title: 'Results', about: 'What the methods of a session give.' },
  {
    file: 'data-formats',
    path: 'api/data-formats',
    title: 'Data formats',
    about: 'Drawings, and the readers of IDX, CSV, NPY, PNG and zip files.',
  },
  {
    file: 'model-formats',
    path: 'api/model-formats',
    title: 'Model formats',
    about: 'Export and import. [Formats](../formats.md) says what each format holds.',
  },
  {
    file: 'generated/spec',
    path: 'api/spec-types',
    title: 'Types of the spec',
    about: 'The spec in TypeScript. [The spec](../spec/spec.md) explains it kind by kind.',
  },
];

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Headings that divide a type. They are no names that anyone looks for. */
const STRUCTURE =
  /^(Call Signature|Constructors?|Extends|Indexable|Methods|Parameters|Properties|Returns|Throws|Type [Dd]eclaration)$/;

/** @param {string} title @returns {boolean} */
export function isStructure(title) {
  return STRUCTURE.test(title);
}

/** Options of TypeDoc and of its plugin for Markdown: one page a module, tables where they fit. */
const options = {
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: modules.map(({ file }) => join(root, `package/${file}.d.ts`)),
  tsconfig: join(root, 'package/tsconfig.json'),
  basePath: join(root, 'package'),
  router: 'module',
  sort: ['source-order'],
  groupOrder: ['Functions', 'Interfaces', 'Classes', 'Type Aliases', 'Constructors', 'Properties', 'Methods'],
  classPropertiesFormat: 'table',
  readme: 'none',
  disableSources: true,
  excludeExternals: true,
  skipErrorChecking: true,
  treatWarningsAsErrors: true,
  logLevel: /** @type {const} */ ('Warn'),
  hideBreadcrumbs: true,
  hidePageHeader: true,
  hidePageTitle: true,
  hideGroupHeadings: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideDefaults: true, hideModifiers: true, hideInherited: true, hideOverrides: true },
};

/** @returns {Promise<import('./pages.js').Source[]>} */
export async function apiPages() {
  const folder = await mkdtemp(join(tmpdir(), 'inkgrad-docs-'));
  try {
    const app = await Application.bootstrapWithPlugins(/** @type {any} */ ({ ...options, out: folder }));
    const project = await app.convert();
    if (!project || app.logger.hasErrors()) throw new Error('TypeDoc cannot read the declarations of the package');
    await app.generateOutputs(project);
    if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc found faults in the declarations');
    return await Promise.all(
      modules.map(async ({ file, path, title, about }) => {
        const text = await readFile(join(folder, `${file}.md`), 'utf8');
        return { path, text: `# ${title}\n\n${about}\n\n${relinked(text, file.includes('/'))}` };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} text Markdown of a module
 * @param {boolean} nested whether its file is in a folder inside `package/`
 * @returns {string} with links to our pages
 */
function relinked(text, nested) {
  let result = text;
  for (const { file, path } of modules) {
    const name = path.split('/').at(-1);
    const from = nested ? (file.includes('/') ? file.split('/').at(-1) : `../${file}`) : file;
    result = result.replaceAll(`](${from}.md`, `](${name}.md`);
  }
  // Types of other modules have their own pages. Rules between two types say nothing beside their headings, and a dash in a cell
  // nothing beside its emptiness.
  const own = result.replaceAll(/^## \w+\n\nRe-exports .*$/gm, '').replaceAll('\n***\n', '\n');
  return own.replaceAll('| - |', '| |').replaceAll('| - |', '| |');
}
