/** @file A folder with the files that the programs of the documentation read, and what they print. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { writeZip } from '../../www/shared/zip.js';
import { pngOf } from '../../www/worker/export/png.js';
import { idx, mnist } from '../www/sample-files.js';

/** Pictures of MNIST in each part: enough to learn from, few enough to be quick. */
const PICTURES = 3000;

/** @param {URL} url */
const bytesOf = (url) => readFileSync(url);

/** Makes the folder and works in it. @returns {Promise<() => void>} goes back, and removes it */
export async function enterWorkplace() {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'inkgrad-recipes-'));
  process.chdir(folder);
  mkdirSync('mnist');
  for (const [name, first] of /** @type {const} */ ([
    ['train', 0],
    ['t10k', PICTURES],
  ])) {
    const { inputs, labels } = mnist(PICTURES, first);
    writeFileSync(`mnist/${name}-images-idx3-ubyte`, idx(inputs, [PICTURES, 28, 28]));
    writeFileSync(`mnist/${name}-labels-idx1-ubyte`, idx(labels, [PICTURES]));
  }
  writeFileSync('iris.csv', bytesOf(new URL('../../docs/recipes/iris.csv', import.meta.url)));
  writeFileSync('model.onnx', bytesOf(new URL('../package/fixtures/torch-mlp.onnx', import.meta.url)));
  writeFileSync('pictures.zip', await pictures());
  return () => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  };
}

/** An archive of sixty pictures of three classes, and a text. */
async function pictures() {
  const { inputs, labels } = mnist(400);
  const names = ['nought', 'one', 'two'];
  const contents = [];
  for (const [at, label] of labels.entries()) {
    const name = names[label];
    if (name === undefined || contents.length === 60) continue;
    const content = await pngOf(inputs.slice(at * 784, at * 784 + 784), 28, 28);
    contents.push({ name: `pictures/${name}/${at}.png`, content });
  }
  const text = { name: 'pictures/read-me.txt', content: new Blob(['Drawn by many hands.']) };
  return new Uint8Array(await (await writeZip([...contents, text])).arrayBuffer());
}

/**
 * @param {() => Promise<unknown>} program
 * @returns {Promise<string>} what it printed
 */
export async function outputOf(program) {
  const { log, table } = console;
  /** @type {string[]} */
  const lines = [];
  console.log = (...values) => lines.push(format(...values));
  console.table = (value) => lines.push(format(value));
  try {
    await program();
  } finally {
    Object.assign(console, { log, table });
  }
  return lines.join('\n');
}
