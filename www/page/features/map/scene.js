/** @file Paints the map: every picture as the name of its class in the colour of its class, mistakes ringed, the drawing as a mark. */

import { distinctColours } from '../../app/distinct-colours.js';
import { fitCanvas } from '../../dom.js';
import { colour } from '../../theme.js';
import { wholly } from './places.js';

/** Height of a digit and radius of a ring, in CSS pixels. */
const DIGIT = 13;
const RING = 9;

/**
 * @typedef {object} Scene
 * @property {Float32Array} places x, y of each picture on the canvas, and last those of the drawing if there is one
 * @property {ArrayLike<number>} labels
 * @property {ArrayLike<number>} answers
 * @property {(index: number) => string} nameOf a class
 * @property {boolean} hasDrawing
 * @property {number | null} chosen
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Scene | null} scene
 */
export function paintScene(canvas, scene) {
  const context = canvas.getContext('2d');
  if (!context || canvas.clientWidth === 0) return;
  const { ratio } = fitCanvas(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!scene) return;
  paintDigits(context, scene);
  paintRings(context, scene);
  const { chosen, hasDrawing, labels, places } = scene;
  if (hasDrawing) paintDrawing(context, place(places, labels.length));
  if (chosen !== null) paintChosen(context, place(places, chosen));
}

/** @param {Float32Array} places @param {number} point */
function place(places, point) {
  return { x: Number(places[2 * point]), y: Number(places[2 * point + 1]) };
}

/** @param {string} name @returns {string} the first two letters of a long one: the legend has all of it */
function shortName(name) {
  const letters = [...name];
  return letters.length > 3 ? letters.slice(0, 2).join('') : name;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintDigits(context, { places, labels, nameOf }) {
  const colours = distinctColours();
  context.font = `600 ${DIGIT}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let point = 0; point < labels.length; point += 1) {
    const [{ x, y }, label] = [place(places, point), Number(labels[point])];
    context.fillStyle = colours[label % colours.length] ?? '';
    const name = shortName(nameOf(label));
    context.fillText(name, wholly(x, context.measureText(name).width, context.canvas.clientWidth), y);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintRings(context, { places, labels, answers }) {
  context.strokeStyle = colour('second');
  context.lineWidth = 1.5;
  context.beginPath();
  for (let point = 0; point < labels.length; point += 1) {
    if (labels[point] === answers[point]) continue;
    const { x, y } = place(places, point);
    context.moveTo(x + RING, y);
    context.arc(x, y, RING, 0, 2 * Math.PI);
  }
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {{ x: number, y: number }} at */
function paintDrawing(context, { x, y }) {
  context.fillStyle = colour('accent');
  context.strokeStyle = colour('panel');
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y - 10);
  context.lineTo(x + 10, y);
  context.lineTo(x, y + 10);
  context.lineTo(x - 10, y);
  context.closePath();
  context.fill();
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {{ x: number, y: number }} at */
function paintChosen(context, { x, y }) {
  context.strokeStyle = colour('ink');
  context.lineWidth = 2;
  context.strokeRect(x - RING - 1, y - RING - 1, 2 * RING + 2, 2 * RING + 2);
}
