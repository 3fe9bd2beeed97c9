import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindsOf } from '../../../shared/spec-schema.js';
import {
  gapAfter,
  insertAt,
  layerAt,
  listed,
  moveBy,
  moveTo,
  neighbourOf,
  nestedField,
  outermost,
  rangeOf,
  removeAt,
  replaceAt,
  shownPath,
} from './edits.js';

const dense = (/** @type {number} */ units) => ({ kind: 'dense', units });
const flat = [{ kind: 'flatten' }, dense(1), dense(2), dense(3)];
const block = [...kindsOf('Layer').keys()].find((kind) => nestedField(kind));
const nested = block ? [{ kind: 'flatten' }, { kind: block, layers: [dense(4), dense(5)] }, dense(6)] : [];
const units = (/** @type {import('./edits.js').Layer[]} */ layers) => listed(layers).map(({ layer }) => layer.units);

test('layers are removed, replaced and inserted', () => {
  assert.deepEqual(units(removeAt(flat, ['1', '3'])), [undefined, 2]);
  assert.deepEqual(units(replaceAt(flat, '2', dense(9))), [undefined, 1, 9, 3]);
  const { layers, paths } = insertAt(flat, gapAfter('1'), [dense(7), dense(8)]);
  assert.deepEqual(units(layers), [undefined, 1, 7, 8, 2, 3]);
  assert.deepEqual(paths, ['2', '3']);
  assert.deepEqual(units(insertAt(flat, gapAfter('3'), [dense(7)]).layers).at(-1), 7);
});

test('layers move, alone and together, and stop at the ends', () => {
  assert.deepEqual(units(moveBy(flat, ['2'], -1)?.layers ?? []), [undefined, 2, 1, 3]);
  assert.deepEqual(units(moveBy(flat, ['1', '2'], 1)?.layers ?? []), [undefined, 3, 1, 2]);
  assert.deepEqual(moveBy(flat, ['1', '2'], 1)?.paths, ['2', '3']);
  assert.equal(moveBy(flat, ['0'], -1), null);
  assert.equal(moveBy(flat, ['3'], 1), null);
  assert.equal(moveTo(flat, ['2'], { parent: '', index: 2 }), null);
  assert.equal(moveTo(flat, ['2'], { parent: '', index: 3 }), null);
});

test('inner layers are listed, edited and moved in and out', { skip: !block }, () => {
  assert.deepEqual(
    listed(nested).map(({ path }) => path),
    ['0', '1', '1.0', '1.1', '2'],
  );
  assert.deepEqual(layerAt(nested, '1.1'), dense(5));
  assert.equal(layerAt(nested, ''), undefined);
  assert.deepEqual(units(replaceAt(nested, '1.0', dense(9))), [undefined, undefined, 9, 5, 6]);
  assert.deepEqual(units(removeAt(nested, ['1.0'])), [undefined, undefined, 5, 6]);
  const into = moveTo(nested, ['2'], { parent: '1', index: 1 });
  assert.deepEqual(into && [units(into.layers), into.paths], [[undefined, undefined, 4, 6, 5], ['1.1']]);
  const out = moveTo(nested, ['1.0'], { parent: '', index: 1 });
  assert.deepEqual(out && [units(out.layers), out.paths], [[undefined, 4, undefined, 5, 6], ['1']]);
  const before = moveTo(nested, ['0'], { parent: '1', index: 0 });
  assert.deepEqual(before?.paths, ['0.0'], 'the list has become shorter before it');
  assert.equal(moveTo(nested, ['1'], { parent: '1', index: 0 }), null, 'not into itself');
  assert.deepEqual(moveBy(nested, ['1.0'], 1)?.paths, ['1.1']);
  assert.equal(moveBy(nested, ['1.1'], 1), null);
});

test('the focus goes to the neighbour', () => {
  assert.equal(neighbourOf(flat, ['1'], removeAt(flat, ['1'])), '1');
  assert.equal(neighbourOf(flat, ['3'], removeAt(flat, ['3'])), '2');
  assert.equal(neighbourOf([dense(1)], ['0'], []), null);
});

test('a selection stays in one list', () => {
  const order = ['0', '1', '1.0', '1.1', '2', '10'];
  assert.deepEqual(rangeOf(order, '0', '2'), ['0', '1', '2']);
  assert.deepEqual(rangeOf(order, '1.1', '1.0'), ['1.0', '1.1']);
  assert.deepEqual(rangeOf(order, '0', '1.0'), ['1.0']);
  assert.deepEqual(outermost(['10', '2', '1.0', '1']), ['1', '2', '10']);
  assert.equal(shownPath('1.0'), '2.1');
});
