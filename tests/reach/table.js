/** @file `node table.js FOLDER NAME…`: prints the differences that the judges found, and fails where one is too large. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST = 1e-5;
const MOST_LOSS = 1e-3;

const [folder, ...programs] = process.argv.slice(2);
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const results = programs.map(read);
let faults = 0;

/** @param {number | string | undefined} value */
function cell(value) {
  if (typeof value === 'number' && value <= MOST) return value.toExponential(1);
  if (typeof value === 'string' && !value.startsWith('failed')) return 'refused';
  faults++;
  return typeof value === 'number' ? `${value.toExponential(1)} !` : 'failed !';
}

console.log(['network'.padEnd(36), ...programs.map((name) => name.padStart(10))].join(''));
for (const name of Object.keys(results[0])) {
  console.log([name.padEnd(36), ...results.map((result) => cell(result[name]).padStart(10))].join(''));
}
for (const result of results) {
  for (const [name, value] of Object.entries(result)) {
    if (typeof value === 'string' && value.startsWith('failed')) console.log(`${name}: ${value}`);
  }
}
if (existsSync(join(folder, 'foreign-results.json'))) {
  console.log('\nimported');
  for (const [name, value] of Object.entries(
    /** @type {Record<string, number | string>} */ (read('foreign-results')),
  )) {
    console.log(`${name.padEnd(36)}${cell(value).padStart(10)}${typeof value === 'string' ? `  ${value}` : ''}`);
  }
}
if (existsSync(join(folder, 'onward.json'))) {
  const { difference, first, last } = read('onward');
  const right = difference <= MOST_LOSS && last < first;
  if (!right) faults++;
  const losses = `loss ${first.toFixed(4)} to ${last.toFixed(4)}`;
  console.log(
    `\n200 steps here, 200 in PyTorch: ${difference.toExponential(1)}${right ? '' : ' !'} from 400 here (${losses})`,
  );
}
console.log(faults ? `\n${faults} too far, or failed` : `\nall within ${MOST}`);
process.exitCode = faults ? 1 : 0;
