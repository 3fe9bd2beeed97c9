/**
 * @file Panels that may wait: curves and diagrams that change with every step are drawn when the page has nothing better
 * to do, never between a stroke and its answer. What a person has changed shows at once.
 */

/** While someone draws, panels wait for so many times their interval, and this long after. */
const DRAWING = { times: 4, milliseconds: 250 };

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
 * @param {number} interval milliseconds between two drawings, at least
 * @param {Surroundings} [surroundings]
 * @returns {Panel}
 */
export function calmly(panel, interval, { now, after, idle } = browser) {
  /** @type {State | null} */
  let state = null;
  /** @type {unknown[]} */
  let urgent = [];
  let drawn = Number.NEGATIVE_INFINITY;
  let asked = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const due = () => drawn + interval * (now() < asked + DRAWING.milliseconds ? DRAWING.times : 1);
  const draw = () => {
    if (!state) return;
    waiting = false;
    drawn = now();
    panel.show(state);
  };
  const drawUnlessAsking = () => {
    if (state?.asking && now() < due() + PATIENCE) after(seekQuiet, 4);
    else draw();
  };
  const seekQuiet = () => idle(drawUnlessAsking, PATIENCE);
  return {
    root: panel.root,
    show(next) {
      state = next;
      const { settings, theme, status, network, notice, history } = next;
      const seen = [settings, theme, status, network, notice, history];
      const changed = seen.some((value, at) => value !== urgent[at]);
      urgent = seen;
      if (next.asking) asked = now();
      if (changed) draw();
      else if (!waiting) {
        waiting = true;
        after(seekQuiet, Math.max(0, due() - now()));
      }
    },
  };
}
