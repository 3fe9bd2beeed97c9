/**
 * @file The one store of the page: a state that is replaced, never changed, and a drawing of it at most once a frame. What
 * is too urgent to wait for one shows at once.
 */

/**
 * @template State
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(patch: Partial<State>, urgent?: boolean) => void} update
 */

/**
 * @template {object} State
 * @param {State} initial
 * @param {(state: State) => void} draw
 * @param {(state: State) => void} drawUrgent shows what cannot wait, and nothing else
 * @param {(callback: () => void) => void} [frame] calls back before the next picture
 * @returns {Store<State>}
 */
export function createStore(initial, draw, drawUrgent, frame = (callback) => requestAnimationFrame(callback)) {
  let state = initial;
  let waiting = false;
  return {
    get: () => state,
    update(patch, urgent = false) {
      state = { ...state, ...patch };
      if (urgent) drawUrgent(state);
      if (waiting) return;
      waiting = true;
      frame(() => {
        waiting = false;
        draw(state);
      });
    },
  };
}

/**
 * A view that works only when what it shows has changed.
 *
 * @template State
 * @template {unknown[]} Picked
 * @param {(state: State) => [...Picked]} pick
 * @param {(picked: Picked) => void} show
 * @returns {(state: State) => void}
 */
export function view(pick, show) {
  /** @type {unknown[]} */
  let last = [Symbol('nothing shown yet')];
  return (state) => {
    const picked = pick(state);
    if (picked.length === last.length && picked.every((value, at) => Object.is(value, last[at]))) return;
    last = picked;
    show(picked);
  };
}
