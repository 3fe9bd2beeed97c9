/** @file `node foreign.js FOLDER`: imports the models of `foreign.py` and compares what they predict. Writes FOLDER/foreign-results.json. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../pkg/inkgrad.js';

const [folder] = process.argv.slice(2);
const { importModel } = await load({ build: 'simd128' });

/** @param {string} path */
const floats = (path) => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** @type {Record<string, number | string>} */
const results = {};
for (const { name, files, refused, log } of JSON.parse(readFileSync(join(folder, 'foreign.json'), 'utf8'))) {
  const own = join(folder, name);
  try {
    const { session, notes } = await importModel(
      files.map((/** @type {string} */ file) => ({ name: file, bytes: new Uint8Array(readFileSync(join(own, file))) })),
    );
    const found = await session.predict(floats(join(own, 'inputs.f32')), { scale: 1 });
    const expected = floats(join(own, 'outputs.f32')).map((value) => (log ? Math.exp(value) : value));
    if (found.length !== expected.length) throw new Error(`${found.length} numbers for ${expected.length}`);
    results[name] = found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at])), 0);
    if (process.env.NOTES)
      console.log(
        name,
        session
          .summary()
          .map(({ kind }) => kind)
          .join(' '),
        notes,
      );
    session.free();
  } catch (error) {
    const { message, code } = /** @type {any} */ (error);
    results[name] = refused && code === 'format' ? message : `failed: ${message}`;
  }
}
writeFileSync(join(folder, 'foreign-results.json'), JSON.stringify(results, null, 1));
