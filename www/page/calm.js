/**
 * @file Panels that may wait: curves and diagrams that change with every step are drawn when the page has nothing better
 * to do, never between a stroke and its answer. What a person has changed shows at once.
 */

/** Milliseconds without a change after which the drawing hand rests. */
const REST = 150;

/** Milliseconds after which a panel is drawn even if the page has no quiet moment, or an answer does not come. */
const PATIENCE = 120;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./actions.js').Panel} Panel
 * @typedef {object} Surroundings
 * @property {() => number} now milliseconds
 * @property {(callback: () => void, milliseconds: number) => void} after
 * @property {(callback: () => void, latest: number) => void} idle calls back in a quiet moment, `latest` milliseconds on
 */

/** @type {Surroundings} */
const browser = {
  now: () => performance.now(),
  after: (callback, milliseconds) => setTimeout(callback, milliseconds),
  idle: (callback, latest) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(callback, { timeout: latest });
    else setTimeout(callback, 0);
  },
};

/**
 * @param {Panel} panel
 * @param {{ interval: number, drawing: number }} pace milliseconds between two showings, at least: usually, and while
 *   someone draws
 * @param {() => State} latest the state as it is, which a frame has perhaps not yet shown
 * @param {Surroundings} [surroundings]
 * @returns {Panel}
 */
export function calmly(panel, pace, latest, { now, after, idle } = browser) {
  /** @type {State | null} */
  let state = null;
  /** @type {unknown[]} */
  let urgent = [];
  let drawn = Number.NEGATIVE_INFINITY;
  let [generation, changed] = [0, Number.NEGATIVE_INFINITY];
  let waiting = false;
  const due = () => drawn + (now() < changed + REST ? pace.drawing : pace.interval);
  const draw = () => {
    if (!state) return;
    waiting = false;
    drawn = now();
    panel.show(state);
  };
  const drawUnlessAsking = () => {
    const wait = due() - now();
    state = latest();
    if (wait > 0) after(seekQuiet, Math.min(wait, REST));
    else if (state.asking && wait > -PATIENCE) after(seekQuiet, 4);
    else draw();
  };
  const seekQuiet = () => idle(drawUnlessAsking, PATIENCE);
  return {
    root: panel.root,
    show(next) {
      state = next;
      const { settings, theme, status, network, notice, history, drawing } = next;
      const seen = [settings, theme, status, network, notice, history];
      const atOnce = seen.some((value, at) => value !== urgent[at]);
      urgent = seen;
      if (drawing.generation !== generation) [generation, changed] = [drawing.generation, now()];
      if (atOnce) draw();
      else if (!waiting) {
        waiting = true;
        after(seekQuiet, Math.max(0, due() - now()));
      }
    },
  };
}
