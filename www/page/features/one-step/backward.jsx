/** @file The stage "Backward": the chain rule through the chosen unit, down to the gradients of its weights. */

import { useClassNames } from '../../app/class-names.js';
import { translator } from '../../app/language.js';
import { nameOf } from '../../names/index.js';
import { factor, figure } from './figures.js';
import { Line, Lines, Products, Table } from './parts.jsx';
import { nameOfPlace, namingShape } from './places.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('./copy.js').View} View
 *
 * @param {{ view: View, most: number, classes: boolean }} props `most`: products shown one by one
 */
export function Backward({ view, most, classes }) {
  const { backward, update, samples } = view;
  const { gradient, origin, through, passed, gates } = backward;
  const weighted = view.weight >= 0;
  return (
    <>
      <Lines>
        <Line symbols={origin.from === 'weights' ? '∂L/∂a = Σ w δ' : '∂L/∂a'} value={gradient} id="output-gradient">
          <Origin view={view} />
        </Line>
        {through && <Delta gradient={gradient} through={through} />}
        {gates && gates.cell !== null && (
          <Line symbols="∂L/∂c = ∂L/∂h · o (1 − tanh² c)" value={gates.cell} id="cell-gradient">
            {text('stateGradient')}
          </Line>
        )}
        {passed && !gates && <Passed view={view} passed={passed} gradient={gradient} />}
        {weighted && update && (
          <Line symbols="∂L/∂w" value={update.mean} id="gradient">
            {samples > 1 ? text('packageMean', { count: samples }) : text('packageGradient')}
          </Line>
        )}
      </Lines>
      {gates && <Gates view={view} deltas={gates.deltas} />}
      {origin.from === 'weights' && <Paths view={view} origin={origin} most={most} classes={classes} />}
      {through && <Gradients view={view} through={through} most={most} />}
    </>
  );
}

/** Symbols of δ in the order of the gates. */
const gateFormulas = {
  rnn: ['∂L/∂h (1 − h²)'],
  lstm: ['∂L/∂c · g i (1 − i)', '∂L/∂c · c₀ f (1 − f)', '∂L/∂c · i (1 − g²)', '∂L/∂h · tanh(c) o (1 − o)'],
  gru: ['δₙ (V h₀ + c) r (1 − r)', '∂L/∂h (h₀ − n) z (1 − z)', '∂L/∂h (1 − z) (1 − n²)'],
};

/** @param {{ view: View, deltas: number[] }} props */
function Gates({ view: { forward }, deltas }) {
  if (forward.form !== 'recurrent') return null;
  const rows = forward.gates.map(({ name }, at) => {
    return { key: name, cells: [name, gateFormulas[forward.kind][at] ?? '', deltas[at] ?? Number.NaN] };
  });
  return (
    <>
      <Table label={text('gateGradients')} head={[text('gate'), 'δ', '∂L/∂z']} rows={rows} />
      <p class="caption">{text('earlier')}</p>
    </>
  );
}

/** @param {{ view: View }} props */
function Origin({ view }) {
  const { origin } = view.backward;
  if (origin.from === 'loss') return <>{text('fromLoss')}</>;
  if (origin.from === 'weights') return <>{text('fromWeights')}</>;
  const name = nameOf('kind', view.layers[origin.layer]?.kind ?? '');
  return <>{text('fromLayer', { number: origin.layer + 1, name })}</>;
}

/** @param {{ gradient: number, through: import('../../../worker/one-step/backward.js').Through }} props */
function Delta({ gradient, through: { activation, slope, delta } }) {
  if (slope === null) {
    return (
      <Line symbols="δ = ∂L/∂z" value={delta} id="delta">
        {text('deltaSoftmax')}
      </Line>
    );
  }
  return (
    <>
      {activation !== 'linear' && (
        <Line symbols="f′(z)" value={slope} id="slope">
          {text('slope')}
        </Line>
      )}
      <Line symbols="δ = ∂L/∂a · f′(z)" numbers={`${figure(gradient)} · ${factor(slope)}`} value={delta} id="delta">
        {text('delta')}
      </Line>
    </>
  );
}

/** @param {{ view: View, gradient: number, passed: import('../../../worker/one-step/backward.js').Passed }} props */
function Passed({ view, gradient, passed: { rule, factor: by, value } }) {
  const count = view.forward.form === 'mean' ? view.forward.count : 1;
  if (rule === 'inside') return <Line symbols="∂L/∂x">{text('passed.inside')}</Line>;
  const numbers = rule === 'all' || rule === 'chosen' ? undefined : `${figure(gradient)} · ${factor(by)}`;
  return (
    <Line symbols="∂L/∂x" numbers={numbers} value={value} id="input-gradient">
      {text(`passed.${rule}`, { count })}
    </Line>
  );
}

/** @param {{ view: View, through: import('../../../worker/one-step/backward.js').Through, most: number }} props */
function Gradients({ view, most, through: { delta, weights, bias, places } }) {
  const shape = namingShape(view.layers, view.layer);
  const shared = places > 1;
  const rows = weights.slice(0, most).map(({ index, source, x, here, all }) => {
    const name = `∂L/∂w ${source < 0 ? '–' : nameOfPlace(source, shape)}`;
    const cells = [name, `${figure(delta)} · ${factor(x)}`, here, ...(shared ? [all] : [])];
    return { key: index, cells, strong: index === view.weight };
  });
  if (bias) rows.push({ key: -1, cells: ['∂L/∂b', 'δ', bias.here, ...(shared ? [bias.all] : [])], strong: false });
  const head = ['', 'δ x', text('here'), ...(shared ? [text('everywhere', { count: places })] : [])];
  return <Table label={text('gradients')} head={head} rows={rows} />;
}

/**
 * @param {{ view: View, origin: Extract<import('../../../worker/one-step/backward.js').Origin, { from: 'weights' }>,
 *   most: number, classes: boolean }} props
 */
function Paths({ view, most, classes, origin: { layer, terms, rest } }) {
  const { kind = '', output = [] } = view.layers[layer] ?? {};
  const classNameOf = useClassNames();
  const products = terms.map(({ unit, w, delta, product }) => {
    const place = classes && layer === view.layers.length - 1 ? classNameOf(unit) : nameOfPlace(unit, output);
    return { place, x: delta, w, value: product, key: unit };
  });
  return (
    <Products
      label={text('paths', { name: nameOf('kind', kind) })}
      symbol="δ"
      products={products}
      rest={rest}
      most={most}
    />
  );
}
