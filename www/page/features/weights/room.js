/** @file How large the pictures are, and how many find room. */

/** The side of a square picture in CSS pixels; others have the same area. A matrix has more numbers. */
const SIDES = { picture: { least: 48, most: 104 }, matrix: { least: 92, most: 300 } };

/** Between two pictures, and the height of the label below one. */
export const GAP = 8;
const LABEL = 20;

/** Numbers that are asked for at once, at most. */
const MOST_NUMBERS = 262_144;

/** What a size must differ by to matter. */
const STEP = 4;

/**
 * Full colour stands for at least this multiple of 1/√inputs, so that untrained weights look pale. Kernels have fewer
 * weights and a smaller multiple. Full colour is reached at this fraction of the largest weight, and at this multiple of
 * the root mean square: a single large weight does not make all others pale.
 */
const LEAST_LIMIT = { image: 6, kernel: 2.5 };
const CLIPPED = { largest: 0.6, rootMeanSquare: 6 };

/**
 * @param {number} inputs of a unit
 * @param {{ largest: number, rootMeanSquare: number }} sizes of all weights
 * @returns {number} size of a weight that has full colour
 */
export function limitOf(inputs, { largest, rootMeanSquare }) {
  const least = inputs > 100 ? LEAST_LIMIT.image : LEAST_LIMIT.kernel;
  return Math.max(
    least / Math.sqrt(inputs),
    Math.min(CLIPPED.largest * largest, CLIPPED.rootMeanSquare * rootMeanSquare),
  );
}

/**
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ tile: Size, columns: number, perPage: number }} Gallery
 *
 * The largest pictures of which all find room; of the smallest ones, as many as find room.
 *
 * @param {Size} room
 * @param {Size} sheet of one picture, in numbers
 * @param {{ count: number, numbers: number, labelled: boolean }} pictures `numbers` in one of them
 * @returns {Gallery}
 */
export function galleryOf(room, sheet, { count, numbers, labelled }) {
  const { least, most } = labelled ? SIDES.matrix : SIDES.picture;
  let found = galleryWith(least, room, sheet, labelled);
  for (let side = least + STEP; side <= most; side += STEP) {
    const larger = galleryWith(side, room, sheet, labelled);
    if (larger.perPage < Math.min(count, found.perPage)) break;
    found = larger;
  }
  const perPage = Math.max(1, Math.min(found.perPage, Math.floor(MOST_NUMBERS / numbers)));
  return { ...found, perPage };
}

/**
 * @param {number} side
 * @param {Size} room
 * @param {Size} sheet
 * @param {boolean} labelled
 * @returns {Gallery}
 */
function galleryWith(side, room, sheet, labelled) {
  const aspect = sheet.width / sheet.height;
  const width = Math.max(16, Math.min(room.width, Math.round(side * Math.sqrt(aspect))));
  const height = Math.max(8, Math.round(width / aspect));
  const fits = (/** @type {number} */ length, /** @type {number} */ size) =>
    Math.max(1, Math.floor((length + GAP) / (size + GAP)));
  const columns = fits(room.width, width);
  const rows = fits(room.height, height + (labelled ? LABEL : 0));
  return { tile: { width, height }, columns, perPage: columns * rows };
}

/**
 * @param {Size} room
 * @param {Size} sheet
 * @returns {number} CSS pixels of one number of an enlarged picture
 */
export function cellSize(room, sheet) {
  const fitting = Math.min(room.width / sheet.width, room.height / sheet.height);
  return Math.max(4, Math.min(72, Math.floor(fitting)));
}
