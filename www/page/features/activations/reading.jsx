/** @file The value that is chosen or pointed at, and where to go from there. */

import { useClassNames } from '../../app/class-names.js';
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
  const names = useClassNames();
  const value = chosen && valueAt({ outputs, output, input, chosen, names });
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
 * @param {object} of
 * @param {Outputs} of.outputs
 * @param {string} of.output
 * @param {number[]} of.input shape
 * @param {Chosen} of.chosen
 * @param {import('./words.js').Names} of.names
 * @returns {string | null} null where there is no such value any more
 */
function valueAt({ outputs, output, input, chosen: { layer, of, index }, names }) {
  const { layers, input: picture, probabilities } = outputs;
  if (layer === -1) return readingOf('input', input, index, picture?.[index]);
  if (layer === layers.length && probabilities) {
    return readingOf(output, [probabilities.length], index, probabilities[index], names);
  }
  const found = layers[layer];
  if (!found) return null;
  const classes = probabilities !== null && layer === layers.length - 1 ? names : undefined;
  if (of === 'values') return readingOf(found.name, found.shape, index, found.values[index], classes);
  const { states } = found;
  return states ? readingOf(found.name, [states.steps, states.units], index, states.values[index]) : null;
}
