/** @file Samples, classes and data sets that two tabs keep in one library: each sees what the other has changed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Echoes, Follower } from '../../www/page/keeping/follower.js';
import { ownDataPart } from '../../www/page/keeping/own-data.js';
import { classSetsPart, samplesPart } from '../../www/page/keeping/samples.js';
import { defaultPreferences } from '../../www/page/preferences.js';
import { newSample } from '../../www/page/samples/samples.js';
import { initialState } from '../../www/page/state.js';
import { createStore } from '../../www/page/store.js';
import { dataSets } from '../../www/shared/data-sets.js';
import { defaultExperiment, withDataset } from '../../www/shared/experiment.js';
import { Library } from '../../www/storage/library.js';
import { MemoryStore } from '../../www/storage/memory-store.js';

const own = /** @type {Echoes['own']} */ ((write) => write);
const strokes = [{ erase: false, points: [0.5, 0.5, 0.05] }];

/** Each sample is of a later time. */
let clock = 1;

/** Reads and writes end in a later turn, as over a worker. */
const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** @param {Library} library */
function tab(library) {
  const store = createStore(
    initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
  );
  const faults = /** @type {unknown[]} */ ([]);
  const needed = /** @type {unknown[]} */ ([]);
  const onFault = (/** @type {unknown} */ what) => faults.push(what);
  const samples = new Follower(samplesPart(store, library, own, () => onFault('samples')));
  const sets = new Follower(classSetsPart(store, library, own, () => onFault('sets')));
  const hearing = { own, onFault, onNeeded: () => needed.push(1) };
  const data = new Follower(ownDataPart(store, library, hearing));
  const all = /** @type {Follower<any>[]} */ ([samples, sets, data]);
  return {
    store,
    faults,
    needed,
    async bring() {
      await Promise.all(all.map((follower) => follower.bring()));
      await settle();
    },
    follow: () => all.map((follower) => follower.follow()),
    samples: () => store.get().samples.map(({ label }) => label),
    /** @param {string} label */
    draw(label) {
      const { samples: present } = store.get();
      store.update({ samples: [...present, newSample(present, { set: 'hand', label, strokes }, clock++)] });
    },
  };
}

/** @returns {Promise<[ReturnType<typeof tab>, ReturnType<typeof tab>, Library]>} two tabs that have begun */
async function twoTabs() {
  const library = new Library(new MemoryStore());
  const [first, second] = [tab(library), tab(library)];
  for (const one of [first, second]) {
    await one.bring();
    one.follow();
  }
  return [first, second, library];
}

test('what one tab draws, labels anew or deletes is so in the other', async () => {
  const [first, second] = await twoTabs();
  first.draw('1');
  first.draw('2');
  await settle();
  await second.bring();
  assert.deepEqual(second.samples(), ['1', '2']);
  const [, unchanged] = second.store.get().samples;
  const [one] = first.store.get().samples;
  first.store.update({
    samples: first.store.get().samples.map((sample) => (sample === one ? { ...one, label: '7' } : sample)),
  });
  await settle();
  await second.bring();
  assert.deepEqual(second.samples(), ['7', '2']);
  assert.equal(second.store.get().samples[1], unchanged, 'what is the same stays the same object');
  first.store.update({ samples: [] });
  await settle();
  await second.bring();
  assert.deepEqual(second.samples(), []);
});

test('what is drawn while the list is read stays, and is kept', async () => {
  const [first, second] = await twoTabs();
  first.draw('1');
  await settle();
  const bringing = second.bring();
  second.draw('5');
  await bringing;
  assert.deepEqual(second.samples().sort(), ['1', '5']);
  await settle();
  await first.bring();
  assert.deepEqual(first.samples().sort(), ['1', '5']);
});

test('what could not be kept stays here, is told, and is tried again with the next change', async () => {
  const [first, second, library] = await twoTabs();
  const put = library.samples.put;
  library.samples.put = async () => {
    throw new Error('full');
  };
  first.draw('1');
  await settle();
  assert.deepEqual(first.faults, ['samples']);
  library.samples.put = put;
  await first.bring();
  assert.deepEqual(first.samples(), ['1'], 'it was not deleted by another tab');
  first.draw('2');
  await settle();
  await second.bring();
  assert.deepEqual(second.samples(), ['1', '2']);
});

test('classes come and go in both tabs', async () => {
  const [first, second] = await twoTabs();
  first.store.update({ classSets: [{ id: 'x', title: 'A, B', names: ['A', 'B'] }] });
  await settle();
  await second.bring();
  assert.deepEqual(second.store.get().classSets, first.store.get().classSets);
  second.store.update({ classSets: [] });
  await settle();
  await first.bring();
  assert.deepEqual(first.store.get().classSets, []);
});

test('a data set of another tab is there; one that is in use here stays, and is kept again', async () => {
  const [first, second, library] = await twoTabs();
  const dataSet = { ...dataSets.mnist, name: 'own-1', title: 'Mine' };
  const data = { dataSet, content: new Blob(['abc']), samples: 3 };
  first.store.update({ ownData: [data] });
  await settle();
  second.store.update({
    experiment: withDataset(defaultExperiment(), { name: 'own-1', own: dataSet }),
    status: 'error',
  });
  await second.bring();
  assert.deepEqual(second.needed, [1], 'the network that lacked it is opened again');
  assert.equal(await second.store.get().ownData[0]?.content.text(), 'abc');
  first.store.update({ ownData: [{ ...data, dataSet: { ...dataSet, title: 'Yours' } }] });
  await settle();
  await second.bring();
  assert.equal(second.store.get().experiment.dataset.own?.title, 'Yours');
  first.store.update({ ownData: [] });
  await settle();
  assert.equal(await library.dataSets.content('own-1'), null);
  await second.bring();
  assert.equal(second.store.get().ownData.length, 1);
  await settle();
  assert.equal(await (await library.dataSets.content('own-1'))?.text(), 'abc');
});

test('where nothing is kept any more, nothing goes', async () => {
  const [first] = await twoTabs();
  first.draw('1');
  const follower = new Follower(samplesPart(first.store, new Library(new MemoryStore()), own, () => {}));
  await follower.bring(() => false);
  assert.deepEqual(first.samples(), ['1']);
});

test('changes of this tab are told from those of others', async () => {
  const echoes = new Echoes();
  await echoes.own(Promise.resolve());
  await echoes.own(Promise.resolve());
  await assert.rejects(echoes.own(Promise.reject(new Error('full'))));
  assert.equal(echoes.foreign(1), false);
  assert.equal(echoes.foreign(2), true);
  assert.equal(echoes.foreign(1), true);
});
