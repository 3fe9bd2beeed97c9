/** @file The page's side of predictions: queries follow the drawing that they are about; a lost worker is replaced. */

import assert from 'node:assert/strict';
import { before, mock, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { defaultExperiment, withDataset } from '../../www/shared/experiment.js';
import { wrap } from '../../www/shared/protocol.js';

/** @type {typeof import('../../www/page/prediction-control.js').PredictionControl} */
let PredictionControl;

before(async () => {
  // No watchdog: these workers give no sign of life.
  mock.method(globalThis, 'setInterval', () => 0);
  // The drawings here have no strokes, so nothing is painted.
  const context = new Proxy({}, { get: () => () => {}, set: () => true });
  Object.assign(globalThis, {
    OffscreenCanvas: class {
      getContext() {
        return context;
      }
    },
  });
  ({ PredictionControl } = await import('../../www/page/prediction-control.js'));
});

/** @param {{ opens?: boolean }} [options] whether a network is opened at once */
function setup({ opens = true } = {}) {
  /** @type {any} */
  const state = {
    experiment: defaultExperiment(),
    drawing: { strokes: [], past: [], generation: 0 },
    answer: null,
    preparation: null,
    notice: null,
    ownData: [],
    configuration: {},
  };
  /** @type {any[]} */
  const workers = [];
  const startWorker = () => {
    const worker = { received: /** @type {any[]} */ ([]), onmessage: (/** @type {any} */ _) => {}, terminate() {} };
    workers.push(Object.assign(worker, { postMessage: (/** @type {any} */ message) => worker.received.push(message) }));
    return worker;
  };
  /** @type {any[]} */
  const ports = [];
  const control = new PredictionControl(
    /** @type {any} */ ({ get: () => state, update: (/** @type {any} */ patch) => Object.assign(state, patch) }),
    /** @type {any} */ (startWorker),
    (port) => ports.push(port),
    /** @type {any} */ ({ ready: false, open() {}, receiveWeights() {} }),
  );
  if (opens) ports.push(control.open(1));
  return {
    open: () => ports.push(control.open(1)),
    control,
    state,
    received: () => workers.at(-1).received.map((/** @type {any} */ { type }) => type),
    workers,
    /** @param {any} event */
    say: (event, id = 0) => workers.at(-1).onmessage({ data: wrap(event, 1, id) }),
    /** @param {string} type */
    last: (type) => workers.at(-1).received.findLast((/** @type {any} */ message) => message.type === type),
    close: () => {
      for (const { received } of workers) for (const { snapshots } of received) snapshots?.close();
      for (const port of ports) port.close();
    },
  };
}

test('the worker opens the experiment, and hears of the drawing before a query', async () => {
  const { control, last, received, say, close } = setup();
  assert.deepEqual(last('open').data, { dataset: { name: 'mnist' }, content: null, table: null });
  const asked = control.query('activations', {});
  await settled();
  assert.deepEqual(received(), ['open', 'clear', 'query']);
  say({ type: 'done', value: { step: 3 } }, last('query').id);
  assert.deepEqual(await asked, { step: 3 });
  close();
});

test('a query from before the first network waits for it, or is taken back', async () => {
  const { control, open, received, last, say, close } = setup({ opens: false });
  const abort = new AbortController();
  const [asked, dropped] = [control.query('class-counts', {}), control.query('class-counts', {}, abort.signal)];
  abort.abort();
  await assert.rejects(dropped);
  open();
  await settled();
  assert.deepEqual(received(), ['open', 'clear', 'query']);
  say({ type: 'done', value: 7 }, last('query').id);
  assert.equal(await asked, 7);
  close();
});

test('while an earlier drawing is on its way, the newest and the query follow it', async () => {
  const { control, state, received, last, say, close } = setup();
  control.drawn(0);
  state.drawing = { ...state.drawing, generation: 1 };
  control.drawn(0);
  control.query('activations', {});
  await settled();
  assert.deepEqual(received(), ['open', 'clear']);
  say({ type: 'done' }, last('clear').id);
  await settled();
  assert.deepEqual(received(), ['open', 'clear', 'clear', 'query']);
  assert.equal(last('clear').generation, 1);
  close();
});

test('a query is taken back by its signal', async () => {
  const { control, received, close } = setup();
  const abort = new AbortController();
  const asked = control.query('activations', {}, abort.signal);
  await settled();
  abort.abort();
  await assert.rejects(asked, { code: 'aborted' });
  assert.equal(received().at(-1), 'cancel');
  close();
});

test('a sample is asked about in the place of the empty drawing, and its answer is shown', async () => {
  const { control, state, last, say, close } = setup();
  control.drawn(0);
  say({ type: 'done' }, last('clear').id);
  await settled();
  control.predictSample(Float32Array.of(1, 2));
  assert.deepEqual(last('predict').input, Float32Array.of(1, 2));
  const probabilities = Float32Array.of(1);
  say({ type: 'answer', generation: 0, step: 1, probabilities, input: Float32Array.of(1), milliseconds: 1 });
  assert.equal(state.answer.probabilities, probabilities);
  close();
});

test('a lost worker is replaced, and the question on its way does not block the next', async () => {
  const { control, workers, received, say, close } = setup();
  control.drawn(0);
  say({ type: 'error', code: 'trap', message: 'x', fatal: true });
  assert.equal(workers.length, 2);
  control.drawn(0);
  assert.deepEqual(received(), ['open', 'clear']);
  close();
});

test('a network that is opened while a question is on its way is asked about too', async () => {
  const { control, received, last, say, close } = setup();
  control.drawn(0);
  const { id } = last('clear');
  control.open(1).close();
  say({ type: 'done' }, id);
  say({ type: 'done' }, last('open').id);
  await settled();
  assert.deepEqual(received().slice(2), ['open', 'clear']);
  close();
});

test('a file that did not come is told, with a remedy; a refused spec is left to the training worker', async () => {
  for (const [code, key] of [
    ['format', 'refused'],
    ['spec', undefined],
  ]) {
    const { state, last, say, close } = setup();
    say({ type: 'error', code, messageId: `${code}.other`, message: 'x', values: {}, fatal: false }, last('open').id);
    await settled();
    assert.equal(state.notice?.key, key);
    if (key) assert.deepEqual(state.notice.remedies, ['retry']);
    close();
  }
});

test('a sample that is cleared leaves no answer, though the drawing below it was empty all along', async () => {
  const { control, state, last, received, say, close } = setup();
  control.predictSample(Float32Array.of(0.5));
  await settled();
  say({ type: 'answer', generation: 0, probabilities: Float32Array.of(1), input: Float32Array.of(0.5) });
  assert.ok(state.answer);
  say({ type: 'done' }, last('predict').id);
  await settled();
  control.drawn(1);
  await settled();
  assert.equal(state.answer, null);
  assert.equal(received().at(-1), 'clear');
  close();
});

test('a sample leaves the pad with its data set, and stays with another network for the same data', () => {
  const { control, state, last, say, close } = setup();
  say({ type: 'done', value: null }, last('clear')?.id ?? 0);
  state.sample = { index: 3, label: 4, input: new Float32Array(784) };
  control.predictSample(state.sample.input);
  control.open(2).close();
  assert.equal(state.sample?.index, 3);
  state.experiment = withDataset(state.experiment, { name: 'digits' });
  control.open(3).close();
  assert.equal(state.sample, null);
  close();
});

test('where steps of the preparation are left out, the input is made here', async () => {
  const { control, state, last, close } = setup();
  state.preparation = {
    prepare: (/** @type {{ pixels: Uint8Array }} */ { pixels }, /** @type {{ name: string }} */ { name }) =>
      name === 'mnist' ? Float32Array.of(pixels.length, Math.max(...pixels)) : null,
  };
  state.drawing = { strokes: [{ erase: false, points: [0.5, 0.5, 0.05] }], past: [], generation: 1 };
  control.drawn(0);
  await settled();
  assert.deepEqual([...last('predict').input], [224 * 224, 255]);
  assert.equal(last('predict').pixels, undefined);
  close();
});
