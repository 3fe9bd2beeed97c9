/** @file Events of a run as marks in a chart: which are in view, and which of their labels find room. */

/**
 * @typedef {'changed' | 'diverged' | 'early_stopping' | 'started'} EventKind
 * @typedef {{ step: number, kind: EventKind, label: string }} RunEvent `label` in the page's language
 * @typedef {RunEvent & { x: number, labelAt: number | null }} Mark `x` of its line; left end of its label, null where
 *   there is no room for it
 */

/** What must be read is placed first. */
const order = { diverged: 0, early_stopping: 1, started: 2, changed: 3 };

/** Between a line and its label, and between two labels. */
const GAP = 4;

/**
 * @param {RunEvent[]} events
 * @param {object} place
 * @param {(step: number) => number} place.at where a step lies
 * @param {number} place.left of the plot
 * @param {number} place.right
 * @param {(label: string) => number} place.measure width of a label
 * @returns {Mark[]} those in view
 */
export function placeMarks(events, { at, left, right, measure }) {
  /** @type {{ from: number, to: number }[]} */
  const taken = [];
  const free = (/** @type {number} */ from, /** @type {number} */ to) =>
    from >= left && to <= right && taken.every((other) => to + GAP <= other.from || from >= other.to + GAP);
  return events
    .map((event) => ({ ...event, x: at(event.step), labelAt: /** @type {number | null} */ (null) }))
    .filter(({ x }) => x >= left && x <= right)
    .toSorted((a, b) => order[a.kind] - order[b.kind] || b.step - a.step)
    .map((mark) => {
      const width = measure(mark.label);
      const from = [mark.x + GAP, mark.x - GAP - width].find((begin) => free(begin, begin + width)) ?? null;
      if (from !== null) taken.push({ from, to: from + width });
      return { ...mark, labelAt: from };
    });
}
