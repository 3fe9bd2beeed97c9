/** @file Where a read-out covers the least of what is drawn: a corner of the plot. */

/**
 * @typedef {{ x: number, y: number, weight: number }} Spot something drawn that should stay visible
 * @typedef {{ width: number, height: number }} Size
 */

/** Between the read-out and the edges of the plot, in CSS pixels. */
const MARGIN = 4;

/**
 * @param {Spot[]} spots inside the plot
 * @param {Size} plot
 * @param {Size} box of the read-out
 * @returns {{ left: number, top: number }} the corner with the least weight beneath the box; at the right where it is all one
 */
export function chooseCorner(spots, plot, box) {
  const right = Math.max(plot.width - box.width - MARGIN, MARGIN);
  const bottom = Math.max(plot.height - box.height - MARGIN, MARGIN);
  const corners = [
    { left: right, top: MARGIN },
    { left: right, top: bottom },
    { left: MARGIN, top: MARGIN },
    { left: MARGIN, top: bottom },
  ];
  const covered = corners.map(({ left, top }) =>
    spots
      .filter(
        ({ x, y }) =>
          x >= left - MARGIN && x <= left + box.width + MARGIN && y >= top - MARGIN && y <= top + box.height + MARGIN,
      )
      .reduce((sum, { weight }) => sum + weight, 0),
  );
  return /** @type {{ left: number, top: number }} */ (corners[covered.indexOf(Math.min(...covered))]);
}
