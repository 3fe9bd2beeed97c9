/**
 * @file `node judge.js FOLDER tfjs|web MODULES`: compares what TensorFlow.js or ONNX Runtime Web predicts with what the package
 * predicted. MODULES is the folder whose `node_modules` has them. Writes FOLDER/NAME.json.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** What MODULES has; `npm install` of this folder does not come with the repository's. @type {string} */
const TENSOR_FLOW = '@tensorflow/tfjs';
/** @type {string} */
const ONNX_RUNTIME = 'onnxruntime-web';

const [folder, program, modules] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));

/** @param {string} path @returns {Float32Array} */
function floats(path) {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** @returns {Promise<(own: string, inputs: Float32Array, shape: number[]) => Promise<Float32Array>>} */
async function tensorFlow() {
  const tf = require(TENSOR_FLOW);
  await tf.setBackend('cpu');
  return async (own, inputs, shape) => {
    const json = JSON.parse(readFileSync(join(own, 'tfjs/model.json'), 'utf8'));
    const weights = readFileSync(join(own, 'tfjs/model.weights.bin'));
    const model = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest.flatMap((/** @type {any} */ group) => group.weights),
        weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
      }),
    );
    return tf.tidy(() => model.predict(tf.tensor(inputs, shape)).dataSync());
  };
}

/** @returns {Promise<(own: string, inputs: Float32Array, shape: number[]) => Promise<Float32Array>>} */
async function onnxRuntimeWeb() {
  const ort = require(ONNX_RUNTIME);
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return async (own, inputs, shape) => {
    const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(join(own, 'onnx/model.onnx'))));
    const result = await session.run({ input: new ort.Tensor('float32', inputs, shape) });
    await session.release();
    return result[session.outputNames[0]].data;
  };
}

const predict = await (program === 'tfjs' ? tensorFlow() : onnxRuntimeWeb());
/** @type {Record<string, number | string>} */
const results = {};
for (const [index, { name, input, refused }] of JSON.parse(
  readFileSync(join(folder, 'cases.json'), 'utf8'),
).entries()) {
  const format = program === 'tfjs' ? 'tfjs' : 'onnx';
  if (refused[format]) {
    results[name] = refused[format];
    continue;
  }
  const own = join(folder, String(index));
  const inputs = floats(join(own, 'inputs.f32'));
  const expected = floats(join(own, 'outputs.f32'));
  const samples =
    inputs.length / input.reduce((/** @type {number} */ all, /** @type {number} */ size) => all * size, 1);
  try {
    const found = await predict(own, inputs, [samples, ...input]);
    if (found.length !== expected.length) throw new Error(`${found.length} numbers for ${expected.length}`);
    results[name] = found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at])), 0);
  } catch (error) {
    results[name] = `failed: ${/** @type {Error} */ (error).message.slice(0, 300)}`;
  }
}
writeFileSync(join(folder, `${program}.json`), JSON.stringify(results, null, 1));
if (program === 'tfjs') {
  // The page's own program must find the same.
  const own = join(folder, '0', program);
  symlinkSync(join(resolve(modules), 'node_modules'), join(own, 'node_modules'), 'junction');
  execFileSync('node', ['check.mjs'], { cwd: own, stdio: 'inherit' });
}
