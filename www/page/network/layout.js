/** @file Where everything of the diagram lies: pure geometry, in CSS pixels. */

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ box: Box, columns: number, rows: number, pitch: number, size: number, count: number }} Grid
 */

/** The largest cell with its gap, the least, and the share of a cell that is gap. */
const PITCH = { most: 15, least: 1.5, step: 0.25 };
const GAP = 0.2;

/**
 * The largest cells with which all units find room, in a grid that is rather high than wide.
 *
 * @param {number} count of units
 * @param {Box} room
 * @returns {Grid}
 */
export function unitGrid(count, room) {
  for (let pitch = PITCH.most; pitch > PITCH.least; pitch -= PITCH.step) {
    const most = Math.max(1, Math.floor(room.width / pitch));
    const high = Math.max(1, Math.floor(room.height / pitch));
    if (most * high < count) continue;
    const columns = Math.min(most, Math.max(Math.ceil(count / high), Math.round(Math.sqrt(count / 2))));
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

/**
 * @param {Box} room
 * @param {number} aspect width over height
 * @param {number} most pixels of the longer side
 * @returns {Box} the largest of its aspect, at the left, halfway down
 */
export function pictureBox(room, aspect, most) {
  const width = Math.min(room.width, room.height * aspect, aspect > 1 ? most : most * aspect);
  const height = width / aspect;
  return { x: room.x, y: room.y + (room.height - height) / 2, width, height };
}

/**
 * @param {number} count
 * @param {Box} room
 * @returns {{ x: number, y: number, radius: number }[]} centres of the output's circles, one under the other
 */
export function outputCircles(count, room) {
  const pitch = Math.min(24, room.height / count);
  const top = room.y + (room.height - pitch * (count - 1)) / 2;
  const radius = Math.min(8, pitch * 0.36);
  return Array.from({ length: count }, (_, at) => ({ x: room.x + radius + 2, y: top + at * pitch, radius }));
}
