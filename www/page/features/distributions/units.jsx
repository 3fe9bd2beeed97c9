/** @file The fractions of dead and saturated units of each layer with an activation. */

import { useApp } from '../../app/context.js';
import { percent } from '../../app/format.js';
import { layerText, text } from './words.js';

/** @param {{ layers: import('inkgrad').LayerStatistics[], coming: string }} props `coming`: why there are no numbers */
export function Units({ layers, coming }) {
  const { spec } = useApp().state.experiment.value;
  if (layers.length === 0) return <p class="caption">{text('noActivations')}</p>;
  return (
    <>
      <table class="unit-fractions">
        <thead>
          <tr>
            <th scope="col">{text('layer')}</th>
            <th scope="col">{text('dead')}</th>
            <th scope="col">{text('saturated')}</th>
          </tr>
        </thead>
        <tbody>
          {layers.map(({ name, dead, saturated }) => (
            <tr key={name} data-testid="unit-fractions" data-name={name}>
              <th scope="row">{layerText(name, spec.layers)}</th>
              <Fraction kind="dead" value={dead} missing={coming} />
              <Fraction kind="saturated" value={saturated} missing={dead === null ? coming : text('notHere')} />
            </tr>
          ))}
        </tbody>
      </table>
      <p class="caption">{text('deadHelp')}</p>
    </>
  );
}

/** @param {{ kind: 'dead' | 'saturated', value: number | null, missing: string }} props */
function Fraction({ kind, value, missing }) {
  if (value === null) return <td class="caption">{missing}</td>;
  return (
    <td data-kind={kind} data-value={value}>
      <span class="fraction">
        <span class="bar-track">
          <span
            class={kind === 'saturated' ? 'bar-fill second' : 'bar-fill'}
            style={{ transform: `scaleX(${value})` }}
          />
        </span>
        {percent(value)}
      </span>
    </td>
  );
}
