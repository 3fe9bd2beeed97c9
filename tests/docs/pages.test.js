/** @file The pages of the documentation: their code runs, each kind of the spec has an example that is valid. */

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { load } from 'inkgrad';
import { allPages, writtenPages } from '../../docs/site/pages.js';
import { kindsOf, specPages } from '../../docs/site/spec.js';
import { minimalSpec } from '../../docs/site/spec-shapes.js';
import { blocksOf, programsOf } from './code-blocks.js';
import { enterWorkplace, outputOf } from './workplace.js';

const inkgrad = await load({ build: 'simd128' });
const written = await writtenPages();

/** Modules find the package by its name only inside the repository. */
const modules = new URL(`../../generated/docs-test-${process.pid}/`, import.meta.url);

/** @type {() => void} */
let leave;
before(async () => {
  leave = await enterWorkplace();
  mkdirSync(modules, { recursive: true });
});
after(() => {
  leave();
  rmSync(modules, { recursive: true });
});

for (const { path, text } of written) {
  const programs = programsOf(blocksOf(text));
  for (const [index, program] of programs.entries())
    test(`${path}: program ${index + 1} of ${programs.length}`, async () => {
      const file = new URL(`${path.replaceAll('/', '-')}-${index}.mjs`, modules);
      writeFileSync(file, program);
      await outputOf(() => import(file.href));
    });
}

test('every block of code has a language, and only programs have reasons not to run', () => {
  for (const { path, text } of written)
    for (const { language, code, reason } of blocksOf(text)) {
      assert.ok(language !== '' || !/[;{]\n/.test(code), `${path}: a block without a language\n${code}`);
      assert.ok(reason === null || language === 'js', `${path}: ${reason}`);
      if (language === 'rust') assert.fail(`${path}: Rust belongs in a file of docs/recipes, which src/lib.rs has run`);
    }
});

/** @param {unknown} value @returns {import('inkgrad').Spec} */
const asSpec = (value) => /** @type {import('inkgrad').Spec} */ (value);

test('JSON in the pages is valid, and so is each spec in it', async () => {
  let specs = 0;
  for (const { path, text } of [...written, ...(await specPages(inkgrad))])
    for (const { language, code } of blocksOf(text)) {
      if (language !== 'json') continue;
      const value = JSON.parse(code);
      if (!('layers' in value && 'loss' in value)) continue;
      assert.ok(inkgrad.describe(asSpec(value)).layers.length > 0, path);
      specs += 1;
    }
  assert.ok(specs >= 2);
});

/** @type {Record<string, string>} */
const PAGE_OF = { Layer: 'layers', Loss: 'losses', Optimizer: 'optimizers', Schedule: 'schedules' };

test('each kind of the schema has a heading and an example, which describe accepts', async () => {
  const pages = await specPages(inkgrad);
  const schema = /** @type {import('../../docs/site/spec.js').Schema} */ (inkgrad.schema);
  let count = 0;
  for (const [definition, page] of Object.entries(PAGE_OF)) {
    const { text = '' } = pages.find(({ path }) => path === `spec/${page}`) ?? {};
    const examples = blocksOf(text).map(({ code }) => JSON.parse(code));
    for (const { kind } of kindsOf(schema, definition)) {
      assert.match(text, new RegExp(`^## ${kind}$`, 'm'));
      const example = examples.find((value) => value.kind === kind);
      assert.ok(example, kind);
      assert.equal(validSpec(definition, example).filled, true, kind);
      count += 1;
    }
  }
  assert.ok(count > 30, `${count} kinds`);
});

/** Samples on which a layer may stand. */
const INPUTS = [[16], [1, 28, 28], [8, 14, 14], [28, 56]];

/**
 * @param {string} definition
 * @param {any} example
 */
function validSpec(definition, example) {
  const spec = { ...minimalSpec([4], [{ kind: 'dense', units: 3 }], 'mse') };
  if (definition === 'Loss') spec.loss = example;
  if (definition === 'Optimizer') spec.optimizer = example;
  if (definition === 'Schedule') spec.schedule = example;
  if (definition !== 'Layer') return { filled: inkgrad.describe(spec).spec.version === 1 };
  const accepted = INPUTS.filter((input) => isValid(minimalSpec(input, [example], 'mse')));
  return { filled: accepted.length > 0 };
}

/** @param {import('inkgrad').Spec} spec */
function isValid(spec) {
  try {
    return inkgrad.describe(spec).layers.length === 1;
  } catch {
    return false;
  }
}

test('every page stands in the contents, in order, and begins with its title', async () => {
  const pages = await allPages(inkgrad);
  assert.equal(new Set(pages.map(({ path }) => path)).size, pages.length);
  for (const { path, text } of pages) assert.match(text, /^# \S/, path);
});
