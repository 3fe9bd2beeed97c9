import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultExperiment } from '../../../shared/experiment.js';
import { compactSpec } from '../../../shared/plain-spec.js';
import { layersFromClipboard, layersToClipboard } from './clipboard.js';
import { dropAt } from './drop.js';
import { estimateSeconds, roughly } from './estimate.js';
import { parseJson, specText } from './json-text.js';
import { typedAhead } from './menu.js';
import { texts } from './texts.js';

const { spec } = defaultExperiment();

test('layers go through the clipboard as JSON', () => {
  assert.deepEqual(layersFromClipboard(layersToClipboard(spec.layers)), spec.layers);
  assert.deepEqual(layersFromClipboard('{"kind":"dense","units":3,"bias":true}'), [{ kind: 'dense', units: 3 }]);
  assert.deepEqual(layersFromClipboard(JSON.stringify(spec)), spec.layers);
  assert.deepEqual(layersFromClipboard('{"kind":"dense","units":3,"wrong":1}'), [
    { kind: 'dense', units: 3, wrong: 1 },
  ]);
  for (const text of ['', 'hello', '[]', '[1]', '{"kind":"nothing"}', 'null', '3']) {
    assert.equal(layersFromClipboard(text), null, text);
  }
});

test('a spec is written a layer a line and read back', () => {
  const text = specText(spec);
  assert.match(text, /^ {4}\{ "kind": "dense", "units": 128, "activation": "relu" \},$/m);
  assert.deepEqual(JSON.parse(text), spec);
  const full = { ...spec, version: 1, l1: 0, shuffle: true, schedule: { kind: 'constant' }, augment: { shift: 0 } };
  assert.deepEqual(compactSpec(full), spec);
  assert.deepEqual(compactSpec({ ...spec, early_stopping: { patience: 5 } }).early_stopping, {});
});

test('a fault of JSON has its line', () => {
  for (const [text, line] of /** @type {const} */ ([
    ['{\n  "a": 1,\n  "b" 2\n}', '3'],
    ['{\n  "a": [1, 2', '2'],
    ['', '1'],
  ])) {
    const read = parseJson(text);
    assert.ok('fault' in read);
    assert.equal(read.fault.values?.line, line, text);
  }
});

test('time is estimated from the speed that was measured, by cost', () => {
  const measured = { samplesPerSecond: 10_000, multiplyAdds: 100, dataset: 'mnist', samples: 50_000 };
  assert.equal(estimateSeconds({ epochs: 2, dataset: 'mnist', multiplyAdds: 300 }, measured), 30);
  assert.equal(estimateSeconds({ epochs: 2, dataset: 'mnist', multiplyAdds: 300 }, null), null);
  assert.deepEqual(roughly(33), { unit: 'seconds', count: 35 });
  assert.deepEqual(roughly(0.2), { unit: 'seconds', count: 1 });
  assert.deepEqual(roughly(600), { unit: 'minutes', count: 10 });
  assert.deepEqual(roughly(7300), { unit: 'hours', count: 2 });
});

test('a dragged layer is dropped where the line shows', () => {
  const rows = ['0', '1', '1.0', '1.1', '2'].map((path, at) => ({
    path,
    top: at * 10,
    bottom: at * 10 + 10,
    holds: path === '1',
  }));
  assert.deepEqual(dropAt(rows, 2, 0)?.gap, { parent: '', index: 0 });
  assert.deepEqual(dropAt(rows, 8, 0)?.gap, { parent: '', index: 1 });
  assert.deepEqual(dropAt(rows, 18, 0)?.gap, { parent: '1', index: 0 });
  assert.deepEqual(dropAt(rows, 38, 0)?.gap, { parent: '', index: 2 });
  assert.deepEqual(dropAt(rows, 38, 1)?.gap, { parent: '1', index: 2 });
  assert.deepEqual(dropAt(rows, 90, 0)?.gap, { parent: '', index: 3 });
  assert.equal(dropAt([], 0, 0), null);
});

test('a typed letter goes on to the next name that begins so', () => {
  const names = ['Dense', 'Dropout', 'Flatten'];
  assert.equal(typedAhead(names, 0, 'd'), 1);
  assert.equal(typedAhead(names, 1, 'd'), 0);
  assert.equal(typedAhead(names, 0, 'fl'), 2);
  assert.equal(typedAhead(names, 0, 'de'), 0);
  assert.equal(typedAhead(names, 0, 'x'), -1);
});

test('texts are there in both languages', () => assert.deepEqual(Object.keys(texts.en), Object.keys(texts.zh)));
