/**
 * @file The page's state as signals, one a field. Components redraw when a signal that they read has changed, at most
 * once a frame; what is too urgent for that reads signals in an `effect`.
 */

import { batch, signal } from '@preact/signals';

/**
 * @template {object} State
 * @typedef {{ [Name in keyof State]: import('@preact/signals').Signal<State[Name]> }} Signals
 */

/**
 * @template {object} State
 * @typedef {object} Store
 * @property {Signals<State>} state
 * @property {() => State} get all values as they are now; nothing is subscribed
 * @property {(patch: Partial<State>) => void} update
 */

/**
 * @template {object} State
 * @param {State} initial
 * @returns {Store<State>}
 */
export function createStore(initial) {
  const names = /** @type {(keyof State)[]} */ (Object.keys(initial));
  const state = /** @type {Signals<State>} */ (Object.fromEntries(names.map((name) => [name, signal(initial[name])])));
  return {
    state,
    get: () => /** @type {State} */ (Object.fromEntries(names.map((name) => [name, state[name].peek()]))),
    update(patch) {
      batch(() => {
        for (const name of /** @type {(keyof State)[]} */ (Object.keys(patch))) {
          state[name].value = /** @type {State[keyof State]} */ (patch[name]);
        }
      });
    },
  };
}
