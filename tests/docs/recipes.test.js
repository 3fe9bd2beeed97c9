/** @file Every recipe for Node runs as it stands in the documentation, and does what its page says. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { enterWorkplace, outputOf } from './workplace.js';

const folder = new URL('../../docs/recipes/', import.meta.url);

/** @type {() => void} */
let leave;
before(async () => {
  leave = await enterWorkplace();
});
after(() => leave());

/** @param {string} output @param {RegExp} pattern @returns {number} the number that it finds */
function figure(output, pattern) {
  const [, value] = pattern.exec(output) ?? [];
  assert.ok(value !== undefined, `${pattern} in\n${output}`);
  return Number(value);
}

/**
 * What is expected of the output of each recipe.
 *
 * @type {Record<string, (output: string) => void>}
 */
const recipes = {
  'first-network.js': (output) => {
    assert.ok(figure(output, /validation accuracy ([\d.]+)/) > 0.9, output);
    assert.match(output, /is inside, with probability/);
  },
  'images.js': (output) => assert.ok(figure(output, /([\d.]+) % of 3000 test pictures/) > 85, output),
  'csv.js': (output) => {
    assert.ok(figure(output, /([\d.]+) % of 30 rows/) > 90, output);
    assert.match(output, /label: 'versicolor', probability: 0\.\d/);
  },
  'own-images.js': (output) => {
    assert.match(output, /^pictures\/read-me.txt is left out/);
    assert.match(output, /60 pictures of 3 classes/);
    assert.ok(figure(output, /([\d.]+) % of 12 pictures/) > 60, output);
  },
  'early-stopping.js': (output) => {
    assert.match(output, /ended by early_stopping after \d+ epochs/);
    const best = figure(output, /best epoch had ([\d.]+)/);
    assert.equal(figure(output, /network now has ([\d.]+)/), best);
  },
  'save.js': (output) => {
    assert.match(output, /step 230: loss/);
    assert.match(output, /the same to the bit$/);
  },
  'drawing.js': (output) => {
    assert.match(output, /#/);
    assert.match(output, /it is a 1, with probability/);
  },
  'onnx.js': (output) => {
    assert.ok(figure(output, /([\d.]+) % of the rows/) > 90, output);
    assert.match(output, /exported\/model.onnx: \d+ bytes/);
    const { inputs, predictions } = JSON.parse(readFileSync('exported/expected.json', 'utf8'));
    assert.deepEqual([inputs.length, predictions.length], [10, 30]);
    for (const name of ['card.md', 'preprocessing.json']) assert.ok(existsSync(`exported/${name}`), name);
  },
  'import-onnx.js': (output) => {
    const probabilities = (/** @type {string} */ name) =>
      (new RegExp(`${name} +([\\d. ]+)$`, 'm').exec(output)?.[1] ?? '').split(' ').map(Number);
    assert.ok(Math.abs(probabilities('before').reduce((sum, p) => sum + p, 0) - 1) < 0.01, output);
    assert.ok((probabilities('after')[1] ?? 0) > 0.9, output);
  },
  'explain.js': (output) => {
    assert.match(output, /the answer is 7;/);
    assert.match(output, /\+\+/);
    assert.match(output, /distance: 0/);
  },
  'cores.js': (output) => assert.ok(figure(output, /(\d+) workers, loss/) >= 1, output),
  'abort.js': (output) => {
    assert.ok(figure(output, /aborted after (\d+) steps/) > 0, output);
    assert.ok(existsSync('aborted.safetensors'));
  },
  'fine-tuning.js': (output) => {
    assert.ok(figure(output, /new digits: accuracy ([\d.]+)/) > 0.8, output);
    assert.match(output, /the frozen filters are as they were/);
    assert.ok(figure(output, /low rate: accuracy ([\d.]+)/) > 0.85, output);
  },
};

test('every recipe is tested', () => {
  const programs = readdirSync(folder).filter((name) => name.endsWith('.js'));
  assert.deepEqual(programs.sort(), Object.keys(recipes).sort());
});

for (const [name, check] of Object.entries(recipes))
  test(name, async () => check(await outputOf(() => import(new URL(name, folder).href))));
