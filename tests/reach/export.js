/** @file `node export.js FOLDER [--quick]`: exports every case in every format, with inputs and what `predict` gives. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from '../../pkg/inkgrad.js';
import { checkJson } from '../../www/worker/export/check.js';
import { cases } from './cases.js';

const FORMATS = /** @type {const} */ (['pytorch', 'onnx', 'keras', 'tfjs']);
const SAMPLES = 100;

/** The page's programs that compare, and what they compare for the first case. */
const CHECKS = fileURLToPath(new URL('../../www/worker/export/checks/', import.meta.url));
const CHECKED = 10;

const [folder, quick] = process.argv.slice(2);
const { Session } = await load({ build: 'simd128' });

/** Numbers of -1 to 1 that a case always gets. @param {number} seed */
function generator(seed) {
  let state = seed * 2654435761 + 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** @param {Float32Array} array */
const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const list = [];
for (const [index, { name, spec }] of cases(quick === '--quick').entries()) {
  const random = generator(index + 1);
  const session = await Session.create(spec);
  // Normalisations and positions begin at values that would hide a fault.
  const moved = (await session.parameters()).map(({ name, shape, data }) => {
    const variance = name.endsWith('running_var');
    const shift = /norm|bias|running|position/.test(name) || shape.length === 1 ? 0.5 : 0.05;
    return { name, shape, data: data.map((value) => (variance ? 0.5 + Math.abs(random()) : value + shift * random())) };
  });
  await session.setParameters(moved);
  const features = session.spec.input.reduce((all, size) => all * size, 1);
  const inputs = Float32Array.from({ length: SAMPLES * features }, random);
  const outputs = await session.predict(inputs, { scale: 1 });
  const to = join(folder, String(index));
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'inputs.f32'), bytesOf(inputs));
  writeFileSync(join(to, 'outputs.f32'), bytesOf(outputs));
  /** @type {Record<string, string>} */
  const refused = {};
  for (const format of FORMATS) {
    try {
      mkdirSync(join(to, format), { recursive: true });
      for (const file of await session.export(format)) writeFileSync(join(to, format, file.name), file.bytes);
      if (index > 0) continue;
      const some = {
        inputs: inputs.slice(0, CHECKED * features),
        outputs: outputs.slice(0, (CHECKED * outputs.length) / SAMPLES),
      };
      const labels = Array.from({ length: CHECKED }, () => null);
      writeFileSync(join(to, format, 'check.json'), checkJson({ ...some, shape: session.spec.input, labels }));
      for (const [from, name] of Object.entries({ 'check.py': 'check.py', 'check.mjs.txt': 'check.mjs' }))
        copyFileSync(join(CHECKS, from), join(to, format, name));
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'format') throw error;
      refused[format] = /** @type {Error} */ (error).message;
    }
  }
  list.push({ name, input: session.spec.input, outputs: outputs.length / SAMPLES, refused });
  session.free();
}
writeFileSync(join(folder, 'cases.json'), JSON.stringify(list, null, 1));
