/** @file What is looked at: samples, layer and unit, and the steps forward and back in time. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { whole } from '../../app/format.js';
import { Icon } from '../../app/icon.jsx';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { placeIn } from '../../app/tensor.js';
import { nameOf } from '../../names/index.js';
import { figure } from './figures.js';
import { Picture } from './picture.jsx';
import { axesOf, indexOf } from './places.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('./copy.js').Copy} Copy
 * @typedef {import('./copy.js').View} View
 */

const examples = /** @type {const} */ (['relu', 'binary', 'softmax']);

/** @param {{ copy: Copy, view: View, classes: boolean }} props */
export function Controls({ copy, view, classes }) {
  return (
    <div class="micro-row">
      <Picture view={view} />
      <Source copy={copy} view={view} />
      <UnitChoice copy={copy} view={view} classes={classes} />
    </div>
  );
}

/** @param {{ copy: Copy, view: View }} props */
export function Time({ copy, view }) {
  const isExample = copy.source.value.kind === 'example';
  const { back, needsBatch, step, meanLoss } = view;
  const anew = text(isExample ? 'anewExample' : 'anew');
  return (
    <div class="micro-time">
      <Press name={text('stepBack')} icon="M10 3 5 8l5 5" disabled={back === 0} onClick={() => copy.move('back')} />
      <Press
        name={text('stepForward')}
        icon="M6 3l5 5-5 5"
        disabled={needsBatch}
        onClick={() => copy.move('forward')}
      />
      <Press
        name={anew}
        icon="M3 8a5 5 0 1 0 1.6-3.7M3 2v3h3"
        title={isExample ? anew : `${anew}. ${text('anewAbout')}`}
        onClick={() => copy.open()}
      />
      <p role="status" data-testid="one-step-at" data-step={step} data-loss={meanLoss} data-picture={view.picture}>
        {text('at', { step: whole(step), loss: figure(meanLoss, 3) })}
      </p>
    </div>
  );
}

/** @param {{ name: string, icon: string, title?: string, disabled?: boolean, onClick: () => void }} props */
function Press({ name, icon, title = name, disabled = false, onClick }) {
  return (
    <button
      type="button"
      class="icon-button stroked"
      aria-label={name}
      title={title}
      aria-disabled={disabled}
      onClick={() => disabled || onClick()}
    >
      <Icon path={icon} />
    </button>
  );
}

/** @param {{ copy: Copy, view: View }} props */
function Source({ copy, view }) {
  const { state } = useApp();
  const source = copy.source.value;
  const sample = state.sample.value;
  const say = useSampleText(text, texts);
  const chosen = source.kind === 'example' ? `example.${source.name}` : source.kind;
  const choose = (/** @type {string} */ value) => {
    const name = examples.find((one) => value === `example.${one}`);
    if (name) copy.open({ kind: 'example', name });
    else if (value === 'batch') copy.open({ kind: 'batch' });
    else if (value === 'pad' && sample && sample.label !== null)
      copy.open({ kind: 'pad', input: sample.input, label: sample.label });
    else copy.open({ kind: 'picture', index: null });
  };
  return (
    <>
      <select
        class="input"
        aria-label={text('source')}
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="picture">{say('onePicture')}</option>
        <option value="batch">{text('batch')}</option>
        {(sample?.label != null || source.kind === 'pad') && <option value="pad">{say('pad')}</option>}
        <optgroup label={text('examples')}>
          {examples.map((name) => (
            <option key={name} value={`example.${name}`}>
              {text(`example.${name}`)}
            </option>
          ))}
        </optgroup>
      </select>
      {source.kind === 'picture' && (
        <Press
          name={say('another')}
          icon="M2 5h8a3 3 0 0 1 0 6H4M6.5 8.5 4 11l2.5 2.5"
          onClick={() => copy.open({ kind: 'picture', index: null })}
        />
      )}
      {view.samples > 1 && (
        <NumberField
          label={say('ofBatch', { count: view.samples })}
          first={1}
          length={view.samples}
          value={view.sample}
          onChange={(sample) => copy.choose({ sample })}
        />
      )}
    </>
  );
}

/** @param {{ copy: Copy, view: View, classes: boolean }} props */
function UnitChoice({ copy, view, classes }) {
  const { layers, layer, unit, forward } = view;
  const output = layers[layer]?.output ?? [];
  const axes = axesOf(output, {
    classes: classes && layer === layers.length - 1 && output.length === 1,
    tokens: layers.slice(0, layer + 1).some(({ kind }) => kind === 'patches'),
  });
  const at = placeIn(output, unit);
  const change = (/** @type {number} */ axis, /** @type {number} */ value) =>
    copy.choose({ unit: indexOf(at.with(axis, value), output), weight: null });
  return (
    <>
      <select
        class="input"
        aria-label={text('layer')}
        value={String(layer)}
        onChange={(event) => copy.choose({ layer: Number(event.currentTarget.value), unit: -1, weight: null })}
      >
        {layers.map(({ kind }, index) => (
          <option key={`${index} ${kind}`} value={String(index)}>
            {text('layerOption', { number: index + 1, name: nameOf('kind', kind) })}
          </option>
        ))}
      </select>
      {axes.map(({ name, length, first }, axis) => {
        const Field = name === 'class' ? ClassField : NumberField;
        return (
          <Field
            key={name}
            label={text(`axis.${name}`)}
            first={first}
            length={length}
            value={at[axis] ?? 0}
            onChange={(value) => change(axis, value)}
          />
        );
      })}
      {forward.form === 'recurrent' && output.length === 1 && (
        <NumberField
          label={text('timeStep', { count: forward.steps })}
          first={1}
          length={forward.steps}
          value={forward.step}
          onChange={(step) => copy.choose({ step })}
        />
      )}
    </>
  );
}

/** @param {Parameters<typeof NumberField>[0]} props a class has its name, where that is no number */
function ClassField(props) {
  const { state } = useApp();
  const nameOf = useClassNames();
  if (!dataSetOf(state.experiment.value.dataset).classNames) return <NumberField {...props} />;
  return (
    <label class="micro-number">
      <span>{props.label}</span>
      <select
        class="input"
        value={String(props.value)}
        onChange={(event) => props.onChange(Number(event.currentTarget.value))}
      >
        {Array.from({ length: props.length }, (_, at) => (
          <option key={at} value={String(at)}>
            {nameOf(at)}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * @param {{ label: string, first: number, length: number, value: number, onChange: (value: number) => void }} props
 *   `value` is counted from 0, and shown from `first`
 */
function NumberField({ label, first, length, value, onChange }) {
  return (
    <label class="micro-number">
      <span>{label}</span>
      <input
        class="input"
        type="number"
        min={first}
        max={first + length - 1}
        value={value + first}
        onChange={(event) => {
          const wanted = Number(event.currentTarget.value) - first;
          const next = Number.isFinite(wanted) ? Math.min(length - 1, Math.max(0, Math.round(wanted))) : value;
          event.currentTarget.value = String(next + first);
          if (next !== value) onChange(next);
        }}
      />
    </label>
  );
}
