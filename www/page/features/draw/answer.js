/** @file The answer in large type, how sure the network is, and the picture that it sees. */

import { dataSets } from '../../shared/data-sets.js';
import { element, put, steady } from '../dom.js';
import { percent } from '../format.js';
import { view } from '../store.js';
import { channels } from '../theme.js';
import { text } from '../translate.js';

/** From which probability on a word fits. */
const words = /** @type {const} */ ([
  [0.97, 'draw.sure'],
  [0.8, 'draw.fairly'],
  [0.45, 'draw.unsure'],
  [0, 'draw.guess'],
]);

/**
 * @param {Float32Array} probabilities
 * @returns {{ digit: number, confidence: number } | null} null of a network whose weights have run away
 */
export function best(probabilities) {
  const confidence = Math.max(...probabilities);
  return Number.isFinite(confidence) ? { digit: probabilities.indexOf(confidence), confidence } : null;
}

/** @returns {import('../actions.js').Panel & { showAnswer: import('../actions.js').Panel['show'] }} */
export function createAnswer() {
  const [digit, sureness] = [steady(), steady()];
  const answer = element(
    'output',
    { 'data-testid': 'answer', class: 'answer', label: 'draw.answer', 'aria-live': 'off' },
    [digit],
  );
  const confidence = element('strong', { class: 'confidence' }, [sureness]);
  const word = element('span', { class: 'caption' });
  const input = element('canvas', { 'data-testid': 'model-input', class: 'model-input', role: 'img' });
  const sees = element('figure', { class: 'sees' }, [
    input,
    element('figcaption', { class: 'caption', text: 'draw.sees' }),
  ]);
  const root = element('div', { class: 'answer-row' }, [
    answer,
    element('div', { class: 'certainty' }, [confidence, word]),
    sees,
  ]);
  const show = view(
    (/** @type {import('../state.js').State} */ { answer: given, standing, settings }) => [
      given,
      standing.step === 0,
      settings.lang,
    ],
    ([given, untrained]) => {
      const found = given && best(given.probabilities);
      put(digit, found ? String(found.digit) : '');
      answer.dataset.confidence = found ? String(found.confidence) : '';
      put(sureness, found ? percent(found.confidence) : '');
      const key = words.find(([least]) => (found?.confidence ?? 0) >= least)?.[1] ?? 'draw.guess';
      put(word, text(found ? (untrained ? 'draw.untrained' : key) : given ? 'draw.infinite' : 'draw.empty'));
    },
  );
  const showInput = view(
    (/** @type {import('../state.js').State} */ { answer: given, settings, theme }) => [
      given?.input ?? null,
      settings.data,
      settings.lang,
      theme,
    ],
    ([pixels, data]) => {
      const [, height, width] = dataSets[data].shape;
      input.setAttribute('aria-label', text('draw.input', { height, width }));
      paintPicture(input, pixels, width, height);
    },
  );
  return {
    root,
    showAnswer: show,
    show(state) {
      show(state);
      showInput(state);
    },
  };
}

/**
 * Light on dark in either theme, as the training pictures are.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels 0..1
 * @param {number} width
 * @param {number} height
 */
function paintPicture(canvas, pixels, width, height) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(width, height);
  const [from, to] = [channels('negative'), channels('positive')];
  for (let at = 0; at < width * height; at += 1) {
    const value = pixels?.[at] ?? 0;
    for (const channel of /** @type {const} */ ([0, 1, 2])) {
      image.data[4 * at + channel] = from[channel] + value * (to[channel] - from[channel]);
    }
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
