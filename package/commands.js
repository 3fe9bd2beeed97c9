/**
 * @file What a session can be asked, by name: how each command is put to the core. The backend on the caller's thread and
 * the workers of a session that has several use the same table, so that a new method is written once.
 */

/**
 * @typedef {import('./generated/bindings.js').Handle} Handle
 * @typedef {import('./wasm-arrays.js').CoreArrays} CoreArrays
 */

/**
 * Done in one go.
 *
 * @typedef {object} Direct
 * @property {(handle: Handle, given: any, arrays: CoreArrays) => unknown} run
 * @property {boolean} [changes] whether the session is another afterwards
 */

/**
 * Done in slices of time.
 *
 * @typedef {object} Sliced
 * @property {(handle: Handle, given: any, arrays: CoreArrays) => void} begin
 * @property {(handle: Handle, milliseconds: number) => boolean} advance says whether there is more
 * @property {(handle: Handle) => any} finish
 */

/** @param {Sliced['begin']} begin @returns {Sliced} a look inside, which leaves the session as it is */
const look = (begin) => ({
  begin,
  advance: (handle, milliseconds) => handle.advance_task(milliseconds),
  finish: (handle) => handle.finish_task(),
});

/** @type {Record<string, Direct>} */
export const direct = {
  setData: {
    changes: true,
    run: (handle, { part, inputs, labels, scale, warmup }, arrays) =>
      handle.set_data(part, arrays.inputs(inputs), arrays.labels(labels), scale, warmup),
  },
  setParameters: {
    changes: true,
    run: (handle, { list }, arrays) => handle.set_parameters(arrays.parameters(list)),
  },
  configure: { changes: true, run: (handle, { changes }) => handle.configure(changes) },
  reset: { changes: true, run: (handle, { seed }) => handle.reset(seed) },
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
  evaluate: look((handle, { part, perSample }) => handle.begin_evaluation(part, perSample, 0, 1)),
  predict: look((handle, { inputs, scale }, arrays) => handle.begin_prediction(arrays.inputs(inputs), scale)),
  activations: look((handle, { inputs, scale }, arrays) => handle.begin_activations(arrays.inputs(inputs), scale)),
  gradients: look((handle, { inputs, labels, scale }, arrays) =>
    handle.begin_gradients(arrays.inputs(inputs), arrays.labels(labels), scale),
  ),
  explain: look((handle, { inputs, scale, options }, arrays) =>
    handle.begin_explanation(arrays.inputs(inputs), scale, options),
  ),
  nearest: look((handle, { inputs, scale, part, count, layer }, arrays) =>
    handle.begin_nearest(arrays.inputs(inputs), scale, part, count, layer),
  ),
};
