/** @file How the first weights of a network lie as pictures: a unit or a filter each, or one matrix. */

/** Pictures that are shown. */
const MOST = 64;

/**
 * @param {{ shape: number[], values: { length: number } }} parameter of which the first numbers are given
 * @param {number[]} input shape of the network's input
 * @returns {import('../../app/sheet.js').Grid}
 */
export function gridOfWeights({ shape, values }, input) {
  const [units = 1, ...rest] = shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const given = Math.min(units, Math.floor(values.length / size));
  const [height = 1, width = 1] = input.length === 3 ? input.slice(1) : [];
  if (rest.length === 3) {
    const [channels = 1, rows = 1, columns = 1] = rest;
    return grid(Math.min(MOST, given) * channels, columns, rows);
  }
  if (input.length === 3 && size % (width * height) === 0)
    return grid(Math.min(MOST, given) * (size / (width * height)), width, height);
  return { panels: 1, width: size, height: given, columns: 1 };
}

/**
 * @param {number} panels
 * @param {number} width
 * @param {number} height
 * @returns {import('../../app/sheet.js').Grid} about twice as wide as high
 */
function grid(panels, width, height) {
  return { panels, width, height, columns: Math.min(panels, Math.ceil(Math.sqrt(2 * panels))) };
}
