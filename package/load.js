/** @file `load()`: an instance of the binary that shares nothing with any other, and what can be done with it. */

import { chooseBuild, compile, unusable } from './binary.js';
import { cores, obstacle } from './crew/host.js';
import { Engine } from './engine.js';
import { InkgradError } from './error.js';
import { instantiate as relaxedSimd } from './generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from './generated/glue-simd128.js';
import { readOptions } from './options.js';
import { prepareDrawing, readCsv, readIdx } from './readers.js';
import { sessionClass } from './session.js';

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** @type {typeof import('./inkgrad.js').load} */
export async function load(given) {
  const options = readOptions(given);
  if (options.gpu === 'on') {
    const message = "gpu: this version computes on the processor alone; take 'auto' or 'off'";
    throw new InkgradError('gpu', message, { path: 'gpu', found: 'on', expected: 'auto or off' });
  }
  const { engine, module } = await start(options);
  return {
    Session: sessionClass(engine, { wanted: options.workers, cores: engine.info.workers, module }),
    prepareDrawing: (drawing) => prepareDrawing(engine, drawing),
    readIdx: (file) => readIdx(engine, file),
    readCsv: (file, reading) => readCsv(engine, file, reading),
    info: engine.info,
  };
}

/** @param {import('./options.js').Options} options */
async function start(options) {
  const build = chooseBuild(options.build);
  const module = await compile(build, options.wasm);
  const glue = glues[build]();
  const { memory } = await glue.default({ module_or_path: module }).catch((cause) => {
    throw unusable(`this is no binary of this version of inkgrad: ${cause.message}`, cause);
  });
  const real = /** @type {import('./inkgrad.js').Build} */ (glue.build());
  if (options.build !== 'auto' && real !== build) {
    throw unusable(`expected the binary ${build}, found ${real}`);
  }
  const workers = obstacle() ? 1 : await cores();
  const info = Object.freeze({ version: glue.version(), build: real, workers, gpu: null });
  return { engine: new Engine(glue, memory, info, reasons(options, real)), module };
}

/**
 * @param {import('./options.js').Options} options
 * @param {string} build
 */
function reasons({ build: wanted, gpu }, build) {
  const reasons = [];
  if (wanted === 'auto') reasons.push(`${build} is the fastest build that can run here`);
  if (gpu === 'auto') reasons.push('no GPU: this version computes on the processor alone');
  return reasons.join('; ');
}
