/** @file The view of "Break it": sliders for what is broken, what that does to the accuracy, and one button that mends all. */

import { useRef } from 'preact/hooks';
import { dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Failed } from '../../app/failed.jsx';
import { percent, quantity, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useVisible } from '../../app/visible.js';
import { useExplanation } from '../../forms/explained.js';
import { nameOf } from '../../names/index.js';
import { changed, settingsFor, settingsOf } from './damage.js';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { useAccuracy } from './use-accuracy.js';

adoptStyle(style);

const text = translator(texts);

/** @typedef {import('../../../shared/protocol.js').Damage} Damage */

export default function BreakIt() {
  const { state, actions } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const damage = state.damage.value;
  const dataSet = dataSetOf(state.experiment.value.dataset);
  const change = (/** @type {Partial<Damage>} */ part) => actions.damage(changed(state.damage.peek(), part));
  const [noise, dropped, ...drawing] = settingsFor(dataSet.shape);
  const isRow = !hasPictures(dataSet);
  return (
    <div class="break-it" ref={root}>
      <div class="break-it-head">
        <Accuracy root={root} />
        <button
          type="button"
          class="button"
          aria-disabled={damage === null}
          onClick={() => damage && actions.damage(null)}
        >
          {text('mend')}
        </button>
      </div>
      <div class="break-it-settings">
        {noise && <Range setting={noise} isRow={isRow} damage={damage} onChange={change} />}
        <ZeroedLayer damage={damage} onChange={change} />
        {[dropped, ...drawing].map(
          (setting) =>
            setting && <Range key={setting.name} setting={setting} isRow={isRow} damage={damage} onChange={change} />,
        )}
      </div>
    </div>
  );
}

/** @param {{ root: { current: Element | null } }} props */
function Accuracy({ root }) {
  const { state, ask } = useApp();
  const visible = useVisible(root);
  const damage = state.damage.value;
  const found = useAccuracy({
    ask: /** @type {typeof ask} */ (ask),
    damage,
    when: [state.points.value, state.applied.value, state.network.value],
    visible: visible && state.network.value !== null,
  });
  const data = dataSetOf(state.experiment.value.dataset);
  if (!damage) return <p class="caption break-it-result">{text(hasPictures(data) ? 'about' : 'aboutRow')}</p>;
  const written = data.classes === 0 ? quantity : percent;
  const said = (/** @type {number} */ value) => (Number.isNaN(value) ? '–' : written(value));
  const latest = found.damage === damage;
  if (latest && found.error)
    return (
      <Failed class="caption break-it-result" onRetry={found.tryAgain}>
        {text('failed')}{' '}
      </Failed>
    );
  const { intact, broken, samples, step } = found.answer ?? {
    intact: Number.NaN,
    broken: Number.NaN,
    samples: 0,
    step: 0,
  };
  return (
    <p
      class={latest ? 'break-it-result' : 'break-it-result waiting'}
      aria-live={state.status.value === 'running' ? 'off' : 'polite'}
      aria-busy={!latest}
      title={found.answer ? text('counted', { count: samples, step }) : undefined}
    >
      <span class="caption">{text(data.classes === 0 ? 'fit' : 'accuracy')}</span>
      <span data-testid="intact-accuracy" data-value={Number.isNaN(intact) ? '' : intact}>
        {text('intact', { accuracy: said(intact) })}
      </span>
      <span aria-hidden="true">→</span>
      <strong data-testid="broken-accuracy" data-value={latest && !Number.isNaN(broken) ? broken : ''}>
        {latest || found.answer ? text('broken', { accuracy: said(broken) }) : text('counting')}
      </strong>
    </p>
  );
}

/**
 * @param {object} props
 * @param {import('./damage.js').Setting} props.setting
 * @param {boolean} props.isRow whether the network is given rows of a table
 * @param {Damage | null} props.damage
 * @param {(part: Partial<Damage>) => void} props.onChange
 */
function Range({ setting: { name, least, most, step, unit }, isRow, damage, onChange }) {
  const value = settingsOf(damage)[name];
  const said = text(unit, { value: unit === 'share' ? whole(100 * value) : whole(value) });
  const called = isRow && name === 'grain' ? 'rowNoise' : name;
  const about = text(`${called}.about`);
  const anchor = useExplanation(about);
  return (
    <div class="break-it-field" ref={anchor}>
      <label for={`break-it-${name}`}>{text(called)}</label>
      <output class={value === 0 ? '' : 'broken'} for={`break-it-${name}`}>
        {said}
      </output>
      <input
        type="range"
        id={`break-it-${name}`}
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={said}
        aria-describedby={`break-it-${name}-about`}
        onInput={(event) => onChange({ [name]: event.currentTarget.valueAsNumber })}
      />
      <span class="visually-hidden" id={`break-it-${name}-about`}>
        {about}
      </span>
    </div>
  );
}

/** @param {{ damage: Damage | null, onChange: (part: Partial<Damage>) => void }} props */
function ZeroedLayer({ damage, onChange }) {
  const { state } = useApp();
  const rows = state.network.value?.rows ?? [];
  const { layer } = settingsOf(damage);
  const anchor = useExplanation(text('layer.about'));
  return (
    <div class="break-it-field" ref={anchor}>
      <label for="break-it-layer">{text('layer')}</label>
      <select
        class="input"
        id="break-it-layer"
        value={layer ?? ''}
        aria-describedby="break-it-layer-about"
        onChange={({ currentTarget: { value } }) => onChange({ layer: value === '' ? null : Number(value) })}
      >
        <option value="">{text('none')}</option>
        {rows.map(({ kind, parameters }, at) =>
          parameters === 0 ? null : (
            <option key={`${at} ${kind}`} value={at}>
              {text('option', { number: at + 1, kind: nameOf('kind', kind) })}
            </option>
          ),
        )}
      </select>
      <span class="visually-hidden" id="break-it-layer-about">
        {text('layer.about')}
      </span>
    </div>
  );
}
