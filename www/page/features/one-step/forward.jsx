/** @file The stage "Forward": how the chosen unit comes by its value. */

import { percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { nameOf } from '../../names/index.js';
import { factor, figure } from './figures.js';
import { Line, Lines, Products, Table } from './parts.jsx';
import { nameOfPlace, namingShape } from './places.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('./copy.js').View} View
 * @typedef {import('../../../worker/one-step/forward.js').Forward} AnyForward
 */

/**
 * @template {AnyForward['form']} Form
 * @typedef {{ forward: Extract<AnyForward, { form: Form }>, view: View, place: (source: number) => string,
 *   onChoose: (weight: number) => void, most: number }} Props
 */

/** Tokens that are named for each head. */
const TOKENS = 4;

/** @param {{ view: View, onChoose: (weight: number) => void, most: number }} props `most`: products shown one by one */
export function Forward({ view, onChoose, most }) {
  const shape = namingShape(view.layers, view.layer);
  const place = (/** @type {number} */ source) => (source < 0 ? '–' : nameOfPlace(source, shape));
  const Form = /** @type {(props: Props<any>) => import('preact').JSX.Element} */ (forms[view.forward.form]);
  return <Form forward={view.forward} view={view} place={place} onChoose={onChoose} most={most} />;
}

/** @param {Props<'weighted'>} props */
function Weighted({ forward: { terms, rest, bias, position, z, activation, a }, view, place, onChoose, most }) {
  const products = terms.map(({ index, source, x, w, product }) => {
    return { place: place(source), x, w, value: product, key: index };
  });
  const sum = terms.reduce((all, { product }) => all + product, rest.sum);
  const symbols = `z = Σ x w${bias === null ? '' : ' + b'}${position === null ? '' : ' + p'}`;
  const numbers = [sum, ...(bias === null ? [] : [bias]), ...(position === null ? [] : [position])];
  const written = numbers.map((value, at) => (at === 0 ? figure(value) : factor(value))).join(' + ');
  const places = view.backward.through?.places ?? 1;
  const meaning = position !== null ? 'sumPosition' : bias === null ? 'sumPlain' : 'sum';
  return (
    <>
      <Lines>
        <Line symbols={symbols} numbers={written} value={z} id="z">
          {text(meaning)} {places > 1 && text('places', { count: places })}
        </Line>
        <Activated activation={activation} of="z" value={a} />
      </Lines>
      <Products
        label={text('inputs')}
        symbol="x"
        products={products}
        rest={rest}
        most={most}
        chosen={view.weight}
        onChoose={onChoose}
      />
    </>
  );
}

/** @param {{ activation: string, of: string, value: number }} props */
function Activated({ activation, of, value }) {
  const name = nameOf('option', activation);
  return (
    <Line symbols={activation === 'linear' ? `a = ${of}` : `a = ${name}(${of})`} value={value} id="a">
      {text(activation === 'softmax' ? 'softmaxed' : 'activated')}
    </Line>
  );
}

/** @param {Props<'maximum'>} props */
function Maximum({ forward: { values, chosen, a }, place }) {
  const rows = values.map(({ source, x }, at) => {
    return { key: source, cells: [`x ${place(source)}`, x], strong: at === chosen };
  });
  return (
    <>
      <Lines>
        <Line symbols="a = max x" value={a} id="a">
          {text('maximum', { count: values.length })}
        </Line>
      </Lines>
      <Table label={text('window')} head={['', 'x']} rows={rows} />
    </>
  );
}

/** @param {Props<'mean'>} props */
function Mean({ forward: { values, rest, count, a }, place }) {
  const rows = values.map(({ source, x }) => ({ key: source, cells: [`x ${place(source)}`, x] }));
  if (rest.count > 0) rows.push({ key: -1, cells: [text('more', { count: rest.count }), rest.sum] });
  return (
    <>
      <Lines>
        <Line symbols={`a = Σ x ÷ ${count}`} value={a} id="a">
          {text('mean', { count })}
        </Line>
      </Lines>
      <Table label={text('meanValues')} head={['', 'x']} rows={rows} />
    </>
  );
}

/** @param {Props<'norm'>} props */
function Norm({ forward: { kind, x, mean, variance, epsilon, normalised, w, b, a }, view }) {
  const count = view.layers[view.layer]?.input.at(-1) ?? 1;
  return (
    <Lines>
      <Line symbols="x" value={x} id="x" />
      <Line
        symbols="x̂ = (x − μ) ÷ √(σ² + ε)"
        numbers={`(${figure(x)} − ${factor(mean)}) ÷ √(${figure(variance)} + ${figure(epsilon)})`}
        value={normalised}
        id="normalised"
      >
        {kind === 'batch_norm' ? text('running') : text('own', { count })}
      </Line>
      <Line symbols="a = w x̂ + b" numbers={`${figure(w)} · ${factor(normalised)} + ${factor(b)}`} value={a} id="a">
        {text('scaled')}
      </Line>
    </Lines>
  );
}

/** @param {Props<'copy'>} props */
function Copied({ forward: { kind, source, a }, place }) {
  return (
    <Lines>
      <Line symbols={`a = x ${place(source)}`} value={a} id="a">
        {text(kind === 'dropout' ? 'dropped' : 'copied')}
      </Line>
    </Lines>
  );
}

/** @param {Props<'function'>} props */
function Applied({ forward: { x, activation, a } }) {
  return (
    <Lines>
      <Line symbols="x" value={x} id="x">
        {text('applied')}
      </Line>
      <Activated activation={activation} of="x" value={a} />
    </Lines>
  );
}

/** @param {Props<'residual'>} props */
function Residual({ forward: { x, inner, a } }) {
  return (
    <Lines>
      <Line symbols="a = x + F(x)" numbers={`${figure(x)} + ${factor(inner)}`} value={a} id="a">
        {text('residual')}
      </Line>
    </Lines>
  );
}

/** @param {Props<'value'>} props */
function Value({ forward: { a } }) {
  return (
    <Lines>
      <Line symbols="a" value={a} id="a">
        {text('value')}
      </Line>
    </Lines>
  );
}

/** @param {Props<'recurrent'>} props */
function Recurrent({ forward, place, most }) {
  const { kind, step, steps, unit, gates, before, after, sum } = forward;
  const rows = gates.map(({ name, fromInput, fromState, z, activation, a }) => {
    return { key: name, cells: [`${name} = ${activation === 'tanh' ? 'tanh' : 'σ'}(z)`, fromInput, fromState, z, a] };
  });
  const [first = 0, second = 0, third = 0, fourth = 0] = gates.map(({ a }) => a);
  const products = sum.terms.map(({ source, x, w, product }) => ({ place: place(source), x, w, value: product }));
  return (
    <>
      <Table
        label={text('gates', { unit: unit + 1, step: step + 1, steps })}
        head={[text('gate'), text('fromInput'), text('fromState'), 'z', 'a']}
        rows={rows}
      />
      <Lines>
        {kind === 'lstm' && (
          <Line
            symbols="c ← f c + i g"
            numbers={`${figure(second)} · ${factor(before.c)} + ${figure(first)} · ${factor(third)}`}
            value={after.c}
            id="c"
          >
            {text('cellState')}
          </Line>
        )}
        <Line
          symbols={{ lstm: 'h ← o tanh(c)', gru: 'h ← (1 − z) n + z h', rnn: 'h' }[kind]}
          numbers={hidden(kind, [second, third, fourth], before.h, after)}
          value={after.h}
          id="a"
        >
          {text('hiddenState')}
        </Line>
      </Lines>
      <Products label={text('recurrentInputs')} symbol="x" products={products} rest={sum.rest} most={most} />
    </>
  );
}

/**
 * @param {'rnn' | 'lstm' | 'gru'} kind
 * @param {number[]} gates the second, third and fourth
 * @param {number} h before
 * @param {{ h: number, c: number }} after
 */
function hidden(kind, [second = 0, third = 0, fourth = 0], h, after) {
  if (kind === 'lstm') return `${figure(fourth)} · tanh ${factor(after.c)}`;
  return kind === 'gru' ? `${figure(1 - second)} · ${factor(third)} + ${figure(second)} · ${factor(h)}` : undefined;
}

/** @param {Props<'encoder'>} props */
function Encoder({ forward: { token, attention, x, attended, mlp, a } }) {
  const rows = attention.map((weights, head) => {
    const best = [...weights.entries()].sort(([, one], [, other]) => other - one).slice(0, TOKENS);
    const cells = best.map(([at, weight]) => `${text('token', { number: at + 1 })}: ${percent(weight)}`);
    return { key: head, cells: [text('head', { number: head + 1 }), ...cells] };
  });
  return (
    <>
      <Lines>
        <Line symbols="a = x + A + M" numbers={`${figure(x)} + ${factor(attended)} + ${factor(mlp)}`} value={a} id="a">
          {text('attended')}
        </Line>
      </Lines>
      <Table
        label={text('attention', { token: token + 1 })}
        head={['', ...Array.from({ length: Math.min(TOKENS, attention[0]?.length ?? 0) }, (_, at) => `${at + 1}`)]}
        rows={rows}
      />
    </>
  );
}

/** @type {Record<AnyForward['form'], unknown>} */
const forms = {
  weighted: Weighted,
  maximum: Maximum,
  mean: Mean,
  norm: Norm,
  copy: Copied,
  function: Applied,
  residual: Residual,
  value: Value,
  recurrent: Recurrent,
  encoder: Encoder,
};
