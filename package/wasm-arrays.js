/** @file Copies arrays into the memory of a wasm instance, as the types that the bindings accept. */

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./array-arguments.js').Inputs} Inputs
 * @typedef {import('./array-arguments.js').Labels} Labels
 * @typedef {import('./array-arguments.js').Parameters} Parameters
 * @typedef {import('./generated/bindings.js').SampleInputs} SampleInputs
 * @typedef {import('./generated/bindings.js').SampleLabels} SampleLabels
 * @typedef {import('./generated/bindings.js').ParameterList} ParameterList
 */

/** Arguments that were copied when the call was made are returned unchanged. */
export class WasmArrays {
  #engine;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * @param {Inputs | SampleInputs} values
   * @param {string} [path]
   * @returns {SampleInputs}
   */
  inputs(values, path = 'inputs') {
    if (!('array' in values)) return values;
    const { kind, array } = values;
    this.#engine.ensureMemory(array.byteLength, path);
    return this.#engine.call(({ SampleInputs }) =>
      kind === 'bytes' ? SampleInputs.bytes(array) : SampleInputs.floats(array),
    );
  }

  /**
   * @param {Labels | SampleLabels} values
   * @returns {SampleLabels}
   */
  labels(values) {
    if (!('array' in values)) return values;
    this.#engine.ensureMemory(8 * values.array.length, 'labels');
    return this.#engine.call(({ SampleLabels }) => {
      if (values.kind === 'classes') return SampleLabels.classes(values.array);
      if (values.kind === 'targets') return SampleLabels.targets(values.array);
      if (values.kind === 'numbers') return SampleLabels.numbers(values.array);
      return SampleLabels.names(values.array);
    });
  }

  /**
   * @param {Parameters | ParameterList} values
   * @returns {ParameterList}
   */
  parameters(values) {
    if (!Array.isArray(values)) return values;
    const floats = values.reduce((sum, { data }) => sum + data.length, 0);
    this.#engine.ensureMemory(4 * floats, 'parameters');
    return this.#engine.call(({ ParameterList }) => {
      const parameters = new ParameterList();
      for (const { name, shape, data } of values) parameters.add(name, shape, data);
      return parameters;
    });
  }
}
