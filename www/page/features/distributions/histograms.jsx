/** @file A row a parameter: its numbers, and histograms of weight, gradient and update. */

import { useApp } from '../../app/context.js';
import { HistogramView } from './histogram.jsx';
import { countOf } from './trace.js';
import { parameterText, text, valueText } from './words.js';

/** @param {{ parameters: import('inkgrad').ParameterStatistics[], coming: string }} props `coming`: why there is no gradient */
export function Histograms({ parameters, coming }) {
  // A session that was opened anew has had no step, and one that has diverged tells no gradients.
  const stepped = parameters.some(({ gradient }) => gradient !== null);
  return (
    <>
      <ol class="parameter-rows">
        {parameters.map((parameter) => (
          <ParameterRow key={parameter.name} parameter={parameter} missing={stepped ? text('noGradient') : coming} />
        ))}
      </ol>
      <p class="caption">{text('hint')}</p>
    </>
  );
}

/** @param {{ parameter: import('inkgrad').ParameterStatistics, missing: string }} props */
function ParameterRow({ parameter, missing }) {
  const { layers } = useApp().state.experiment.value.spec;
  const { name, mean, deviation, gradientNorm, updateRatio, weight, gradient, update } = parameter;
  const title = parameterText(name, layers);
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
          missing={gradient ? text('withNext') : missing}
        />
      </div>
    </li>
  );
}
