/** @file A row a parameter: its numbers, and histograms of weight, gradient and update. */

import { useApp } from '../../app/context.js';
import { HistogramView } from './histogram.jsx';
import { countOf } from './trace.js';
import { parameterText, text, valueText } from './words.js';

/**
 * @param {{ parameters: import('inkgrad').ParameterStatistics[], trained: boolean }} props `trained`: whether there was a
 *   step
 */
export function Histograms({ parameters, trained }) {
  return (
    <>
      <ol class="parameter-rows">
        {parameters.map((parameter) => (
          <ParameterRow key={parameter.name} parameter={parameter} trained={trained} />
        ))}
      </ol>
      <p class="caption">{text('hint')}</p>
    </>
  );
}

/** @param {{ parameter: import('inkgrad').ParameterStatistics, trained: boolean }} props */
function ParameterRow({ parameter, trained }) {
  const { layers } = useApp().state.experiment.value.spec;
  const { name, mean, deviation, gradientNorm, updateRatio, weight, gradient, update } = parameter;
  const title = parameterText(name, layers);
  const missing = trained ? text('noGradient') : text('withFirst');
  return (
    <li class="parameter-row" data-testid="parameter-statistics" data-name={name}>
      <p class="parameter-head">
        <strong>{title}</strong>
        <span>{text('counted', { count: countOf(weight) })}</span>
        <span>{text('moments', { mean: valueText(mean), deviation: valueText(deviation) })}</span>
        {gradientNorm !== null && (
          <span data-testid="gradient-norm" data-value={gradientNorm}>
            {text('gradient')}: {text('norm', { value: valueText(gradientNorm) })}
          </span>
        )}
        {updateRatio !== null && (
          <span data-testid="update-ratio" data-value={updateRatio}>
            {text('ratio', { value: valueText(updateRatio) })}
          </span>
        )}
      </p>
      <div class="parameter-histograms">
        <HistogramView {...{ name, title }} kind="weight" histogram={weight} missing="" />
        <HistogramView {...{ name, title }} kind="gradient" histogram={gradient} missing={missing} />
        <HistogramView
          {...{ name, title }}
          kind="update"
          histogram={update}
          missing={trained && gradient ? text('withNext') : missing}
        />
      </div>
    </li>
  );
}
