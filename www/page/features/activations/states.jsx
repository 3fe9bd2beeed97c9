/** @file The state of a recurrent layer after each step, beside the row of the picture that it has read. */

import { SheetView } from '../../app/sheet-view.jsx';
import { useShownSpec } from '../../app/shown-spec.js';
import { tokensOver } from './forms.js';
import { shapeText } from './row.jsx';
import { readingOf, text } from './words.js';

/** The height of all steps in CSS pixels, about; a step has at least three. */
const HEIGHT = 140;

/**
 * @param {object} props
 * @param {NonNullable<import('./forms.js').LayerOutput['states']>} props.states
 * @param {Float32Array} props.input
 * @param {number} props.at index of the layer
 * @param {string} props.name
 * @param {number} props.room CSS pixels beside each other
 * @param {boolean} props.visible
 * @param {import('./row.jsx').Choice} props.choice
 */
export function States({ states, input, at, name, room, visible, choice }) {
  const spec = useShownSpec();
  const { steps, units, values } = states;
  const [, height = 1, width = 1] = spec.input;
  const beside = tokensOver(spec.layers.slice(0, at), steps, spec.input)?.width === 1 && steps === height;
  const side = Math.max(3, Math.round(HEIGHT / steps));
  const taken = beside ? width * side + 12 : 0;
  const { chosen, onSelect, onRead } = choice;
  const selected = chosen?.layer === at && chosen.of === 'states' ? chosen.index : null;
  const one = (/** @type {number} */ index) => ({ layer: at, of: /** @type {const} */ ('states'), index });
  const shape = [steps, units];
  const label = text(beside ? 'states' : 'statesSteps');
  const pixel = (/** @type {number} */ index) => ({ layer: -1, of: /** @type {const} */ ('values'), index });
  return (
    <div class="states">
      <p class="caption">{label}</p>
      <div class="states-sheets">
        {beside && (
          <SheetView
            grid={{ panels: 1, width, height, columns: 1 }}
            values={visible ? input.subarray(0, width * height) : null}
            colours={{ limit: 1, nothing: 'negative', positive: 'positive' }}
            cell={{ width: side, height: side }}
            label={text('input')}
            told={text('inputHelp')}
            selected={null}
            onRead={(index) => onRead(index === null ? null : pixel(index))}
            onSelect={(index) => onSelect(pixel(index))}
          />
        )}
        <SheetView
          grid={{ panels: 1, width: units, height: steps, columns: 1 }}
          values={visible ? values : null}
          colours={{ limit: 1 }}
          cell={{ width: Math.max(3, Math.min(14, Math.floor((room - taken) / units))), height: side }}
          label={text('field', { layer: label, shape: shapeText(shape) })}
          told={selected === null ? text('hint') : readingOf(name, shape, selected, values[selected])}
          selected={selected}
          testId="layer-states"
          onRead={(index) => onRead(index === null ? null : one(index))}
          onSelect={(index) => onSelect(one(index))}
        />
      </div>
    </div>
  );
}
