/**
 * @file The commands of a session by name, and how each calls the core. The backend on the caller's thread and the workers
 * of a worker group use the same table.
 */

/**
 * @typedef {import('./generated/bindings.js').Handle} Handle
 * @typedef {import('./wasm-arrays.js').WasmArrays} WasmArrays
 */

/**
 * A command that runs in one piece.
 *
 * @typedef {object} Direct
 * @property {(handle: Handle, args: any, arrays: WasmArrays) => unknown} run
 * @property {boolean} [mutates] whether it changes the session
 */

/**
 * A command that runs in time slices.
 *
 * @typedef {object} Sliced
 * @property {(handle: Handle, args: any, arrays: WasmArrays) => void} begin
 * @property {(handle: Handle, milliseconds: number) => boolean} advance runs for about that long; returns whether more remains
 * @property {(handle: Handle) => any} finish
 */

/** @param {Sliced['begin']} begin @returns {Sliced} a command that does not change the session */
const query = (begin) => ({
  begin,
  advance: (handle, milliseconds) => handle.advance_task(milliseconds),
  finish: (handle) => handle.finish_task(),
});

/** @type {Record<string, Direct>} */
export const direct = {
  setData: {
    mutates: true,
    run: (handle, { part, inputs, labels, scale, warmup }, arrays) =>
      handle.set_data(part, arrays.inputs(inputs), arrays.labels(labels), scale, warmup),
  },
  setParameters: {
    mutates: true,
    run: (handle, { list }, arrays) => handle.set_parameters(arrays.parameters(list)),
  },
  configure: { mutates: true, run: (handle, { changes }) => handle.configure(changes) },
  reset: { mutates: true, run: (handle, { seed }) => handle.reset(seed) },
  parameters: { run: (handle) => handle.parameters() },
  statistics: { run: (handle) => handle.statistics() },
  watchStatistics: { run: (handle) => handle.watch_statistics() },
  progress: { run: (handle) => handle.progress() },
  save: { run: (handle) => handle.save() },
};

/** @type {Record<string, Sliced>} */
export const sliced = {
  step: {
    begin: (handle, { count }) => handle.begin(count),
    advance: (handle, milliseconds) => handle.advance(milliseconds),
    finish: (handle) => handle.report(),
  },
  evaluate: query((handle, { part, perSample }) => handle.begin_evaluation(part, perSample, 0, 1)),
  predict: query((handle, { inputs, scale }, arrays) => handle.begin_prediction(arrays.inputs(inputs), scale)),
  activations: query((handle, { inputs, scale }, arrays) => handle.begin_activations(arrays.inputs(inputs), scale)),
  gradients: query((handle, { inputs, labels, scale }, arrays) =>
    handle.begin_gradients(arrays.inputs(inputs), arrays.labels(labels), scale),
  ),
  explain: query((handle, { inputs, scale, options }, arrays) =>
    handle.begin_explanation(arrays.inputs(inputs), scale, options),
  ),
  nearest: query((handle, { inputs, scale, part, count, layer }, arrays) =>
    handle.begin_nearest(arrays.inputs(inputs), scale, part, count, layer),
  ),
};
