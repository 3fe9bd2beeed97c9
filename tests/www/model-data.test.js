/** @file What a model file says of its data: it comes back whole, the core passes over it, and nonsense is not believed. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { experimentOf, runIn } from '../../www/page/app/files/look.js';
import { defaultExperiment, specOf, withDataset } from '../../www/shared/experiment.js';
import { dataIn, withData } from '../../www/shared/model-data.js';
import { textsOf } from '../../www/shared/session-file.js';
import { fitTable } from '../../www/shared/table.js';
import { lookInto } from '../../www/worker/model-file.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;

before(async () => {
  inkgrad = await load({ workers: 1, gpu: 'off' });
});

/** @type {import('../../www/shared/data-sets.js').DataSet} */
const own = {
  name: 'own-0123456789ab',
  title: 'Häuser',
  shape: [3],
  classes: 0,
  scale: 1,
  columns: [
    { name: 'area', kind: 'numeric', unit: 'm²', digits: 1 },
    { name: 'heating', kind: 'categorical', categories: ['gas', 'oil'] },
  ],
  target: { name: 'price' },
};
const table = fitTable(own.columns ?? [], { name: 'price' }, { inputs: [1, 0, 3, 1], labels: [5, 9] }, false);

async function saved() {
  const experiment = withDataset(defaultExperiment(), { name: own.name, own });
  const session = await inkgrad.Session.create(specOf(experiment));
  const bytes = await session.save();
  session.free();
  return { experiment, bytes };
}

test("one's own table and its statistics come back from the file, which the package opens too", async () => {
  const { experiment, bytes } = await saved();
  const file = withData(bytes, { name: own.name, own, table });
  const look = await lookInto(file, inkgrad);
  assert.deepEqual(experimentOf(look, experiment.run).dataset, experiment.dataset);
  assert.deepEqual(runIn(look).configuration.table, table);
  const [session, plain] = [await inkgrad.Session.load(file), await inkgrad.Session.load(bytes)];
  assert.deepEqual(await session.parameters(), await plain.parameters());
  for (const one of [session, plain]) one.free();
  // A file that was opened is saved again.
  assert.deepEqual(textsOf(withData(file, { name: own.name, own, table })), textsOf(file));
});

test('what a file says of its data is believed only where it holds together', async () => {
  const { bytes } = await saved();
  const read = (/** @type {object} */ data, shape = [3]) =>
    dataIn(textsOf(withData(bytes, /** @type {any} */ (data))) ?? {}, shape);
  assert.deepEqual(read({ name: own.name, own, table }), { name: own.name, own, table });
  for (const wrong of [
    { name: 'iris-2' },
    { name: own.name, own: { ...own, name: 'own-other' } },
    { name: own.name, own: { ...own, shape: [1e9] } },
    { name: own.name, own: { ...own, classes: -1 } },
    { name: own.name, own: { ...own, classes: 2, classNames: ['a'] } },
    { name: own.name, own: { ...own, columns: own.columns?.slice(1) } },
    { name: own.name, own: { ...own, columns: [{ name: 4, kind: 'numeric' }] } },
    { name: own.name, own, table: { ...table, columns: [] } },
    { name: own.name, own, table: { ...table, target: { name: 'x', mean: 'y' } } },
    { name: own.name, own, table: { ...table, columns: table.columns.map((one) => ({ ...one, deviation: 0 })) } },
    null,
  ])
    assert.equal(read(/** @type {any} */ (wrong)), null, JSON.stringify(wrong));
  assert.equal(dataIn({}, [3]), null);
  assert.equal(dataIn({ 'page.data': '{' }, [3]), null);
});
