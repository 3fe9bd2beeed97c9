/** @file The value that is chosen or pointed at, and where to go from there. */

import { useApp } from '../../app/context.js';
import { useShownSpec } from '../../app/shown-spec.js';
import { readingOf, text } from './words.js';

/**
 * @typedef {import('../../../shared/answers.js').LayerOutputs} Outputs
 * @typedef {import('./row.jsx').Chosen} Chosen
 *
 * @param {{ outputs: Outputs, output: string, chosen: Chosen | null, kept: Chosen | null }} props `output`: name of the
 *   probabilities; `kept`: what a press has chosen
 */
export function Reading({ outputs, output, chosen, kept }) {
  const { actions } = useApp();
  const { input } = useShownSpec();
  const value = chosen && valueAt(outputs, output, input, chosen);
  const layer = kept ? outputs.layers[kept.layer] : undefined;
  const unit = layer?.kind === 'dense' && layer.shape.length === 1 ? (kept?.index ?? null) : null;
  return (
    <p class="layer-reading caption">
      <span data-testid="layer-reading">{value ?? text('hint')}</span>
      {unit !== null && (
        <button
          type="button"
          class="button"
          aria-label={text('oneStepOf', { unit })}
          onClick={() => actions.openInsight('one-step', { layer: kept?.layer, unit })}
        >
          {text('oneStep')}
        </button>
      )}
    </p>
  );
}

/**
 * @param {Outputs} outputs
 * @param {string} output
 * @param {number[]} input shape
 * @param {Chosen} chosen
 * @returns {string | null} null where there is no such value any more
 */
function valueAt({ layers, input: picture, probabilities }, output, input, { layer, of, index }) {
  if (layer === -1) return readingOf('input', input, index, picture?.[index]);
  if (layer === layers.length && probabilities) {
    return readingOf(output, [probabilities.length], index, probabilities[index]);
  }
  const found = layers[layer];
  if (!found) return null;
  if (of === 'values') return readingOf(found.name, found.shape, index, found.values[index]);
  const { states } = found;
  return states ? readingOf(found.name, [states.steps, states.units], index, states.values[index]) : null;
}
