/** @file Events of a run as marks in a chart: which are in view, and which of their labels find room. */

/**
 * @typedef {'changed' | 'diverged' | 'early_stopping' | 'started'} EventKind
 * @typedef {{ step: number, kind: EventKind, label: string }} RunEvent `label` in the page's language
 * @typedef {{ left: number, row: number }} Place of a label; rows are counted from the top, negative ones from the foot
 * @typedef {RunEvent & { x: number, place: Place | null }} Mark `x` of its line; null where its label finds no room
 */

/** What must be read is placed first. */
const order = { diverged: 0, early_stopping: 1, started: 2, changed: 3 };

/** Between a line and its label, and between two labels. */
const GAP = 4;

/** Rows of labels: at the top, or at the foot where a curve runs there. */
const ROWS = [0, 1, -1, -2];

/**
 * @param {RunEvent[]} events
 * @param {object} place
 * @param {(step: number) => number} place.at where a step lies
 * @param {number} place.left of the plot
 * @param {number} place.right
 * @param {(label: string) => number} place.measure width of a label
 * @param {(from: number, to: number, row: number) => boolean} [place.isCrossed] whether a curve runs through there
 * @returns {Mark[]} those in view
 */
export function placeMarks(events, { at, left, right, measure, isCrossed = () => false }) {
  /** @type {{ row: number, from: number, to: number }[]} */
  const taken = [];
  const free = (/** @type {number} */ row, /** @type {number} */ from, /** @type {number} */ to) =>
    from >= left &&
    to <= right &&
    taken.every((other) => other.row !== row || to + GAP <= other.from || from >= other.to + GAP);
  return events
    .map((event) => ({ ...event, x: at(event.step), place: /** @type {Place | null} */ (null) }))
    .filter(({ x }) => x >= left && x <= right)
    .toSorted((a, b) => order[a.kind] - order[b.kind] || b.step - a.step)
    .map((mark) => {
      const width = measure(mark.label);
      const sides = [mark.x + GAP, mark.x - GAP - width];
      const places = ROWS.flatMap((row) => sides.map((from) => ({ left: from, row })));
      const found = places.filter(({ row, left: from }) => free(row, from, from + width));
      const place = found.find(({ row, left: from }) => !isCrossed(from, from + width, row)) ?? found[0] ?? null;
      if (place) taken.push({ row: place.row, from: place.left, to: place.left + width });
      return { ...mark, place };
    });
}
