/** @file What is kept from visit to visit: the drawing, and the network with its curves while its shape is the same. */

import { layersToText } from '../shared/layers.js';
import { newDrawing } from './draw/strokes.js';
import { History } from './history.js';

/** Counted up whenever what is kept changes its form. */
const VERSION = 1;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./storage.js').Storage} Storage
 * @typedef {import('./training-control.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/settings.js').Settings} Settings
 */

/** @param {Settings} settings */
function shapeOf({ data, layers, seed }) {
  return `${data} ${layersToText(layers, false)} ${seed}`;
}

/**
 * @param {Storage} storage
 * @param {State} state
 * @param {Checkpoint | null} checkpoint null where there is nothing to keep
 */
export async function keepNetwork(storage, state, checkpoint) {
  if (!checkpoint || checkpoint.standing.step === 0) return storage.remove('network');
  const { settings, progress, validation, history, record } = state;
  const { bytes, standing } = checkpoint;
  const kept = { version: VERSION, shape: shapeOf(settings), bytes, standing, progress, validation, record };
  return storage.set('network', { ...kept, history: history.toStored() });
}

/**
 * @param {Storage} storage
 * @param {Settings} settings
 * @returns {Promise<{ checkpoint: Checkpoint, state: Partial<State> } | null>}
 */
export async function keptNetwork(storage, settings) {
  const kept = await storage.get('network');
  if (kept?.version !== VERSION || kept.shape !== shapeOf(settings)) return null;
  const { bytes, standing, progress, validation, record } = kept;
  const history = new History(kept.history);
  history.cutAfter(standing.step);
  const state = { standing, progress, validation, record, history, points: history.points };
  return { checkpoint: { bytes, standing }, state };
}

/**
 * @param {Storage} storage
 * @param {State} state
 */
export function keepDrawing(storage, { drawing }) {
  return storage.set('drawing', { version: VERSION, strokes: drawing.strokes });
}

/**
 * @param {Storage} storage
 * @returns {Promise<import('./draw/strokes.js').Drawing>}
 */
export async function keptDrawing(storage) {
  const kept = await storage.get('drawing');
  return newDrawing(kept?.version === VERSION ? kept.strokes : []);
}
