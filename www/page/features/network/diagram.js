/** @file Paints the network on a canvas: what each layer gives for the drawing, and the strongest weights between them. */

import { paintField } from '../../app/picture.js';
import { channels, colour, mix } from '../../theme.js';
import { cell, mapBoxes, outputCircles, pictureBox, sheetBox, unitGrid } from './layout.js';

/**
 * @typedef {import('./layout.js').Box} Box
 * @typedef {import('./scene.js').Part} Part
 * @typedef {{ left: [number, number], right: [number, number] }} Ends of lines to and from one value
 * @typedef {(value: number) => Ends} Layout
 */

/** What paints the row of a table, once there is one. @type {typeof import('./row.js') | null} */
let rows = null;

/** @returns {Promise<void> | null} until it is there; null where it is */
export function loadRows() {
  if (rows) return null;
  return import('./row.js').then((module) => {
    rows = module;
  });
}

/** The picture's longer side at most. */
const PICTURE = 480;

/**
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {import('./scene.js').Scene} scene
 * @param {import('../../app/picture.js').Core} core
 */
export function paintDiagram(context, { parts, drawn }, core) {
  const shown = parts.filter(({ kind, shape, room }) => kind !== 'gate' && shape.length > 0 && room.width > 0);
  const layouts = shown.map(layoutOf);
  for (const [at, { connections }] of shown.entries()) {
    const [from, to] = [layouts[at - 1], layouts[at]];
    if (connections && from && to) paintConnections(context, connections, from, to, drawn ? 1 : 0.4);
  }
  for (const part of shown) painters[part.kind](context, part, core);
}

/**
 * @param {Part} part
 * @returns {Layout}
 */
function layoutOf({ kind, shape, room }) {
  const [first = 1, second = 1, third = 1] = shape;
  if (kind === 'units') {
    const grid = unitGrid(first, room);
    return (unit) => endsOf(grid.box, middle(cell(grid, unit)));
  }
  if (kind === 'row') {
    const cells = rows?.rowCells(first, room) ?? [];
    return (input) => endsOf(cells[input] ?? room, middle(cells[input] ?? room));
  }
  if (kind === 'output') {
    const circles = outputCircles(first, room);
    return (unit) => {
      const { x = 0, y = 0, radius = 0 } = circles[unit] ?? {};
      return { left: [x - radius - 3, y], right: [x, y] };
    };
  }
  if (kind === 'sequence') {
    const box = sheetBox(first, second, room);
    return (value) => endsOf(box, box.y + ((Math.floor(value / second) + 0.5) * box.height) / first);
  }
  const boxes = kind === 'maps' ? mapBoxes(first, third / second, room) : [pictureBox(room, third / second, PICTURE)];
  const around = boundsOf(boxes);
  return (value) => {
    const map = Math.min(boxes.length - 1, Math.floor(value / (second * third)));
    const row = Math.floor((value % (second * third)) / third);
    const { y = 0, height = 0 } = boxes[map] ?? {};
    return endsOf(around, y + ((row + 0.5) * height) / second);
  };
}

/** @param {Box} box */
function middle({ y, height }) {
  return y + height / 2;
}

/**
 * @param {Box} box
 * @param {number} y
 * @returns {Ends}
 */
function endsOf({ x, width }, y) {
  return { left: [x - 4, y], right: [x + width + 4, y] };
}

/**
 * @param {Box[]} boxes
 * @returns {Box} around all of them
 */
function boundsOf(boxes) {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('../../../shared/answers.js').Connections} connections
 * @param {Layout} from
 * @param {Layout} to
 * @param {number} loudness 0..1
 */
function paintConnections(context, connections, from, to, loudness) {
  const { strength } = connections;
  const most = strength.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12);
  const [positive, negative] = [colour('accent'), colour('second')];
  for (const [at, value] of strength.entries()) {
    const share = Math.abs(value) / most;
    const [x, y] = from(connections.from[at] ?? 0).right;
    const [endX, endY] = to(connections.to[at] ?? 0).left;
    const bend = (endX - x) * 0.5;
    context.globalAlpha = loudness * (0.12 + 0.55 * share * share);
    context.lineWidth = 0.75 + 0.75 * share;
    context.strokeStyle = value > 0 ? positive : negative;
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(x + bend, y, endX - bend, endY, endX, endY);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** @param {Float32Array | null} values */
function greatest(values) {
  return values?.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12) ?? 1;
}

/** @type {Record<import('./columns.js').ColumnKind, (context: CanvasRenderingContext2D, part: Part,
 *   core: import('../../app/picture.js').Core) => void>} */
const painters = {
  gate: () => {},
  picture(context, { room, shape: [, height = 1, width = 1], values }, core) {
    const box = pictureBox(room, width / height, PICTURE);
    paintField(context, box, { width, height, values, limit: 1, positive: 'ink' }, core);
  },
  row: (context, part) => rows?.paintRow(context, part, fitting),
  units(context, { room, shape: [count = 0], values }) {
    const grid = unitGrid(count, room);
    const most = greatest(values);
    const [track, positive, negative] = [channels('track'), channels('accent'), channels('second')];
    const radius = Math.min(3, grid.size / 4);
    for (let unit = 0; unit < grid.count; unit += 1) {
      const value = (values?.[unit] ?? 0) / most;
      const { x, y, width, height } = cell(grid, unit);
      context.fillStyle = mix(track, value > 0 ? positive : negative, Math.sqrt(Math.abs(value)));
      context.beginPath();
      context.roundRect(x, y, width, height, grid.size < 4 ? 0 : radius);
      context.fill();
    }
  },
  sequence(context, { room, shape: [height = 1, width = 1], values }, core) {
    paintField(context, sheetBox(height, width, room), { width, height, values }, core);
  },
  maps(context, { room, shape: [count = 1, height = 1, width = 1], values }, core) {
    const limit = greatest(values);
    for (const [at, box] of mapBoxes(count, width / height, room).entries()) {
      const map = values?.subarray(at * width * height, (at + 1) * width * height) ?? null;
      paintField(context, box, { width, height, values: map, limit }, core);
    }
  },
  output(context, { room, shape: [count = 0], values, names = [] }) {
    const best = values ? values.indexOf(Math.max(...values)) : -1;
    const [track, accent] = [channels('track'), channels('accent')];
    const { fontFamily, fontSize } = getComputedStyle(context.canvas);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const circles = outputCircles(count, room);
    // Where there is no room for all names, the best has its own.
    const [first, second] = circles;
    const named = !first || !second || second.y - first.y >= 0.9 * Number.parseFloat(fontSize);
    for (const [at, { x, y, radius }] of circles.entries()) {
      context.fillStyle = mix(track, accent, values?.[at] ?? 0);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.fillStyle = colour(at === best ? 'ink' : 'soft');
      context.font = `${at === best ? 600 : 400} ${fontSize} ${fontFamily}`;
      if (named || at === best) {
        const left = x + radius + 9;
        context.fillText(fitting(context, names[at] ?? String(at), room.x + room.width - left), left, y + 0.5);
      }
    }
  },
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 * @param {number} width
 * @returns {string} as much of it as there is room for
 */
export function fitting(context, name, width) {
  if (context.measureText(name).width <= width) return name;
  const length = Array.from(name).findIndex((_, at) => context.measureText(`${name.slice(0, at + 1)}…`).width > width);
  return `${name.slice(0, Math.max(0, length))}…`;
}
