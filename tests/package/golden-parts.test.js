/** @file Layers, losses, optimisers and schedules, one at a time, against the golden numbers, through the package alone. */

import { test } from 'node:test';
import { load } from 'inkgrad';
import { assertAgrees, assertNear, golden, report, runIfKnown } from './golden.js';

const { Session } = await load({ build: 'simd128' });

/** The rates do not matter where nothing is trained. */
const anyOptimizer = { kind: 'sgd', learning_rate: 0.1 };

/** @param {object} spec */
const create = (spec) => Session.create(/** @type {any} */ (spec));

/** @param {number[]} data */
const floats = (data) => Float32Array.from(data);

test('layers give the golden outputs and gradients', async (context) => {
  const tally = { ran: [], skipped: [] };
  for (const [index, one] of golden('layers').cases.entries()) {
    // The package gives gradients in evaluation mode alone.
    if (one.mode === 'training' || one.layer.kind === 'dropout') continue;
    const name = `${index} ${one.layer.kind}`;
    await runIfKnown(tally, name, async () => {
      const loss = { kind: 'half_squared_error' };
      const session = await create({ input: one.input_shape, layers: [one.layer], loss, optimizer: anyOptimizer });
      const given = { ...one.parameters, ...one.buffers_before };
      const known = (await session.parameters()).map(({ name }) => name.replace('layers.0.', ''));
      const parameters = Object.entries(given).filter(([name]) => known.includes(name));
      await session.setParameters(
        parameters.map(([name, { shape, data }]) => ({ name: `layers.0.${name}`, shape, data: floats(data) })),
      );
      const inputs = floats(one.input.data);
      const output = await session.predict(inputs);
      assertAgrees(output, one.output.data, `${name}: output`);
      // Under ½Σ(y − t)², averaged over n samples, this target gives the output the gradient that is wanted.
      const samples = one.input.shape[0];
      const target = output.map((value, at) => value - samples * one.grad_output.data[at]);
      const gradients = await session.gradients(inputs, target);
      assertAgrees(gradients.input, one.grad_input.data, `${name}: gradient of the input`);
      for (const { name: full, data } of gradients.parameters) {
        const expected = one.grad_parameters[full.replace('layers.0.', '')];
        assertAgrees(data, expected.data, `${name}: gradient of ${full}`);
      }
    });
  }
  report(context, tally);
});

test('losses give the golden values and gradients', async (context) => {
  const tally = { ran: [], skipped: [] };
  for (const [index, one] of golden('losses').cases.entries()) {
    const name = `${index} ${one.loss.kind}`;
    await runIfKnown(tally, name, async () => {
      // A network without parameters: what goes in is what the loss is given.
      const [, outputs] = one.outputs.shape;
      const layers = [{ kind: 'flatten' }];
      const session = await create({ input: [outputs], layers, loss: one.loss, optimizer: anyOptimizer });
      const targets = one.loss.kind === 'cross_entropy' ? Uint32Array.from(one.targets.data) : floats(one.targets.data);
      const { loss, input } = await session.gradients(floats(one.outputs.data), targets);
      assertNear(loss, one.value, `${name}: value`);
      assertAgrees(input, one.grad_outputs.data, `${name}: gradient`);
    });
  }
  report(context, tally);
});

test('optimisers take the golden way', async (context) => {
  const tally = { ran: [], skipped: [] };
  for (const [index, one] of golden('optimizers').cases.entries()) {
    const name = `${index} ${one.optimizer.kind}`;
    await runIfKnown(tally, name, async () => {
      const length = one.start.data.length;
      const layers = [{ kind: 'dense', units: 1, bias: false }];
      const loss = { kind: 'half_squared_error' };
      const session = await create({ input: [length], layers, loss, optimizer: one.optimizer, batch_size: 1 });
      const weight = { name: 'layers.0.weight', shape: [1, length] };
      await session.setParameters([{ ...weight, data: floats(one.start.data) }]);
      for (const [step, expected] of one.trajectory.entries()) {
        // Half the squared distance of w·g from one less than it has the gradient g.
        const inputs = floats(one.gradients.data.slice(step * length, (step + 1) * length));
        const [output] = await session.predict(inputs);
        await session.setData('train', { inputs, labels: Float32Array.of(output - 1) });
        await session.step();
        const [{ data }] = await session.parameters();
        assertAgrees(data, expected, `${name}: after step ${step + 1}`);
      }
    });
  }
  report(context, tally);
});

test('schedules give the golden rates', async (context) => {
  const tally = { ran: [], skipped: [] };
  for (const [index, one] of golden('schedules').cases.entries()) {
    const name = `${index} ${one.schedule.kind}`;
    await runIfKnown(tally, name, async () => {
      const optimizer = { kind: 'sgd', learning_rate: one.learning_rate };
      const layers = [{ kind: 'dense', units: 1 }];
      const session = await create({ input: [1], layers, loss: { kind: 'mse' }, optimizer, schedule: one.schedule });
      await session.setData('train', { inputs: Float32Array.of(0), labels: Float32Array.of(0) });
      for (const [step, rate] of one.rates.entries()) {
        const { learningRate } = await session.step();
        assertNear(learningRate, rate, `${name}: rate of step ${step}`);
      }
    });
  }
  report(context, tally);
});
