/** @file `load()`: creates a wasm instance, which shares no state with other instances. */

import { shape } from './arguments.js';
import { reason } from './backend-reasons.js';
import { chooseBuild, compile, wrongBinary } from './binary.js';
import { Engine } from './engine.js';
import { InkgradError } from './error.js';
import { instantiate as relaxedSimd } from './generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from './generated/glue-simd128.js';
import schema from './generated/inkgrad.schema.json' with { type: 'json' };
import { readOptions } from './load-options.js';
import { importModel } from './model-files.js';
import { plainObject } from './plain-object.js';
import { readFile } from './read-file.js';
import { paint, prepareDrawing, readCsv, readIdx } from './readers.js';
import { sessionClass } from './session.js';
import { availableCores, singleWorkerReason } from './workers/spawn.js';

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** @type {typeof import('./inkgrad.js').load} */
export async function load(loadOptions) {
  const options = readOptions(loadOptions);
  const { engine, module } = await createEngine(options);
  const Session = sessionClass(engine, { workers: options.workers, cores: engine.info.workers, module });
  /** @type {import('./inkgrad.js').Inkgrad['describe']} */
  const describe = (spec) => {
    const plain = plainObject(spec, 'spec');
    return engine.call((glue) => glue.describe(plain));
  };
  return {
    Session,
    describe,
    layersAfter: (size) => {
      const sizes = shape(size, 'shape');
      return engine.call((glue) => glue.layers_after(sizes));
    },
    schema: /** @type {object} */ (schema),
    prepareDrawing: (drawing) => prepareDrawing(engine, drawing),
    paint: (picture) => paint(engine, picture),
    readIdx: (file) => readIdx(engine, file),
    readCsv: (file, csvOptions) => readCsv(engine, file, csvOptions),
    readFile: (file, fileOptions) => readFile(engine, file, fileOptions),
    importModel: (files, importOptions) => importModel(describe, Session, files, importOptions),
    info: engine.info,
  };
}

/** @param {import('./load-options.js').Options} options */
async function createEngine(options) {
  const build = chooseBuild(options.build);
  const module = await compile(build, options.wasm);
  const glue = glues[build]();
  const { memory } = await glue.default({ module_or_path: module }).catch((cause) => {
    const message = `this is no binary of this version of inkgrad: ${cause.message}`;
    throw wrongBinary('wasm_of_another_version', message, { why: cause.message }, cause);
  });
  glue.report_panics();
  const actual = /** @type {import('./inkgrad.js').Build} */ (glue.build());
  if (options.build !== 'auto' && actual !== build) {
    throw wrongBinary('wasm_of_another_build', `expected the binary ${build}, found ${actual}`, {
      build,
      real: actual,
    });
  }
  const workers = singleWorkerReason() ? 1 : Math.min(await availableCores(), glue.max_workers());
  const gpu = options.gpu === 'off' ? null : await openGpu(options.gpu);
  const info = Object.freeze({ version: glue.version(), build: actual, workers, gpu: gpu?.info ?? null });
  const reasons = options.build === 'auto' ? [reason('build.fastest', { build: actual })] : [];
  return { engine: new Engine(glue, memory, info, reasons, gpu), module };
}

/**
 * The GPU trainer is a separate file, which is imported only here.
 *
 * @param {'auto' | 'on'} mode
 */
async function openGpu(mode) {
  try {
    const module = await import('./inkgrad-gpu.js').catch((cause) => {
      // A service worker cannot import dynamically.
      const why = `what computes on a GPU cannot be loaded here (${cause.message})`;
      if (mode === 'auto') return { openGpu: async () => withoutGpu(why) };
      throw new Error(why, { cause });
    });
    return await module.openGpu(mode);
  } catch (error) {
    const cause = /** @type {Error} */ (error);
    const message = `gpu: ${cause.message}; take 'auto' or 'off' to compute on the processor`;
    const values = { why: cause.message };
    const details = { id: 'gpu.not_available', values, path: 'gpu', found: 'on', expected: 'auto or off', cause };
    throw new InkgradError('gpu', message, details);
  }
}

/**
 * Stands in for a GPU that is not available. No session trains on it, and each session reports the reason.
 *
 * @param {string} why
 * @returns {import('./gpu/gpu.js').Gpu}
 */
function withoutGpu(why) {
  const ahead = { active: false, gpu: null, reason: `no GPU: ${why}`, settle: async () => {}, free: () => {} };
  return /** @type {any} */ ({ info: null, ahead: () => ahead });
}
