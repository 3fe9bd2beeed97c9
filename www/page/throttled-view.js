/**
 * @file Throttled views: charts and diagrams that change with every step are drawn while the page is idle, and not
 * between a stroke and its prediction. Changes by the user are drawn at once.
 */

/** Milliseconds without a change after which drawing counts as paused. */
const DRAWING_PAUSE = 150;

/** Milliseconds after which a panel is drawn even if the page is not idle or a prediction is pending. */
const MAX_DELAY = 120;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./actions.js').Panel} Panel
 * @typedef {object} Environment
 * @property {() => number} now milliseconds
 * @property {(callback: () => void, milliseconds: number) => void} after
 * @property {(callback: () => void, latest: number) => void} idle calls back when idle, or after `latest` milliseconds
 */

/** @type {Environment} */
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
 * @param {{ interval: number, drawing: number }} pace minimum milliseconds between two updates: usually, and while
 *   the user draws
 * @param {() => State} latest the current state, which may be newer than the last frame
 * @param {Environment} [environment]
 * @returns {Panel}
 */
export function throttled(panel, pace, latest, { now, after, idle } = browser) {
  /** @type {State | null} */
  let state = null;
  /** @type {unknown[]} */
  let urgent = [];
  let drawn = Number.NEGATIVE_INFINITY;
  let [generation, changed] = [0, Number.NEGATIVE_INFINITY];
  let waiting = false;
  const due = () => drawn + (now() < changed + DRAWING_PAUSE ? pace.drawing : pace.interval);
  const draw = () => {
    if (!state) return;
    waiting = false;
    drawn = now();
    panel.show(state);
  };
  const drawUnlessPredicting = () => {
    const wait = due() - now();
    state = latest();
    if (wait > 0) after(waitForIdle, Math.min(wait, DRAWING_PAUSE));
    else if (state.asking && wait > -MAX_DELAY) after(waitForIdle, 4);
    else draw();
  };
  const waitForIdle = () => idle(drawUnlessPredicting, MAX_DELAY);
  return {
    root: panel.root,
    show(next) {
      state = next;
      const { settings, theme, status, network, notice, history, drawing } = next;
      const seen = [settings, theme, status, network, notice, history];
      const immediate = seen.some((value, at) => value !== urgent[at]);
      urgent = seen;
      if (drawing.generation !== generation) [generation, changed] = [drawing.generation, now()];
      if (immediate) draw();
      else if (!waiting) {
        waiting = true;
        after(waitForIdle, Math.max(0, due() - now()));
      }
    },
  };
}
