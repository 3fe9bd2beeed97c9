/** @file Which pointers draw, with events as a browser would send them. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { newDrawing } from '../features/draw/strokes.js';
import { hearPointer } from './pad-pointer.js';

/** A pad of 100 by 100 pixels, its frame and its rim, as far as this file needs them. */
class FakeElement extends EventTarget {
  getBoundingClientRect = () => ({ left: 0, top: 0, width: 100, height: 100 });
  setPointerCapture() {
    throw new DOMException('no such pointer', 'NotFoundError');
  }
  focus() {}
}

class FakePointerEvent extends Event {
  /**
   * @param {string} type
   * @param {Record<string, unknown>} fields
   */
  constructor(type, fields) {
    super(type, { cancelable: true });
    const all = {
      pointerId: 1,
      pointerType: 'mouse',
      pressure: 0.5,
      button: 0,
      buttons: 1,
      clientX: 50,
      clientY: 50,
      ...fields,
    };
    for (const [name, value] of Object.entries(all)) Object.defineProperty(this, name, { value });
  }
}

Object.assign(globalThis, {
  PointerEvent: FakePointerEvent,
  document: { body: { classList: { add() {}, remove() {} } } },
});

/** @type {FakeElement[]} */
let [frame, canvas, edge] = [];
let drawing = newDrawing();
let erasing = false;

/**
 * @param {string} type
 * @param {Record<string, unknown>} [fields]
 */
function send(type, fields = {}) {
  frame.dispatchEvent(new FakePointerEvent(type, { target: canvas, ...fields }));
}

/** @returns {number[]} points of each stroke */
function lengths() {
  return drawing.strokes.map(({ points }) => points.length / 3);
}

beforeEach(() => {
  [frame, canvas, edge] = [new FakeElement(), new FakeElement(), new FakeElement()];
  drawing = newDrawing();
  erasing = false;
  const state = { preferences: { peek: () => ({ pen: 0.06 }) }, erasing: { peek: () => erasing } };
  const draw = (/** @type {(before: typeof drawing) => typeof drawing} */ change) => {
    drawing = change(drawing);
  };
  const pad = /** @type {any} */ ({ frame, canvas, rim: [edge] });
  hearPointer(pad, /** @type {any} */ (state), /** @type {any} */ ({ draw }));
});

test('a stroke begins, grows and ends, in units of the pad', () => {
  send('pointerdown');
  send('pointermove', { clientX: 60, timeStamp: 10 });
  send('pointerup');
  send('pointermove', { clientX: 70, timeStamp: 20 });
  assert.deepEqual(drawing.strokes, [{ erase: false, points: [0.5, 0.5, 0.06, 0.6, 0.5, 0.06] }]);
});

test('a finger that begins on the rim scrolls; a mouse and a pen draw there, and keep the page still', () => {
  send('pointerdown', { target: edge, pointerType: 'touch' });
  assert.deepEqual(lengths(), []);
  send('pointerdown', { target: edge, pointerType: 'mouse' });
  send('pointerup', { target: edge });
  send('pointerdown', { target: edge, pointerType: 'pen' });
  assert.deepEqual(lengths(), [1, 1]);
  const touch = new Event('touchstart', { cancelable: true });
  edge.dispatchEvent(touch);
  assert.equal(touch.defaultPrevented, true);
});

test('a stroke begun further within goes on over the rim', () => {
  send('pointerdown', { pointerType: 'touch' });
  send('pointermove', { pointerType: 'touch', target: edge, clientX: 99, timeStamp: 10 });
  assert.deepEqual(lengths(), [2]);
});

test('a second finger and other buttons draw nothing', () => {
  send('pointerdown', { button: 2 });
  assert.deepEqual(lengths(), []);
  send('pointerdown', { pointerType: 'touch' });
  send('pointerdown', { pointerType: 'touch', pointerId: 2 });
  send('pointermove', { pointerType: 'touch', pointerId: 2, timeStamp: 10 });
  assert.deepEqual(lengths(), [1]);
});

test('a move that was told at once is not told again', () => {
  send('pointerdown');
  send('pointerrawupdate', { clientX: 60, timeStamp: 10 });
  send('pointermove', { clientX: 60, timeStamp: 10 });
  send('pointermove', { clientX: 65, timeStamp: 12 });
  assert.deepEqual(lengths(), [3]);
});

test('the eraser and the other end of a pen erase', () => {
  send('pointerdown', { pointerType: 'pen', buttons: 32 });
  send('pointercancel');
  erasing = true;
  send('pointerdown');
  assert.deepEqual(
    drawing.strokes.map(({ erase }) => erase),
    [true, true],
  );
});
