/** @file `load()`: an instance of the binary that shares nothing with any other, and what can be done with it. */

import { shape } from './arguments.js';
import { reason } from './backend-reasons.js';
import { chooseBuild, compile, unusable } from './binary.js';
import { Engine } from './engine.js';
import { InkgradError } from './error.js';
import { instantiate as relaxedSimd } from './generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from './generated/glue-simd128.js';
import schema from './generated/inkgrad.schema.json' with { type: 'json' };
import { readOptions } from './load-options.js';
import { plainObject } from './plain-object.js';
import { paint, prepareDrawing, readCsv, readIdx } from './readers.js';
import { sessionClass } from './session.js';
import { cores, obstacle } from './workers/spawn.js';

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** @type {typeof import('./inkgrad.js').load} */
export async function load(given) {
  const options = readOptions(given);
  const { engine, module } = await start(options);
  return {
    Session: sessionClass(engine, { wanted: options.workers, cores: engine.info.workers, module }),
    describe: (spec) => {
      const plain = plainObject(spec, 'spec');
      return engine.call((glue) => glue.describe(plain));
    },
    layersAfter: (given) => {
      const sizes = shape(given, 'shape');
      return engine.call((glue) => glue.layers_after(sizes));
    },
    schema: /** @type {object} */ (schema),
    prepareDrawing: (drawing) => prepareDrawing(engine, drawing),
    paint: (picture) => paint(engine, picture),
    readIdx: (file) => readIdx(engine, file),
    readCsv: (file, reading) => readCsv(engine, file, reading),
    info: engine.info,
  };
}

/** @param {import('./load-options.js').Options} options */
async function start(options) {
  const build = chooseBuild(options.build);
  const module = await compile(build, options.wasm);
  const glue = glues[build]();
  const { memory } = await glue.default({ module_or_path: module }).catch((cause) => {
    const message = `this is no binary of this version of inkgrad: ${cause.message}`;
    throw unusable('wasm_of_another_version', message, { why: cause.message }, cause);
  });
  glue.report_panics();
  const real = /** @type {import('./inkgrad.js').Build} */ (glue.build());
  if (options.build !== 'auto' && real !== build) {
    throw unusable('wasm_of_another_build', `expected the binary ${build}, found ${real}`, { build, real });
  }
  const workers = obstacle() ? 1 : await cores();
  const gpu = options.gpu === 'off' ? null : await openGpu(options.gpu);
  const info = Object.freeze({ version: glue.version(), build: real, workers, gpu: gpu?.info ?? null });
  const reasons = options.build === 'auto' ? [reason('build.fastest', { build: real })] : [];
  return { engine: new Engine(glue, memory, info, reasons, gpu), module };
}

/**
 * What computes on a GPU is a file of its own, fetched here and nowhere else.
 *
 * @param {'auto' | 'on'} wanted
 */
async function openGpu(wanted) {
  try {
    const file = await import('./inkgrad-gpu.js').catch((cause) => {
      // Service workers, of all places, import nothing once they run.
      const why = `what computes on a GPU cannot be loaded here (${cause.message})`;
      if (wanted === 'auto') return { openGpu: async () => withoutGpu(why) };
      throw new Error(why, { cause });
    });
    return await file.openGpu(wanted);
  } catch (error) {
    const cause = /** @type {Error} */ (error);
    const message = `gpu: ${cause.message}; take 'auto' or 'off' to compute on the processor`;
    const values = { why: cause.message };
    const told = { id: 'gpu.not_available', values, path: 'gpu', found: 'on', expected: 'auto or off', cause };
    throw new InkgradError('gpu', message, told);
  }
}

/**
 * In the place of a GPU: no session is given to it, and each says why.
 *
 * @param {string} why
 * @returns {import('./gpu/gpu.js').Gpu}
 */
function withoutGpu(why) {
  const ahead = { active: false, gpu: null, reason: `no GPU: ${why}`, settle: async () => {}, free: () => {} };
  return /** @type {any} */ ({ info: null, ahead: () => ahead });
}
