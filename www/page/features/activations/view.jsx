/** @file The drawing through every layer, asked for only while it can be seen. */

import { useRef, useState } from 'preact/hooks';
import { sizeOf } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { Empty } from '../../app/empty.jsx';
import { Failed } from '../../app/failed.jsx';
import { useQuery } from '../../app/queries.js';
import { ShownSpec, useShownSpec } from '../../app/shown-spec.js';
import { useSize } from '../../app/size.js';
import { useVisible } from '../../app/visible.js';
import { nameOf } from '../../names/index.js';
import { Attention } from './attention.jsx';
import { formOf } from './forms.js';
import { Reading } from './reading.jsx';
import { Row } from './row.jsx';
import { States } from './states.jsx';
import style from './style.css' with { type: 'text' };
import { FewUnits, Field } from './values.jsx';
import { text } from './words.js';

adoptStyle(style);

/** Milliseconds between two questions. */
const INTERVAL = 150;

/** What stands beside the values, in rem: the head of a row, and the margins. */
const BESIDE = 9.5;

/**
 * @typedef {import('../../../shared/answers.js').LayerOutputs} Outputs
 * @typedef {import('./row.jsx').Chosen} Chosen
 */

export default function Activations() {
  const { state, ask } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(root);
  const { width } = useSize(root);
  const [again, setAgain] = useState(0);
  const { answer, error } = useQuery({
    ask,
    place: 'prediction',
    name: 'layer-outputs',
    when: [state.answer.value, state.drawing.value, state.applied.value, state.network.value, again],
    visible: visible && state.network.value !== null,
    interval: INTERVAL,
  });
  const told = /** @type {Outputs | null} */ (answer);
  // What is still of a network with another input has no place here.
  const outputs = told?.input && told.input.length !== sizeOf(state.experiment.value.spec.input) ? null : told;
  return (
    <div class="activations" ref={root}>
      {error !== null && (
        <Failed class="activations-failed" onRetry={() => setAgain(again + 1)}>
          {text('failed')}
        </Failed>
      )}
      {outputs === null && error === null && <p class="caption">{text('loading')}</p>}
      {outputs?.input === null && <Empty>{text('empty')}</Empty>}
      {outputs?.input && width > 0 && (
        <ShownSpec.Provider value={plain(outputs.spec)}>
          <Layers outputs={outputs} input={outputs.input} room={roomIn(width)} />
        </ShownSpec.Provider>
      )}
    </div>
  );
}

/** @param {import('inkgrad').Spec} spec */
function plain(spec) {
  return /** @type {import('../../../shared/experiment.js').PlainSpec} */ (/** @type {unknown} */ (spec));
}

/** @param {number} width of the tab @returns {number} CSS pixels that a row's values have */
function roomIn(width) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return width < 480 ? width - 16 : width - BESIDE * rem;
}

/** @param {{ outputs: Outputs, input: Float32Array, room: number }} props */
function Layers({ outputs, input, room }) {
  const [chosen, setChosen] = useState(/** @type {Chosen | null} */ (null));
  const [read, setRead] = useState(/** @type {Chosen | null} */ (null));
  const choice = { chosen, onSelect: setChosen, onRead: setRead };
  const names = useClassNames();
  const { input: shape, loss } = useShownSpec();
  const { layers, probabilities } = outputs;
  const output = { cross_entropy: 'softmax', binary_cross_entropy: 'sigmoid' }[loss.kind];
  const ink = /** @type {const} */ ({ limit: 1, nothing: 'negative', positive: 'positive' });
  return (
    <>
      <ol class="layer-rows" aria-label={text('list')}>
        <Row title={text('input')} name="" shape={shape}>
          {(visible) => (
            <Field
              at={-1}
              name="input"
              title={text('input')}
              {...{ shape, values: input, room, visible, choice }}
              form="maps"
              colours={ink}
            />
          )}
        </Row>
        {layers.map((layer, at) => (
          <LayerRow
            key={`${at} ${layer.name}`}
            layer={layer}
            before={layers[at - 1]?.values ?? input}
            {...{ at, input, room, choice }}
            names={probabilities && at === layers.length - 1 ? names : undefined}
          />
        ))}
        {output && probabilities && (
          <Row
            title={text(/** @type {'softmax'} */ (output))}
            name={text('probabilities')}
            shape={[probabilities.length]}
          >
            {(visible) => (
              <Units
                at={layers.length}
                name={output}
                title={text(/** @type {'softmax'} */ (output))}
                {...{ shape: [probabilities.length], values: probabilities, room, visible, choice, names }}
                probabilities
              />
            )}
          </Row>
        )}
      </ol>
      <Reading outputs={outputs} output={output ?? ''} chosen={read ?? chosen} kept={chosen} />
    </>
  );
}

/**
 * @param {object} props
 * @param {import('./forms.js').LayerOutput} props.layer
 * @param {Float32Array} props.before
 * @param {number} props.at
 * @param {Float32Array} props.input
 * @param {number} props.room
 * @param {import('./row.jsx').Choice} props.choice
 * @param {import('./words.js').Names} [props.names] where its values are classes
 */
function LayerRow({ layer, before, at, input, room, choice, names }) {
  const { name, kind, shape, values, attention, states } = layer;
  const title = text('number', { number: at + 1, kind: nameOf('kind', kind) });
  return (
    <Row title={title} name={name} shape={shape}>
      {(visible) => (
        <>
          {attention && <Attention {...{ attention, input, at, visible }} />}
          {states && <States {...{ states, input, at, name, room, visible, choice }} />}
          <Values {...{ layer, before, at, name, title, shape, values, room, visible, choice, names }} />
        </>
      )}
    </Row>
  );
}

/**
 * @typedef {import('./values.jsx').Props & { names?: import('./words.js').Names | undefined }} Named
 *
 * @param {Named & { layer: import('./forms.js').LayerOutput, before: Float32Array }} props
 */
function Values({ layer, before, ...props }) {
  const form = formOf(layer, before);
  if (form === 'same') return <p class="caption">{text(layer.kind === 'dropout' ? 'dropped' : 'same')}</p>;
  return form === 'few' ? <FewUnits {...props} /> : <Field {...props} form={form} />;
}

/** @param {Named & { probabilities: boolean }} props */
function Units(props) {
  return props.values.length <= 24 ? <FewUnits {...props} /> : <Field {...props} form="units" />;
}
