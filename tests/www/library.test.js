/**
 * @file The library: runs with curves, states and kept steps, samples, data sets and the place; what goes first where there
 * is too much; and two tabs at once. INTERLEAVINGS says how many orders of two tabs are tried.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Library } from '../../www/storage/library.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { Crash, FailingStore } from './failing-store.js';
import { curvesAt, fieldsAt, stateAt } from './library-harness.js';
import { randomFrom } from './random.js';

const INTERLEAVINGS = Number(process.env.INTERLEAVINGS ?? 1000);

/** @param {number} [from] time of the first change; each takes a second */
function library(from = 0) {
  let now = from;
  return new Library(new MemoryStore(), () => {
    now += 1000;
    return now;
  });
}

test('a run is kept with its curves and weights; a name and notes stay while it trains on', async () => {
  const { runs } = library();
  await runs.keepState('a', stateAt(10));
  await runs.keep(fieldsAt('a', 10), curvesAt(10));
  await runs.edit('a', { name: 'the first', pinned: true });
  await runs.keepState('a', stateAt(20));
  await runs.keep(fieldsAt('a', 20), null);
  const { runs: listed, newer } = await runs.list();
  assert.equal(newer, 0);
  const [run] = listed;
  assert.equal(run?.name, 'the first');
  assert.deepEqual([run?.pinned, run?.notes, run?.seed, run?.build], [true, '', 42, 'simd128']);
  assert.deepEqual(run?.position, { wholeSince: 0, step: 20, epoch: 0.2 });
  assert.equal(run?.state?.step, 20);
  assert.deepEqual(await runs.curves('a'), curvesAt(10));
  assert.deepEqual(await runs.state('a'), stateAt(20));
});

test('kept steps lie evenly apart in ratio, at most twelve; each gives its own weights', async () => {
  const { runs } = library();
  await runs.keep(fieldsAt('a', 0), null);
  for (let step = 1; step <= 3000; step += 1) await runs.keepState('a', stateAt(step));
  const steps = (await runs.get('a'))?.checkpoints.map((kept) => kept.step) ?? [];
  assert.equal(steps.length, 12);
  const ratios = steps.slice(1).map((step, at) => step / Number(steps[at]));
  assert.ok(Math.max(...ratios) <= 4, `${steps}`);
  for (const step of steps) assert.deepEqual(await runs.checkpoint('a', step), stateAt(step));
  assert.deepEqual(await runs.checkpoint('a', 3000), stateAt(3000), 'the newest state too');
  assert.equal(await runs.checkpoint('a', 7), null);
});

test('after a return to an earlier state, kept steps that lie after it are gone', async () => {
  const { runs } = library();
  await runs.keep(fieldsAt('a', 0), null);
  for (const step of [10, 20, 40, 80]) await runs.keepState('a', stateAt(step));
  await runs.keepState('a', stateAt(30));
  const run = await runs.get('a');
  assert.deepEqual(
    run?.checkpoints.map(({ step }) => step),
    [10, 20],
  );
  assert.equal(await runs.checkpoint('a', 80), null);
});

test('a deleted run is not listed, can be restored for a day, and then is gone', async () => {
  let now = 0;
  const kept = new Library(new MemoryStore(), () => now);
  for (const id of ['a', 'b']) {
    await kept.runs.keep(fieldsAt(id, 5), null);
    await kept.runs.keepState(id, stateAt(5));
    await kept.runs.delete(id);
  }
  assert.deepEqual((await kept.runs.list()).runs, []);
  await kept.runs.restore('a');
  assert.equal((await kept.runs.list()).runs[0]?.id, 'a');
  now = 90_000_000;
  await kept.trim({ bytes: 1e6 });
  assert.equal(await kept.runs.get('b'), null);
  assert.equal(await kept.runs.state('b'), null);
  assert.deepEqual(await kept.runs.state('a'), stateAt(5));
});

test('a run is duplicated at its newest state or at a kept step, and both go on by themselves', async () => {
  const { runs } = library();
  const curves = curvesAt(40);
  Object.assign(curves.rows[0] ?? {}, { validationLoss: 0.5, validationAccuracy: 0.8 });
  await runs.keep(fieldsAt('a', 0), curves);
  for (const step of [10, 20, 40]) await runs.keepState('a', stateAt(step));
  const changes = [5, 20, 33].map((step) => ({ step, changes: {} }));
  const weights = [8, 30].map((step) => ({ step }));
  const configuration = { spec: null, wholeSince: 40, changes, weights };
  const validation = { step: 40, loss: 0.1, accuracy: 0.9, confusion: null };
  await runs.keep({ ...fieldsAt('a', 40), configuration, validation }, null);
  const branch = await runs.duplicate('a', 'b', { step: 20, name: 'branch' });
  assert.deepEqual([branch?.parent, branch?.position.step, branch?.name], [{ id: 'a', step: 20 }, 20, 'branch']);
  assert.deepEqual(branch?.configuration, {
    spec: null,
    wholeSince: 0,
    changes: changes.slice(0, 2),
    weights: weights.slice(0, 1),
  });
  assert.deepEqual(branch?.validation, { step: 10, loss: 0.5, accuracy: 0.8, confusion: null });
  assert.deepEqual(await runs.state('b'), stateAt(20));
  assert.deepEqual(
    (await runs.curves('b'))?.rows.map(({ step }) => step),
    [10, 20],
  );
  await runs.duplicate('a', 'c');
  await runs.keepState('c', stateAt(50));
  assert.equal((await runs.state('a'))?.position.step, 40);
  assert.equal(await runs.duplicate('a', 'd', { step: 33 }), null, 'no such weights');
});

/** Three runs of 4,000 bytes each, the oldest first; the second is pinned. */
async function three() {
  const kept = library();
  for (const id of ['a', 'b', 'c']) {
    await kept.runs.keep(fieldsAt(id, 0), curvesAt(40));
    for (const step of [10, 20, 40]) await kept.runs.keepState(id, stateAt(step, 1000));
    await kept.runs.edit(id, { pinned: id === 'b' });
  }
  const weights = async () => {
    const { runs } = await kept.runs.list();
    return runs.map(({ state, checkpoints }) => [state?.step ?? null, checkpoints.length]);
  };
  return { kept, weights };
}

test('over the budget kept steps go first, then states, the oldest run first, and none of a pinned run', async () => {
  const { kept, weights } = await three();
  assert.deepEqual(await kept.trim({ bytes: 1e6 }), { bytes: 0, removed: false });
  await kept.trim({ bytes: 15_000 });
  assert.deepEqual(await weights(), [
    [40, 0],
    [40, 3],
    [40, 3],
  ]);
  await kept.trim({ bytes: 9_000, open: new Set(['a']) });
  assert.deepEqual(await weights(), [
    [40, 0],
    [40, 3],
    [null, 0],
  ]);
  assert.deepEqual(await kept.runs.curves('c'), curvesAt(40), 'its curves stay');
});

test('weights of a run of which nothing else is known go, unless some tab trains it', async () => {
  const { kept } = await three();
  for (const id of ['lost', 'young']) await kept.runs.keepState(id, stateAt(5));
  await kept.trim({ bytes: 1e6 });
  assert.deepEqual(await kept.runs.state('lost'), stateAt(5), 'without locks nobody knows whose it is');
  await kept.trim({ bytes: 1e6, open: new Set(['young']) });
  assert.equal(await kept.runs.state('lost'), null);
  assert.deepEqual(await kept.runs.state('young'), stateAt(5));
  assert.deepEqual(await kept.runs.state('a'), stateAt(40, 1000));
});

test('a run without weights that goes frees no bytes of weights, and is gone', async () => {
  const kept = library();
  for (const id of ['a', 'b']) await kept.runs.keep(fieldsAt(id, 5), null);
  assert.deepEqual(await kept.trim({ bytes: 1e6, runs: 1 }), { bytes: 0, removed: true });
  assert.equal((await kept.runs.list()).runs.length, 1);
});

test('where the disk is full, kept steps alone make room', async () => {
  const { kept, weights } = await three();
  assert.ok((await kept.makeRoom(0)).bytes > 0);
  assert.deepEqual(await weights(), [
    [40, 0],
    [40, 3],
    [40, 0],
  ]);
  assert.deepEqual(await kept.makeRoom(0), { bytes: 0, removed: false });
});

test('samples, data sets and the place come back', async () => {
  const { samples, dataSets, places } = library();
  const sample = (/** @type {string} */ id) => ({
    id,
    set: 'hand',
    label: '7',
    created: 1,
    strokes: [{ points: [1, 2] }],
  });
  await samples.put([sample('b'), sample('a'), { ...sample('c'), set: 'other' }]);
  assert.deepEqual(await samples.list('hand'), [sample('a'), sample('b')]);
  assert.equal((await samples.list()).length, 3);
  assert.deepEqual(await samples.remove('hand', ['a', 'none']), [sample('a')]);
  assert.deepEqual(await samples.list('hand'), [sample('b')]);
  const described = { id: 'd', name: 'letters', created: 2, classNames: ['a', 'b'] };
  assert.ok(Number((await dataSets.put(described, new Blob([Uint8Array.of(1, 2, 3)]))).bytes) >= 3);
  await dataSets.put({ ...described, name: 'smileys', bytes: 3 });
  assert.deepEqual(await dataSets.list(), [{ ...described, name: 'smileys', bytes: 3 }]);
  assert.deepEqual(new Uint8Array((await (await dataSets.content('d'))?.arrayBuffer()) ?? []), Uint8Array.of(1, 2, 3));
  await dataSets.remove('d');
  assert.deepEqual([await dataSets.list(), await dataSets.content('d')], [[], null]);
  await places.keep({ route: 'build' });
  await places.keep({ tab: 'why', strokes: [1] });
  assert.deepEqual(await places.last(), { route: 'build', tab: 'why', strokes: [1], run: null });
});

/**
 * One tab trains a run, and the other names it, deletes and restores it, and both keep samples; the store fails. What was
 * acknowledged is there at the end.
 *
 * @param {number} seed
 */
async function interleave(seed) {
  const random = randomFrom(seed);
  const store = new FailingStore(random, 0.25);
  const tabs = [new Library(store), new Library(store)];
  const acknowledged = { step: 0, state: 0, name: 0, samples: /** @type {string[]} */ ([]) };
  /** @param {number} tab @param {(library: Library) => Promise<unknown>} work @param {() => void} done */
  const attempt = async (tab, work, done) => {
    try {
      await work(/** @type {Library} */ (tabs[tab]));
      done();
    } catch (error) {
      // The process of that tab has ended; another one goes on.
      if (error instanceof Crash) tabs[tab] = new Library(store);
    }
  };
  const trains = async () => {
    for (let step = 1; step <= 8; step += 1) {
      await attempt(
        0,
        ({ runs }) => runs.keep(fieldsAt('a', step), curvesAt(step)),
        () => {
          acknowledged.step = step;
        },
      );
      await attempt(
        0,
        ({ runs }) => runs.keepState('a', stateAt(step)),
        () => {
          acknowledged.state = step;
        },
      );
    }
  };
  const edits = async () => {
    for (let turn = 1; turn <= 8; turn += 1) {
      const sample = { id: `s${turn}`, set: 'hand', label: '1', created: turn };
      await attempt(
        1,
        (kept) => kept.samples.put([sample]),
        () => void acknowledged.samples.push(sample.id),
      );
      /** @type {any} */
      let edited = null;
      await attempt(
        1,
        async ({ runs }) => {
          edited = await runs.edit('a', { name: String(turn) });
        },
        () => {
          if (edited) acknowledged.name = turn;
        },
      );
      await attempt(
        1,
        (kept) => kept.trim({ bytes: 2000 }),
        () => {},
      );
    }
  };
  await Promise.all([trains(), edits()]);
  const after = new Library(store);
  const [run, state, curves] = await Promise.all([after.runs.get('a'), after.runs.state('a'), after.runs.curves('a')]);
  const told = `seed ${seed}: ${JSON.stringify({ acknowledged, run })}`;
  if (acknowledged.step > 0) assert.ok(run && run.position.step >= acknowledged.step, told);
  assert.ok(Number(run?.name ?? 0) >= acknowledged.name, told);
  if (acknowledged.step > 0) assert.ok(curves, told);
  if (acknowledged.state > 0 && run?.state) assert.ok(state && state.position.step >= acknowledged.state, told);
  if (state) assert.deepEqual(state, stateAt(state.position.step), told);
  const samples = (await after.samples.list('hand')).map(({ id }) => id);
  for (const id of acknowledged.samples) assert.ok(samples.includes(id), told);
  return Object.values(store.faults).reduce((sum, count) => sum + count, 0);
}

test(`${INTERLEAVINGS} interleavings of two tabs over a failing store: nothing unreadable, no lost update`, async () => {
  let faults = 0;
  for (let seed = 1; seed <= INTERLEAVINGS; seed += 1) faults += await interleave(seed);
  assert.ok(faults > 5 * INTERLEAVINGS, `${faults} faults`);
});
