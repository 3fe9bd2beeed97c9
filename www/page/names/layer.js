/** @file A layer in a few words. */

import { fieldsOf } from '../../shared/spec-schema.js';
import { nameOf } from './index.js';

/**
 * @param {import('../../shared/experiment.js').Layer} layer
 * @returns {string} its kind and the sizes that it must be given, as in "Dense 128"
 */
export function layerText(layer) {
  const sizes = fieldsOf('Layer', layer.kind).filter(({ required, type }) => required && type === 'integer');
  return [nameOf('kind', layer.kind), ...sizes.map(({ name }) => layer[name])].join(' ');
}
