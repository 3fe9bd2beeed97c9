/** @file Copies arrays into the instance, once, in the form that the bindings take. All are checked before any is copied. */

import * as check from './arguments.js';
import { mismatch } from './error.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {ReturnType<typeof checkInputs>} Inputs */
/** @typedef {ReturnType<typeof checkTargets>} Targets */
/** @typedef {ReturnType<typeof checkParameters>} Parameters */

/**
 * @param {unknown} value
 * @param {string} path
 */
export function checkInputs(value, path) {
  return check.typedArray(value, path, ['Uint8Array', 'Float32Array']);
}

/** @param {unknown} value */
export function checkTargets(value) {
  return check.typedArray(value, 'labels', ['Uint8Array', 'Uint32Array', 'Float32Array']);
}

/** @param {unknown} list */
export function checkParameters(list) {
  if (!Array.isArray(list)) throw mismatch('data', 'parameters', 'an array of { name, shape, data }', list);
  return list.map((item, index) => {
    const path = `parameters[${index}]`;
    const { name, shape, data } = check.object(item, path);
    return {
      name: check.text(name, `${path}.name`),
      shape: check.shape(shape, `${path}.shape`),
      data: check.typedArray(data, `${path}.data`, ['Float32Array']).array,
    };
  });
}

/**
 * @param {Engine} engine
 * @param {Inputs} inputs
 */
export function copyInputs(engine, { kind, array }) {
  return engine.call(({ SampleInputs }) =>
    kind === 'Uint8Array' ? SampleInputs.bytes(array) : SampleInputs.floats(array),
  );
}

/**
 * @param {Engine} engine
 * @param {Targets} labels
 */
export function copyLabels(engine, { kind, array }) {
  return engine.call(({ SampleLabels }) =>
    kind === 'Float32Array'
      ? SampleLabels.values(array)
      : SampleLabels.classes(kind === 'Uint8Array' ? Uint32Array.from(array) : array),
  );
}

/**
 * @param {Engine} engine
 * @param {Parameters} list
 */
export function copyParameters(engine, list) {
  const floats = list.reduce((sum, { data }) => sum + data.length, 0);
  engine.makeRoom(4 * floats, 'parameters');
  return engine.call(({ ParameterList }) => {
    const parameters = new ParameterList();
    for (const { name, shape, data } of list) parameters.add(name, shape, data);
    return parameters;
  });
}

/**
 * @param {Engine} engine
 * @param {unknown} value
 * @param {string} path
 */
export function handOverInputs(engine, value, path) {
  const inputs = checkInputs(value, path);
  engine.makeRoom(inputs.array.byteLength, path);
  return copyInputs(engine, inputs);
}

/**
 * @param {Engine} engine
 * @param {unknown} values
 * @param {unknown} targets
 */
export function handOverLabelled(engine, values, targets) {
  const inputs = checkInputs(values, 'inputs');
  const labels = checkTargets(targets);
  engine.makeRoom(inputs.array.byteLength + 4 * labels.array.length, 'inputs');
  return { inputs: copyInputs(engine, inputs), labels: copyLabels(engine, labels) };
}

/**
 * @param {Engine} engine
 * @param {unknown} list
 */
export function handOverParameters(engine, list) {
  return copyParameters(engine, checkParameters(list));
}
