/** @file The stage "Loss": from the network's outputs to one number. */

import { useClassNames } from '../../app/class-names.js';
import { translator } from '../../app/language.js';
import { factor, figure } from './figures.js';
import { Line, Lines, Table } from './parts.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {import('../../../worker/one-step/loss.js').LossView} LossView */

/** @param {{ view: import('./copy.js').View, classes: boolean, most: number }} props `most`: outputs shown one by one */
export function Loss({ view, classes, most }) {
  const { loss, meanLoss, samples } = view;
  const { outputs, kind, truth } = loss;
  const nameOf = useClassNames();
  const sorted = kind === 'cross_entropy' ? [...outputs].sort((one, other) => other.y - one.y) : outputs;
  const shown = sorted.filter(({ unit }, at) => at < most || unit === truth);
  const squared = kind === 'mse' || kind === 'half_squared_error';
  const part = { mse: '(z − t)²', half_squared_error: '½ (z − t)²' }[kind] ?? '−t ln p';
  const binary = kind === 'binary_cross_entropy';
  const head = [text('unit'), 'z', ...(squared ? [] : ['p']), 't', binary ? '−t ln p − (1 − t) ln(1 − p)' : part];
  const rows = shown.map(({ unit, z, y, target, part: own }) => {
    return {
      key: unit,
      cells: [classes ? nameOf(unit) : `${unit + 1}`, z, ...(squared ? [] : [y]), target, own],
      strong: unit === truth,
    };
  });
  return (
    <>
      <Lines>
        <Total loss={loss} />
        {samples > 1 && (
          <Line symbols="L̄ = Σ L ÷ N" value={meanLoss} id="mean-loss">
            {text('meanLoss', { count: samples })}
          </Line>
        )}
      </Lines>
      <Table label={text(kind === 'cross_entropy' ? 'outputs' : 'outputsPlain')} head={head} rows={rows} />
      {outputs.length > shown.length && <p class="caption">{text('more', { count: outputs.length - shown.length })}</p>}
    </>
  );
}

/** @param {{ loss: LossView }} props */
function Total({ loss: { kind, outputs, sum, divisor, value, smoothing, truth } }) {
  if (kind === 'cross_entropy' && smoothing === 0 && truth !== null) {
    const p = outputs[truth]?.y ?? 0;
    return (
      <Line symbols="L = −ln p" numbers={`−ln ${factor(p)}`} value={value} id="loss">
        {text('probability')} {text('surprise')}
      </Line>
    );
  }
  if (kind === 'cross_entropy')
    return (
      <Line symbols="L = −Σ t ln p" value={value} id="loss">
        {text('probability')} {text('smoothed')}
      </Line>
    );
  const count = divisor > 1 ? ` ÷ ${divisor}` : '';
  const symbols = { mse: 'L = Σ (z − t)²', half_squared_error: 'L = ½ Σ (z − t)²' }[kind] ?? 'L = Σ';
  const meaning = /** @type {const} */ ({ mse: 'squared', half_squared_error: 'halfSquared' })[kind] ?? 'binary';
  return (
    <Line symbols={symbols + count} numbers={divisor > 1 ? figure(sum) + count : undefined} value={value} id="loss">
      {text(meaning)}
    </Line>
  );
}
