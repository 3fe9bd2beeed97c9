/** @file Plots the cost of a step over the size: both axes logarithmic, one curve per network. */

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT] = [720, 400, 64, 40, 48, 16];
/** Blue, orange, green, red: distinct on white and on black, and with most colour vision deficiencies. */
const COLOURS = ['#3b7dd8', '#d9822b', '#3f9d5f', '#c2455e'];

/** @param {number} value */
const short = (value) => (value >= 1e6 ? `${value / 1e6} s` : value >= 1000 ? `${value / 1000} ms` : `${value} µs`);

/**
 * @param {Record<string, { at: number, cost: import('./step-cost-page.js').Cost }[]>} curves
 * @returns {string} an SVG document
 */
export function plot(curves) {
  const points = Object.values(curves).flat();
  const ends = (/** @type {number[]} */ values, /** @type {number} */ base) =>
    [Math.floor, Math.ceil].map((round, side) => {
      const extreme = side === 0 ? Math.min(...values) : Math.max(...values);
      return round(Math.log(extreme) / Math.log(base));
    });
  const [x0 = 0, x1 = 1] = ends(
    points.map(({ at }) => at),
    2,
  );
  const [y0 = 0, y1 = 1] = ends(
    points.map(({ cost }) => cost.microseconds),
    10,
  );
  const x = (/** @type {number} */ at) => LEFT + ((Math.log2(at) - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ cost) =>
    HEIGHT - BOTTOM - ((Math.log10(cost) - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM);
  const text = (
    /** @type {number} */ left,
    /** @type {number} */ top,
    /** @type {string} */ words,
    anchor = 'middle',
  ) => `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const line = (/** @type {number[]} */ [a = 0, b = 0, c = 0, d = 0]) =>
    `<path class="grid" d="M${a.toFixed(1)} ${b.toFixed(1)}L${c.toFixed(1)} ${d.toFixed(1)}"/>`;
  const parts = [];
  for (let power = y0; power <= y1; power += 1) {
    const level = y(10 ** power);
    parts.push(line([LEFT, level, WIDTH - RIGHT, level]), text(LEFT - 6, level + 4, short(10 ** power), 'end'));
  }
  for (let power = x0; power <= x1; power += 1) {
    parts.push(line([x(2 ** power), TOP, x(2 ** power), HEIGHT - BOTTOM]));
    parts.push(text(x(2 ** power), HEIGHT - BOTTOM + 18, String(2 ** power)));
  }
  for (const [index, [name, curve]] of Object.entries(curves).entries()) {
    const colour = COLOURS[index % COLOURS.length];
    const path = curve.map(({ at, cost }) => `${x(at).toFixed(1)} ${y(cost.microseconds).toFixed(1)}`).join('L');
    parts.push(`<path fill="none" stroke="${colour}" stroke-width="2" d="M${path}"/>`);
    const dots = curve.map(
      ({ at, cost }) => `<circle cx="${x(at).toFixed(1)}" cy="${y(cost.microseconds).toFixed(1)}" r="3"/>`,
    );
    parts.push(`<g fill="${colour}">${dots.join('')}${text(LEFT + 8, TOP + 16 + 18 * index, name, 'start')}</g>`);
  }
  parts.push(text((LEFT + WIDTH) / 2, HEIGHT - 8, 'samples, units or filters'));
  parts.push(text(LEFT, TOP - 16, 'time of a step', 'start'));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    '<title>The time of a step as networks grow</title>',
    '<style>.grid{stroke:#8884;stroke-width:1}text{fill:#777}g text{fill:inherit}</style>',
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
