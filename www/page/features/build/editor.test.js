import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { signal } from '@preact/signals';
import { defaultExperiment } from '../../../shared/experiment.js';
import { loadMessages } from '../../app/messages.js';
import { createEditor } from './editor.js';
import { networkOf } from './rows.js';

before(() => loadMessages());

/** A core that wants a flatten layer first; every other layer keeps its units. */
const core = {
  describe: (/** @type {any} */ spec) => {
    const index = spec.layers.findIndex((/** @type {any} */ { kind }) => kind === 'flatten');
    if (index !== 0) throw { id: 'spec.other', message: 'layers[0]: flatten first', path: 'layers[0]' };
    const layers = spec.layers.map((/** @type {any} */ { kind, units }, /** @type {number} */ at) => ({
      name: `${kind}_${at}`,
      kind,
      outputShape: [units ?? 784],
      parameters: units ?? 0,
      multiplyAdds: units ?? 0,
    }));
    return { spec, layers };
  },
};

function start() {
  const experiment = signal(defaultExperiment());
  /** @type {{ label: string, merge?: string }[]} */
  const edits = [];
  const actions = {
    editExperiment: (/** @type {any} */ next, /** @type {any} */ how) => {
      experiment.value = next;
      edits.push(how);
    },
  };
  const app = /** @type {any} */ ({ state: { experiment }, actions, inkgrad: signal(core) });
  const editor = createEditor(app);
  const units = () => experiment.value.spec.layers.map((layer) => layer.units ?? layer.kind);
  return { editor, units, edits };
}

test('a layer is added after the active one, and before the output', () => {
  const { editor, units, edits } = start();
  editor.select('1');
  editor.add({ kind: 'dense', units: 5 });
  assert.deepEqual(units(), ['flatten', 128, 5, 10]);
  assert.deepEqual(editor.selection.value.paths, ['2']);
  editor.select('3');
  editor.add({ kind: 'dense', units: 6 });
  assert.deepEqual(units(), ['flatten', 128, 5, 6, 10]);
  assert.deepEqual(
    edits.map(({ label }) => label),
    ['Layer added: Dense', 'Layer added: Dense'],
  );
});

test('what cannot be is refused at the row, and changes nothing', () => {
  const { editor, units, edits } = start();
  editor.select('0');
  editor.remove();
  assert.deepEqual(units(), ['flatten', 128, 10]);
  assert.equal(editor.refusal.value?.path, '0');
  assert.equal(editor.refusal.value?.say(), 'Not done. Dense: flatten first');
  editor.select('2');
  assert.equal(editor.refusal.value, null);
  assert.equal(
    editor.change('2', (layer) => ({ ...layer, units: 3 }), 'units')?.(),
    'The last layer gives 3 outputs, but the data have 10 classes.',
  );
  assert.equal(edits.length, 0);
});

test('layers are copied and pasted, without their names', () => {
  const { editor, units } = start();
  editor.select('1');
  const copied = editor.copy();
  editor.paste(copied.replace('"units"', '"name": "first", "units"'));
  assert.deepEqual(units(), ['flatten', 128, 128, 10]);
  editor.paste('no layers');
  assert.match(editor.refusal.value?.say() ?? '', /no layers/);
});

test('rows and totals come from the core; without it they are unknown', () => {
  const network = networkOf(/** @type {any} */ (core), defaultExperiment());
  assert.equal(network.parameters, 138);
  assert.deepEqual(
    network.rows.map(({ output }) => output),
    [[784], [128], [10]],
  );
  const unknown = networkOf(null, defaultExperiment());
  assert.deepEqual([unknown.parameters, unknown.rows[1]?.output, unknown.fault], [null, null, null]);
});
