/** @file The stage "Update": what the optimiser makes of the gradient, and what the step changes. */

import { translator } from '../../app/language.js';
import { nameOf } from '../../names/index.js';
import { figure } from './figures.js';
import { Line, Lines } from './parts.jsx';
import { nameOfPlace, namingShape } from './places.js';
import { ruleLines } from './rule-lines.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Those that a number of 32 bits has. */
const MOST_DIGITS = 9;

/**
 * @typedef {import('./copy.js').View} View
 * @typedef {import('../../../worker/one-step/update.js').Update} UpdateView
 */

/** @param {{ view: View }} props */
export function Update({ view }) {
  const { update, needsBatch } = view;
  if (needsBatch) return <p class="caption">{text('needsBatch')}</p>;
  if (!update) return <p class="caption">{text('noParameters')}</p>;
  const lines = ruleLines(update);
  const { optimizer, rate, before, after, lossBefore, lossAfter, trainable } = update;
  return (
    <>
      <Change label={text('change')} symbol="w" id="weight" before={before} after={after} />
      <Change label={text('lossChange')} symbol="L" id="losses" before={lossBefore} after={lossAfter} />
      <p class="caption">
        {nameOfWeight(view, update)} {view.weight >= 0 && text('chooseAbout')}
      </p>
      <Lines>
        <Gradient view={view} update={update} />
      </Lines>
      <p class="micro-heading">
        {lines.length > 0 ? text('rule', { name: nameOf('kind', optimizer), rate: figure(rate) }) : text('noRule')}
      </p>
      {!trainable && <p class="caption">{text('frozen')}</p>}
      <Lines>
        {trainable &&
          lines.map(({ symbols, numbers, value }) => (
            <Line key={symbols} symbols={symbols} numbers={numbers} value={value} />
          ))}
      </Lines>
    </>
  );
}

/** @param {View} view @param {UpdateView} update */
function nameOfWeight(view, { name, index, shape }) {
  if (view.weight < 0) return text('chosenParameter', { name, index: nameOfPlace(index, shape) });
  const { forward } = view;
  const source =
    forward.form === 'weighted' ? forward.terms.find((term) => term.index === view.weight)?.source : undefined;
  const place = nameOfPlace(source ?? view.weight, namingShape(view.layers, view.layer));
  return text('chosenWeight', { index: place, layer: view.layer + 1 });
}

/** @param {{ view: View, update: UpdateView }} props */
function Gradient({ view, update }) {
  const { mean, gradient, penalty, norm, scale, decay, g } = update;
  const changed = penalty !== 0 || scale !== 1 || decay !== 0 || view.batchStatistics;
  return (
    <>
      <Line symbols="∂L/∂w" value={mean} id="mean-gradient">
        {view.samples > 1 ? text('gradientMean', { count: view.samples }) : text('gradientOne')}
      </Line>
      {view.batchStatistics && gradient !== null && (
        <Line symbols="∂L/∂w" value={gradient} id="step-gradient">
          {text('gradientStep')}
        </Line>
      )}
      {penalty !== 0 && (
        <Line symbols="λ₁ sign(w) + 2 λ₂ w" value={penalty}>
          {text('penalty')}
        </Line>
      )}
      {norm !== null && (
        <Line symbols="min(1, c ÷ ‖g‖)" value={scale}>
          {text('clipped', { norm: figure(norm) })}
        </Line>
      )}
      {decay !== 0 && (
        <Line symbols="λ w" value={decay}>
          {text('decayed')}
        </Line>
      )}
      {changed && (
        <Line symbols="g" value={g} id="g">
          {text('total')}
        </Line>
      )}
    </>
  );
}

/**
 * @param {number} before
 * @param {number} after
 * @returns {number} digits in which the two are told apart
 */
function digitsApart(before, after) {
  let digits = 4;
  while (digits < MOST_DIGITS && before !== after && figure(before, digits) === figure(after, digits)) digits += 1;
  return digits;
}

/** @param {{ label: string, symbol: string, id: string, before: number, after: number }} props */
function Change({ label, symbol, id, before, after }) {
  const digits = digitsApart(before, after);
  return (
    <p class="micro-change">
      <span>{symbol}</span>
      <span class="micro-value" data-testid={`one-step-${id}-before`} data-value={before}>
        {figure(before, digits)}
      </span>
      <span aria-hidden="true">→</span>
      <span class="micro-value is-new" data-testid={`one-step-${id}-after`} data-value={after}>
        {figure(after, digits)}
      </span>
      <span class="caption">{label}</span>
    </p>
  );
}
