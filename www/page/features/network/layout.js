/** @file Where everything of the diagram lies: pure geometry, in CSS pixels. */

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ box: Box, columns: number, rows: number, pitch: number, size: number, count: number }} Grid
 */

/** The largest cell with its gap, the share of the height that it takes at most, the least, and steps between them. */
const PITCH = { most: 32, share: 0.05, least: 1.5, step: 0.25 };
/** Where there are few units, cells need not be small. */
const SMALL = 15;
const GAP = 0.2;

/**
 * The largest cells with which all units find room, in a grid that is rather high than wide.
 *
 * @param {number} count of units
 * @param {Box} room
 * @returns {Grid}
 */
export function unitGrid(count, room) {
  const most = Math.min(PITCH.most, Math.max(SMALL, PITCH.share * room.height));
  for (let pitch = most; pitch > PITCH.least; pitch -= PITCH.step) {
    const wide = Math.max(1, Math.floor(room.width / pitch));
    const high = Math.max(1, Math.floor(room.height / pitch));
    if (wide * high < count) continue;
    const columns = Math.min(wide, Math.max(Math.ceil(count / high), Math.round(Math.sqrt(count / 2))));
    const rows = Math.ceil(count / columns);
    if (rows <= high) return placed(count, columns, rows, pitch, room);
  }
  const columns = Math.max(1, Math.floor(room.width / PITCH.least));
  return placed(count, columns, Math.ceil(count / columns), PITCH.least, room);
}

/**
 * @param {number} count
 * @param {number} columns
 * @param {number} rows
 * @param {number} pitch
 * @param {Box} room
 * @returns {Grid} centred in the room
 */
function placed(count, columns, rows, pitch, room) {
  const gap = pitch * GAP;
  const [width, height] = [columns * pitch - gap, rows * pitch - gap];
  const box = { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height };
  return { box, columns, rows, pitch, size: pitch - gap, count };
}

/**
 * @param {Grid} grid
 * @param {number} unit
 * @returns {Box} of the cell
 */
export function cell(grid, unit) {
  const column = unit % grid.columns;
  const row = Math.floor(unit / grid.columns);
  const { x, y } = grid.box;
  return { x: x + column * grid.pitch, y: y + row * grid.pitch, width: grid.size, height: grid.size };
}

/** The share of the height that the picture takes at most, where it is wide enough. */
const SHARE = 0.75;

/**
 * @param {Box} room
 * @param {number} aspect width over height
 * @param {number} most pixels of the longer side
 * @returns {Box} the largest of its aspect, at the left, halfway down
 */
export function pictureBox(room, aspect, most) {
  const width = Math.min(room.width, SHARE * room.height * aspect, aspect > 1 ? most : most * aspect);
  const height = width / aspect;
  return { x: room.x, y: room.y + (room.height - height) / 2, width, height };
}

/**
 * @param {number} count
 * @param {Box} room
 * @returns {{ x: number, y: number, radius: number }[]} centres of the output's circles, one under the other
 */
export function outputCircles(count, room) {
  const pitch = Math.min(48, (0.92 * room.height) / count);
  const top = room.y + (room.height - pitch * (count - 1)) / 2;
  const radius = Math.min(13, pitch * 0.33);
  return Array.from({ length: count }, (_, at) => ({ x: room.x + radius + 2, y: top + at * pitch, radius }));
}

/** Between two feature maps, and the longest side of one. */
const MAP = { gap: 4, most: 52 };

/**
 * @param {number} count
 * @param {number} aspect width over height of a map
 * @param {Box} room
 * @returns {Box[]} the largest with which all find room, in a grid in the middle
 */
export function mapBoxes(count, aspect, room) {
  const grids = Array.from({ length: count }, (_, fewer) => {
    const columns = fewer + 1;
    const rows = Math.ceil(count / columns);
    const wide = (room.width - MAP.gap * (columns - 1)) / columns;
    const high = (room.height - MAP.gap * (rows - 1)) / rows;
    return { columns, rows, width: Math.max(1, Math.min(wide, high * aspect, MAP.most)) };
  });
  const { columns, rows, width } = grids.reduce((best, grid) => (grid.width > best.width ? grid : best));
  const [across, down] = [width + MAP.gap, width / aspect + MAP.gap];
  const x = room.x + (room.width - across * columns + MAP.gap) / 2;
  const y = room.y + (room.height - down * rows + MAP.gap) / 2;
  return Array.from({ length: count }, (_, at) => ({
    x: x + (at % columns) * across,
    y: y + Math.floor(at / columns) * down,
    width,
    height: width / aspect,
  }));
}

/** The largest a value of a sequence is painted. */
const SHEET = { width: 6, height: 9 };

/**
 * @param {number} steps
 * @param {number} features
 * @param {Box} room
 * @returns {Box} in the middle, a row a step
 */
export function sheetBox(steps, features, room) {
  const [width, height] = [Math.min(room.width, features * SHEET.width), Math.min(room.height, steps * SHEET.height)];
  return { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height };
}
