/** @file Tests of what the place Runs says of runs: differences, order, curves, and kept steps. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultExperiment, withDataset, withSpec } from '../../../shared/experiment.js';
import { NOTHING_CHARTED, toggled, withRuns } from './charted.js';
import { differencesOf, differenceText } from './differences.js';
import { faultOfOpening } from './fault-of-opening.js';
import { columnOf, valueAt } from './measured.js';
import { keptSteps, rowsOf, sorted } from './rows.js';
import { gridOfWeights } from './weights-grid.js';

const usual = defaultExperiment();

/**
 * @param {string} id
 * @param {Partial<import('../../../storage/records.js').RunRecord>} [fields]
 * @returns {import('../../../storage/records.js').RunRecord}
 */
function run(id, fields = {}) {
  return {
    id,
    parent: null,
    experiment: usual,
    position: { wholeSince: 0, step: 100, epoch: 1 },
    progress: null,
    validation: null,
    points: 0,
    events: [],
    configuration: {},
    name: '',
    notes: '',
    pinned: false,
    created: 0,
    changed: 0,
    deleted: null,
    seed: 42,
    dataHash: null,
    build: null,
    state: null,
    checkpoints: [],
    nextCheckpoint: 0,
    ...fields,
  };
}

/** @param {import('../../../shared/experiment.js').Experiment} next */
const against = (next) => differencesOf(usual, next).map(differenceText);

test('equal experiments do not differ', () => {
  assert.deepEqual(differencesOf(usual, structuredClone(usual)), []);
});

test('each setting that differs is named, with both values', () => {
  assert.deepEqual(against(withSpec(usual, { batch_size: 64, seed: 7 })), ['Seed 42 → 7', 'Batch size 128 → 64']);
  const sgd = withSpec(usual, { optimizer: { kind: 'sgd', learning_rate: 0.1 } });
  const said = against(sgd);
  assert.ok(said.includes('Optimizer Adam → SGD') && said.includes('Learning rate 0.001 → 0.1'), said.join('; '));
  assert.equal(said.length, 2);
});

test('layers are said as layers, data by their title', () => {
  const [said] = against(withSpec(usual, { layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10 }] }));
  assert.equal(said, 'Layers Flatten, Dense 128, Dense 10 → Flatten, Dense 10');
  assert.ok(against(withDataset(usual, { name: 'digits' }))[0]?.includes('MNIST, 28×28 → '));
  assert.deepEqual(against({ ...usual, dataset: { name: 'mnist', limit: 100 } }), ['Training samples 100']);
});

test('what is no longer set is said so', () => {
  const clipped = withSpec(usual, { clip_norm: 1 });
  assert.deepEqual(differencesOf(clipped, usual).map(differenceText), ['without Clip gradient norm']);
});

test('a row differs from the run before it, the first from none', () => {
  const rows = rowsOf([run('a'), run('b', { experiment: withSpec(usual, { seed: 1 }) })], 'b');
  assert.deepEqual(
    rows.map(({ current, differences }) => [current, differences?.length ?? null]),
    [
      [false, null],
      [true, 1],
    ],
  );
});

test('a run that was made from another says from which, and how it differs from that one', () => {
  const endless = { ...usual, run: { ...usual.run, epochs: 0 } };
  const limited = { ...usual, run: { ...usual.run, epochs: 40 } };
  const rows = rowsOf(
    [
      run('a', { number: 2, experiment: endless }),
      run('b', { number: 5, experiment: withSpec(usual, { seed: 1 }) }),
      run('c', { number: 6, experiment: limited, parent: { id: 'a', step: 40 } }),
      run('d', { number: 7, experiment: limited, parent: { id: 'gone', step: 40 } }),
    ],
    null,
  );
  assert.deepEqual(
    rows.map(({ title }) => title.split(' · ')[1]),
    ['2', '5', '6', '7'],
  );
  const [a, , c, d] = rows;
  assert.deepEqual(c?.parent, { title: a?.title, step: 40 });
  assert.deepEqual(c?.differences?.map(differenceText), ['epochs no limit → 40']);
  assert.deepEqual([d?.parent, d?.differences], [null, []]);
});

test('a run in the charts keeps its colour, and a new one takes off the oldest that nobody wants there', () => {
  const runs = Array.from({ length: 8 }, (_, at) => run(`${at}`, { number: at + 1, pinned: at === 1 }));
  const shown = (/** @type {import('./charted.js').Charted} */ charted) => [...charted.colours.keys()].sort().join('');
  const first = withRuns(NOTHING_CHARTED, runs.slice(0, 5), null);
  assert.equal(shown(first), '1234');
  assert.equal(withRuns(first, runs.slice(0, 5), '3'), first);
  const sixth = withRuns(first, runs.slice(0, 6), '2');
  assert.equal(shown(sixth), '1245');
  const seventh = withRuns(toggled(sixth, runs[0] ?? run('')), runs.slice(0, 7), '2');
  assert.equal(shown(seventh), '0126', 'pinned, opened, put in by hand, and the newest');
  for (const id of ['1', '2']) assert.equal(seventh.colours.get(id), first.colours.get(id));
  const eighth = withRuns(toggled(seventh, runs[0] ?? run('')), runs, '2');
  assert.equal(shown(eighth), '1267', 'what was taken off stays off');
  assert.equal(new Set(eighth.colours.values()).size, 4);
  const without = withRuns(eighth, runs.slice(0, 7), '2');
  assert.equal(shown(without), '126');
  assert.equal(shown(withRuns(without, runs, '2')), '1267', 'a run that is brought back is new');
});

test('rows are sorted by any number: pinned first, without a value last', () => {
  const at = (/** @type {number} */ accuracy) => ({ validation: { step: 1, loss: 1, accuracy, confusion: null } });
  const rows = rowsOf(
    [run('none'), run('low', at(0.5)), run('high', at(0.9)), run('pinned', { ...at(0.1), pinned: true })],
    null,
  );
  const ids = (/** @type {boolean} */ descending) =>
    sorted(rows, { key: 'validationAccuracy', descending }).map((row) => row.run.id);
  assert.deepEqual(ids(true), ['pinned', 'high', 'low', 'none']);
  assert.deepEqual(ids(false), ['pinned', 'low', 'high', 'none']);
});

test('curves have what was measured, and values at the cursor are the last ones before it', () => {
  const row = { loss: null, accuracy: null, validationLoss: null, validationAccuracy: null };
  const rows = [
    { ...row, step: 10, loss: 2 },
    { ...row, step: 20, validationLoss: 1.5 },
    { ...row, step: 30, loss: Number.NaN },
    { ...row, step: 40, loss: 1 },
  ];
  assert.deepEqual(columnOf(rows, 'loss'), { steps: [10, 40], values: [2, 1] });
  assert.equal(valueAt(rows, 'loss', 35), 2);
  assert.equal(valueAt(rows, 'loss', null), 1);
  assert.equal(valueAt(rows, 'validationLoss', 15), null);
});

test('kept steps are those of checkpoints and of the newest state, each once', () => {
  const checkpoints = [
    { step: 10, bytes: 1 },
    { step: 100, bytes: 1 },
  ];
  assert.deepEqual(keptSteps(run('a', { checkpoints, state: { step: 100, bytes: 1 } })), [10, 100]);
  assert.deepEqual(keptSteps(run('a')), []);
});

test('first weights are pictures of the input where they have its size, else one matrix', () => {
  const values = { length: 1e6 };
  const dense = gridOfWeights({ shape: [128, 784], values }, [1, 28, 28]);
  assert.deepEqual([dense.panels, dense.width, dense.height], [64, 28, 28]);
  const filters = gridOfWeights({ shape: [8, 1, 5, 5], values }, [1, 28, 28]);
  assert.deepEqual([filters.panels, filters.width, filters.height], [8, 5, 5]);
  const table = gridOfWeights({ shape: [16, 4], values: { length: 64 } }, [4]);
  assert.deepEqual([table.panels, table.width, table.height], [1, 4, 16]);
});

test('a run that could not be opened is told, and why', async () => {
  assert.equal(await faultOfOpening(Promise.resolve(true)), null);
  assert.equal(
    await faultOfOpening(Promise.resolve(false)),
    'These weights are no longer kept: the run was not opened.',
  );
  assert.equal(await faultOfOpening(Promise.reject(new Error('torn'))), 'The run could not be opened: torn');
});
