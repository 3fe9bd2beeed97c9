/** @file Golden cases of single layers, losses, optimisers and schedules, run through the package. */

import { assertAllNear, assertNear } from './assertions.js';

/**
 * @typedef {import('./assertions.js').Case} Case
 * @typedef {import('./assertions.js').Golden} Golden
 * @typedef {Pick<import('inkgrad').Inkgrad, 'Session' | 'readCsv'>} Inkgrad
 */

/** Not used: nothing is trained. */
const unusedOptimizer = { kind: 'sgd', learning_rate: 0.1 };

/** @param {number[]} data */
const floats = (data) => Float32Array.from(data);

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @returns {Case[]} outputs and gradients, in evaluation mode only
 */
export function layerCases({ Session }, golden) {
  const cases = golden('layers').cases.filter(
    (/** @type {any} */ { mode, layer }) => mode !== 'training' && layer.kind !== 'dropout',
  );
  return cases.map((/** @type {any} */ one) => ({
    kinds: [one.layer.kind],
    name: JSON.stringify(one.layer),
    run: async () => {
      const loss = { kind: 'half_squared_error' };
      const spec = { input: one.input_shape, layers: [one.layer], loss, optimizer: unusedOptimizer };
      const session = await Session.create(/** @type {any} */ (spec));
      const tensors = { ...one.parameters, ...one.buffers_before };
      const known = (await session.parameters()).map(({ name }) => name.replace('layers.0.', ''));
      const parameters = Object.entries(tensors).filter(([name]) => known.includes(name));
      await session.setParameters(
        parameters.map(([name, { shape, data }]) => ({ name: `layers.0.${name}`, shape, data: floats(data) })),
      );
      const inputs = floats(one.input.data);
      const output = await session.predict(inputs);
      assertAllNear(output, one.output.data, 'output');
      // Under ½Σ(y − t)², averaged over n samples, this target makes the gradient of the output equal to grad_output.
      const samples = one.input.shape[0];
      const target = output.map((value, at) => value - samples * one.grad_output.data[at]);
      const gradients = await session.gradients(inputs, target);
      assertAllNear(gradients.input, one.grad_input.data, 'gradient of the input');
      for (const { name, data } of gradients.parameters) {
        assertAllNear(data, one.grad_parameters[name.replace('layers.0.', '')].data, `gradient of ${name}`);
      }
      session.free();
    },
  }));
}

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @returns {Case[]} values and gradients
 */
export function lossCases({ Session }, golden) {
  return golden('losses').cases.map((/** @type {any} */ one) => ({
    kinds: [one.loss.kind],
    name: JSON.stringify(one.loss),
    run: async () => {
      // A network without parameters: its inputs are the inputs of the loss.
      const [, outputs] = one.outputs.shape;
      const spec = { input: [outputs], layers: [{ kind: 'flatten' }], loss: one.loss, optimizer: unusedOptimizer };
      const session = await Session.create(/** @type {any} */ (spec));
      const targets = one.loss.kind === 'cross_entropy' ? Uint32Array.from(one.targets.data) : floats(one.targets.data);
      const { loss, input } = await session.gradients(floats(one.outputs.data), targets);
      assertNear(loss, one.value, 'value');
      assertAllNear(input, one.grad_outputs.data, 'gradient');
      session.free();
    },
  }));
}

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @returns {Case[]} parameters after every step
 */
export function optimizerCases({ Session }, golden) {
  return golden('optimizers').cases.map((/** @type {any} */ one) => ({
    kinds: [one.optimizer.kind],
    name: JSON.stringify(one.optimizer),
    run: async () => {
      const length = one.start.data.length;
      const layers = [{ kind: 'dense', units: 1, bias: false }];
      const loss = { kind: 'half_squared_error' };
      const spec = { input: [length], layers, loss, optimizer: one.optimizer, batch_size: 1 };
      const session = await Session.create(/** @type {any} */ (spec));
      await session.setParameters([{ name: 'layers.0.weight', shape: [1, length], data: floats(one.start.data) }]);
      for (const [step, expected] of one.trajectory.entries()) {
        // The input is g and the target is w·g − 1. So ½(w·g − target)² has the gradient g.
        const inputs = floats(one.gradients.data.slice(step * length, (step + 1) * length));
        const [output = Number.NaN] = await session.predict(inputs);
        await session.setData('train', { inputs, labels: Float32Array.of(output - 1) });
        await session.step();
        const [weight] = await session.parameters();
        assertAllNear(weight?.data ?? [], expected, `after step ${step + 1}`);
      }
      session.free();
    },
  }));
}

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @returns {Case[]} the rate of every step
 */
export function scheduleCases({ Session }, golden) {
  return golden('schedules').cases.map((/** @type {any} */ one) => ({
    kinds: [one.schedule.kind],
    name: JSON.stringify(one.schedule),
    run: async () => {
      const optimizer = { kind: 'sgd', learning_rate: one.learning_rate };
      const layers = [{ kind: 'dense', units: 1 }];
      const spec = { input: [1], layers, loss: { kind: 'mse' }, optimizer, schedule: one.schedule };
      const session = await Session.create(/** @type {any} */ (spec));
      await session.setData('train', { inputs: Float32Array.of(0), labels: Float32Array.of(0) });
      for (const [step, rate] of one.rates.entries()) {
        const { learningRate } = await session.step();
        assertNear(learningRate, rate, `rate of step ${step}`);
      }
      session.free();
    },
  }));
}
