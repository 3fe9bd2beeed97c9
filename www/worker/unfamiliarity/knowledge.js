/** @file What a network has learned, from its answers to validation pictures, and from which distance on nothing is like it. */

import { FAMILIAR } from '../../shared/unfamiliarity.js';

/** How steeply the measure rises about the threshold. */
const STEEPNESS = 8;

/**
 * @typedef {object} Knowledge
 * @property {boolean[]} learned of each class
 * @property {number} threshold of the distance to the nearest learned class
 */

/**
 * A class is learned where the network finds at least half of its pictures, and where at least half of what it takes for it
 * is of it. A network that answers everything alike has learned none.
 *
 * @param {Float32Array} outputs n × classes
 * @param {Uint8Array | Float32Array} labels
 * @param {number} classes
 * @returns {boolean[]}
 */
export function learnedClasses(outputs, labels, classes) {
  const [shown, answered, right] = [0, 0, 0].map(() => new Uint32Array(classes));
  for (let at = 0; at < outputs.length / classes; at += 1) {
    const scores = outputs.subarray(at * classes, (at + 1) * classes);
    const [answer, label] = [scores.indexOf(Math.max(...scores)), labels[at]];
    shown[label] += 1;
    // Outputs that are no numbers are no answer.
    if (answer >= 0) answered[answer] += 1;
    if (answer === label) right[label] += 1;
  }
  return Array.from(right, (count, at) => count > 0 && 2 * count >= shown[at] && 2 * count >= answered[at]);
}

/**
 * @param {boolean[]} learned
 * @param {{ labels: Uint8Array | Float32Array, distances: Float32Array }} validation distances to each class
 * @returns {Knowledge}
 */
export function knowledge(learned, { labels, distances }) {
  const classes = learned.length;
  const own = [...labels].flatMap((label, at) =>
    learned[label] ? nearestLearned(distances.subarray(at * classes, (at + 1) * classes), learned) : [],
  );
  own.sort((a, b) => a - b);
  const measured = own[Math.min(own.length - 1, Math.floor(FAMILIAR * own.length))] ?? 0;
  return { learned, threshold: measured * slackOf(own.length) };
}

/**
 * The greatest of n distances is exceeded by the next one with probability 1 / (n + 1): where there are a few pictures alone,
 * the threshold that they show is too low. With as many as MNIST has, this is nothing.
 *
 * @param {number} count
 * @returns {number} by which the threshold is raised
 */
function slackOf(count) {
  return 1 + 1 / (count + 1);
}

/**
 * @param {Knowledge} knowledge
 * @param {Float32Array} distances of a drawing to each class
 * @returns {number} 0..1, how unlike anything learned it is; unknown from 0.5 on
 */
export function unlikeness({ learned, threshold }, distances) {
  if (!learned.includes(true)) return 1;
  const ratio = nearestLearned(distances, learned) / threshold;
  return ratio ** STEEPNESS / (1 + ratio ** STEEPNESS);
}

/**
 * @param {Float32Array} distances
 * @param {boolean[]} learned
 */
function nearestLearned(distances, learned) {
  let nearest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < learned.length; at += 1) if (learned[at]) nearest = Math.min(nearest, distances[at]);
  return nearest;
}
