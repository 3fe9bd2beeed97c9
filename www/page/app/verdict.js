/** @file What can be said of an answer: its class, how sure the network is, and whether that may be believed. */

/**
 * @typedef {'empty' | 'waiting' | 'infinite' | 'dead' | 'untrained' | 'unfamiliar' | 'even' | 'guess' | 'unsure' | 'fairly' | 'sure'} Certainty
 *
 * @typedef {object} Verdict
 * @property {{ digit: number, confidence: number } | null} found
 * @property {Certainty} certainty
 * @property {boolean} reliable whether the class comes from what the network has learned
 */

/** From which probability on a word fits. */
const words = /** @type {const} */ ([
  [0.97, 'sure'],
  [0.8, 'fairly'],
  [0.45, 'unsure'],
  [0, 'guess'],
]);

/** Classes whose probabilities lie this close together are not told apart. */
const EVEN = 0.005;

/**
 * @param {Float32Array} probabilities
 * @returns {{ digit: number, confidence: number } | null} null of a network whose weights are no longer finite
 */
export function best(probabilities) {
  const confidence = Math.max(...probabilities);
  return Number.isFinite(confidence) ? { digit: probabilities.indexOf(confidence), confidence } : null;
}

/**
 * @param {{ probabilities: Float32Array } | null} answer
 * @param {object} state
 * @param {boolean} state.drawn whether something stands on the pad
 * @param {boolean} state.untrained
 * @param {boolean} state.dead whether the network gives the same for every picture
 * @param {boolean} state.unfamiliar whether the drawing is unlike anything that the network has learned
 * @returns {Verdict}
 */
export function verdict(answer, { drawn, untrained, dead, unfamiliar }) {
  if (!answer) return { found: null, certainty: drawn ? 'waiting' : 'empty', reliable: false };
  const found = best(answer.probabilities);
  if (!found) return { found, certainty: 'infinite', reliable: false };
  if (untrained) return { found, certainty: 'untrained', reliable: false };
  if (dead) return { found, certainty: 'dead', reliable: false };
  if (unfamiliar) return { found, certainty: 'unfamiliar', reliable: false };
  if (found.confidence - Math.min(...answer.probabilities) < EVEN) return { found, certainty: 'even', reliable: false };
  const word = words.find(([least]) => found.confidence >= least)?.[1] ?? 'guess';
  return { found, certainty: word, reliable: true };
}

/**
 * @template Value
 * @typedef {{ readonly value: Value }} Readable
 */

/**
 * @param {object} state
 * @param {Readable<{ probabilities: Float32Array } | null>} state.answer
 * @param {Readable<{ strokes: readonly { erase: boolean }[] }>} state.drawing
 * @param {Readable<object | null>} state.sample
 * @param {Readable<{ step: number }>} state.position
 * @param {Readable<{ dead?: boolean } | null>} [state.health]
 * @param {Readable<{ state: 'known' | 'unknown' } | null>} state.unfamiliar
 * @returns {Verdict} as things are; an effect that calls it hears of every change
 */
export function currentVerdict({ answer, drawing, sample, position, health, unfamiliar }) {
  const drawn = sample.value !== null || drawing.value.strokes.some(({ erase }) => !erase);
  const untrained = position.value.step === 0;
  const dead = health?.value?.dead ?? false;
  return verdict(answer.value, { drawn, untrained, dead, unfamiliar: unfamiliar.value?.state === 'unknown' });
}
