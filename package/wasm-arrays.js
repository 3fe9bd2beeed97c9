/** @file Copies arrays into an instance, once, in the form that the bindings take. */

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./array-arguments.js').Inputs} Inputs
 * @typedef {import('./array-arguments.js').Labels} Labels
 * @typedef {import('./array-arguments.js').Parameters} Parameters
 * @typedef {import('./generated/bindings.js').SampleInputs} SampleInputs
 * @typedef {import('./generated/bindings.js').SampleLabels} SampleLabels
 * @typedef {import('./generated/bindings.js').ParameterList} ParameterList
 */

/** What lies in the instance already, as it was copied when the call was made, goes through as it is. */
export class CoreArrays {
  #engine;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * @param {Inputs | SampleInputs} given
   * @param {string} [path]
   * @returns {SampleInputs}
   */
  inputs(given, path = 'inputs') {
    if (!('array' in given)) return given;
    const { kind, array } = given;
    this.#engine.makeRoom(array.byteLength, path);
    return this.#engine.call(({ SampleInputs }) =>
      kind === 'bytes' ? SampleInputs.bytes(array) : SampleInputs.floats(array),
    );
  }

  /**
   * @param {Labels | SampleLabels} given
   * @returns {SampleLabels}
   */
  labels(given) {
    if (!('array' in given)) return given;
    this.#engine.makeRoom(8 * given.array.length, 'labels');
    return this.#engine.call(({ SampleLabels }) => {
      if (given.kind === 'classes') return SampleLabels.classes(given.array);
      if (given.kind === 'targets') return SampleLabels.targets(given.array);
      if (given.kind === 'numbers') return SampleLabels.numbers(given.array);
      return SampleLabels.names(given.array);
    });
  }

  /**
   * @param {Parameters | ParameterList} given
   * @returns {ParameterList}
   */
  parameters(given) {
    if (!Array.isArray(given)) return given;
    const floats = given.reduce((sum, { data }) => sum + data.length, 0);
    this.#engine.makeRoom(4 * floats, 'parameters');
    return this.#engine.call(({ ParameterList }) => {
      const parameters = new ParameterList();
      for (const { name, shape, data } of given) parameters.add(name, shape, data);
      return parameters;
    });
  }
}
