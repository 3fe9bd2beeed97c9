/** @file The region "Network": its two choices, what it is, and the diagram from the drawing to the answer. */

import { dataSetNames, dataSetOf, sizeOf } from '../../../shared/data-sets.js';
import { presetOf, presets } from '../../../shared/presets/index.js';
import { useApp } from '../../app/context.js';
import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { dataTitle, nameOf } from '../../names/index.js';
import { networkName } from '../../names/network.js';
import { Diagram } from './diagram-view.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {keyof typeof texts.en} Key
 * @typedef {import('../../../shared/data-sets.js').Dataset} Dataset
 */

/** @param {{ children?: import('preact').ComponentChildren }} props `children`: folds */
export default function Network({ children }) {
  const { state, actions } = useApp();
  const experiment = state.experiment.value;
  const preset = presetOf(experiment)?.name ?? 'own';
  const datasets = datasetsOf(state.ownData.value, experiment.dataset);
  return (
    <>
      <header class="panel-head network-head">
        <h2 id="network-title" class="title">
          {text('title')}
        </h2>
        <select
          class="input"
          aria-label={text('preset')}
          value={preset}
          onChange={(event) => actions.preset(event.currentTarget.value)}
        >
          {preset === 'own' && <option value="own">{networkName(experiment)}</option>}
          {presets.map(({ name }) => (
            <option key={name} value={name}>
              {nameOf('preset', name)}
            </option>
          ))}
        </select>
        <select
          class="input"
          aria-label={text('data')}
          value={experiment.dataset.name}
          onChange={(event) => actions.setDataset(datasets[event.currentTarget.selectedIndex] ?? { name: 'mnist' })}
        >
          {datasets.map((dataset) => (
            <option key={dataset.name} value={dataset.name}>
              {dataTitle(dataSetOf(dataset))}
            </option>
          ))}
        </select>
        <button type="button" class="button" title={text('buildIt')} onClick={() => actions.navigate('build')}>
          {text('build')}
        </button>
      </header>
      <div class="network-about">
        <p class="about caption">
          <Summary /> {preset !== 'own' && text(/** @type {Key} */ (`about.${preset}`))}
        </p>
        {children}
      </div>
      <Diagram />
    </>
  );
}

/**
 * @param {readonly import('../../state.js').OwnData[]} ownData
 * @param {Dataset} present
 * @returns {Dataset[]} those to choose from; the present one as it is
 */
function datasetsOf(ownData, present) {
  const alone = ownData.filter(({ dataSet }) => !dataSet.within);
  const own = alone.map(({ dataSet }) => ({ name: dataSet.name, own: dataSet }));
  const all = [...dataSetNames.map((name) => ({ name })), ...own];
  const known = all.some(({ name }) => name === present.name);
  return [...all.map((one) => (one.name === present.name ? present : one)), ...(known ? [] : [present])];
}

function Summary() {
  const { state } = useApp();
  const rows = state.network.value?.rows;
  if (!rows) return null;
  const { spec, dataset } = state.experiment.value;
  const count = whole(rows.reduce((sum, { parameters }) => sum + parameters, 0));
  const shaped = spec.layers.filter(({ kind }) => kind !== 'flatten');
  const plain = shaped.every(({ kind }) => kind === 'dense') && shaped.length < 5;
  const inputs = sizeOf(dataSetOf(dataset).shape);
  const shape = plain
    ? [inputs, ...shaped.map(({ units }) => units)].join(' → ')
    : text('layers', { count: spec.layers.length });
  return <span class="about-shape">{text('parameters', { shape, count })}</span>;
}
