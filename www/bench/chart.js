/** @file The picture of the benchmark: a bar a network on a logarithmic scale, drawn as SVG. */

const NAMESPACE = 'http://www.w3.org/2000/svg';
const SIZE = { row: 34, names: 250, right: 70, foot: 24 };

/** @typedef {{ name: string, median: number, least: number, most: number }} Bar steps per second */

/**
 * @param {SVGSVGElement} svg
 * @param {Bar[]} bars
 * @param {number} width CSS pixels
 */
export function drawChart(svg, bars, width) {
  const narrow = width < 560;
  const names = narrow ? 0 : SIZE.names;
  const row = narrow ? SIZE.row + 18 : SIZE.row;
  const height = bars.length * row + SIZE.foot;
  const ends = decades(bars);
  const place = (/** @type {number} */ rate) =>
    names + ((Math.log10(rate) - ends.from) / (ends.to - ends.from)) * (width - names - SIZE.right);
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('height', String(height));
  const parts = [];
  for (let power = ends.from; power <= ends.to; power += 1) {
    const x = place(10 ** power);
    parts.push(shape('line', { x1: x, x2: x, y1: 0, y2: height - SIZE.foot, class: 'grid' }));
    const anchor = x < 20 ? 'start' : 'middle';
    parts.push(words((10 ** power).toLocaleString('en'), { x, y: height - 6, class: 'tick', 'text-anchor': anchor }));
  }
  for (const [at, { name, median, least, most }] of bars.entries()) {
    const top = at * row + (narrow ? 20 : 6);
    const middle = top + 10;
    const label = narrow ? { x: 0, y: top - 5 } : { x: 0, y: middle + 4 };
    parts.push(words(name, { ...label, class: 'name' }));
    parts.push(
      shape('rect', { x: names, y: top, width: Math.max(1, place(median) - names), height: 20, rx: 4, class: 'bar' }),
    );
    parts.push(shape('line', { x1: place(least), x2: place(most), y1: middle, y2: middle, class: 'spread' }));
    const value = Math.round(median).toLocaleString('en');
    parts.push(words(value, { x: place(most) + 8, y: middle + 4, class: 'value' }));
  }
  svg.replaceChildren(...parts);
}

/**
 * @param {Bar[]} bars
 * @returns {{ from: number, to: number }} powers of ten around all of them
 */
function decades(bars) {
  const rates = bars.flatMap(({ least, most }) => [least, most]);
  const from = Math.floor(Math.log10(Math.min(...rates, 100)) - 0.2);
  return { from, to: Math.max(from + 1, Math.ceil(Math.log10(Math.max(...rates, 1000)))) };
}

/**
 * @param {string} kind
 * @param {Record<string, string | number>} attributes
 */
function shape(kind, attributes) {
  const node = document.createElementNS(NAMESPACE, kind);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} attributes
 */
function words(text, attributes) {
  const node = shape('text', attributes);
  node.textContent = text;
  return node;
}
