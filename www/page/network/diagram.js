/** @file Paints the network on a canvas: the picture, the units' cells, the answer's circles, the strongest weights. */

import { channels, colour } from '../theme.js';
import { cell, outputCircles, pictureBox, unitGrid } from './layout.js';

/**
 * @typedef {import('./layout.js').Box} Box
 * @typedef {import('../../shared/protocol.js').InsideLayer} InsideLayer
 * @typedef {object} Scene
 * @property {{ width: number, height: number, pixels: Float32Array | null }} picture
 * @property {number[]} units of each hidden layer
 * @property {InsideLayer[]} layers hidden and output, or none while nothing is known
 * @property {Float32Array | null} probabilities
 * @property {number} classes
 * @property {Box[]} rooms of the picture, of each hidden layer, of the output
 */

/** The picture's longer side at most. */
const PICTURE = 184;

/**
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {Scene} scene
 */
export function paintDiagram(context, scene) {
  const { rooms, units, picture } = scene;
  const [inputRoom, outputRoom] = [rooms[0], rooms.at(-1)];
  if (!inputRoom || !outputRoom || rooms.length !== units.length + 2) return;
  const box = pictureBox(inputRoom, picture.width / picture.height, PICTURE);
  const grids = units.map((count, at) => unitGrid(count, /** @type {Box} */ (rooms[at + 1])));
  const circles = outputCircles(scene.classes, outputRoom);
  const ends = [
    pictureEnds(box, picture),
    ...grids.map((grid) => (/** @type {number} */ unit) => ({
      left: [grid.box.x - 4, middle(cell(grid, unit))],
      right: [grid.box.x + grid.box.width + 4, middle(cell(grid, unit))],
    })),
    (/** @type {number} */ unit) => {
      const { x = 0, y = 0, radius = 0 } = circles[unit] ?? {};
      return { left: [x - radius - 3, y], right: [x, y] };
    },
  ];
  for (const [at, layer] of scene.layers.entries()) {
    const [from, to] = [ends[at], ends[at + 1]];
    if (from && to) paintConnections(context, layer, from, to, layer.activations ? 1 : 0.4);
  }
  paintPicture(context, box, picture);
  for (const [at, grid] of grids.entries()) paintUnits(context, grid, scene.layers[at]?.activations ?? null);
  paintOutput(context, circles, scene.probabilities);
}

/** @param {Box} box */
function middle({ y, height }) {
  return y + height / 2;
}

/**
 * @param {Box} box
 * @param {Scene['picture']} picture
 */
function pictureEnds(box, { width, height }) {
  return (/** @type {number} */ pixel) => {
    const y = box.y + ((Math.floor(pixel / width) + 0.5) * box.height) / height;
    return { left: [box.x, y], right: [box.x + box.width + 4, y] };
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {InsideLayer} layer
 * @param {(unit: number) => { right: number[] }} from
 * @param {(unit: number) => { left: number[] }} to
 * @param {number} loudness 0..1
 */
function paintConnections(context, { connections }, from, to, loudness) {
  if (!connections) return;
  const { strength } = connections;
  const most = strength.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12);
  const [positive, negative] = [colour('accent'), colour('second')];
  for (const [at, value] of strength.entries()) {
    const share = Math.abs(value) / most;
    const [x = 0, y = 0] = from(connections.from[at] ?? 0).right;
    const [endX = 0, endY = 0] = to(connections.to[at] ?? 0).left;
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

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Scene['picture']} picture
 */
function paintPicture(context, box, { width, height, pixels }) {
  context.fillStyle = colour('well');
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, 4);
  context.fill();
  if (!pixels) return;
  const size = box.width / width;
  context.fillStyle = colour('ink');
  for (let at = 0; at < width * height; at += 1) {
    const value = pixels[at] ?? 0;
    if (value < 0.01) continue;
    context.globalAlpha = value;
    context.fillRect(box.x + (at % width) * size, box.y + Math.floor(at / width) * size, size - 0.35, size - 0.35);
  }
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./layout.js').Grid} grid
 * @param {Float32Array | null} activations
 */
function paintUnits(context, grid, activations) {
  const most = activations?.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12) ?? 1;
  const [track, positive, negative] = [channels('track'), channels('accent'), channels('second')];
  const radius = Math.min(3, grid.size / 4);
  for (let unit = 0; unit < grid.count; unit += 1) {
    const value = (activations?.[unit] ?? 0) / most;
    const { x, y, width, height } = cell(grid, unit);
    context.fillStyle = mix(track, value > 0 ? positive : negative, Math.sqrt(Math.abs(value)));
    if (grid.size < 4) context.fillRect(x, y, width, height);
    else {
      context.beginPath();
      context.roundRect(x, y, width, height, radius);
      context.fill();
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ x: number, y: number, radius: number }[]} circles
 * @param {Float32Array | null} probabilities
 */
function paintOutput(context, circles, probabilities) {
  const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
  const [track, accent] = [channels('track'), channels('accent')];
  const family = getComputedStyle(context.canvas).fontFamily;
  context.textBaseline = 'middle';
  for (const [at, { x, y, radius }] of circles.entries()) {
    context.fillStyle = mix(track, accent, probabilities?.[at] ?? 0);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = colour(at === best ? 'ink' : 'soft');
    context.font = `${at === best ? 600 : 400} 12px ${family}`;
    context.fillText(String(at), x + radius + 9, y + 0.5);
  }
}

/**
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 * @returns {string} a colour between the two
 */
function mix(from, to, share) {
  const mixed = from.map((value, at) => Math.round(value + share * ((to[at] ?? 0) - value)));
  return `rgb(${mixed.join(' ')})`;
}
