/** @file The data sets to choose from: those of the page, and one's own. */

import { dataSetNames, dataSetOf, hasPictures, sizeOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { dataTitle } from '../../names/index.js';
import { text } from './words.js';

/** Samples of those that come with the page. */
const SAMPLES = /** @type {Record<string, number>} */ ({
  mnist: 70_000,
  digits: 1797,
  iris: 150,
  wine: 178,
  breast_cancer: 569,
});

export function DataSets() {
  const { state } = useApp();
  const alone = state.ownData.value.filter(({ dataSet }) => !dataSet.within);
  const own = alone.map(({ dataSet, samples }) => ({
    dataset: { name: dataSet.name, own: dataSet },
    samples,
  }));
  const built = dataSetNames.map((name) => ({ dataset: { name }, samples: SAMPLES[name] ?? 0 }));
  return (
    <section class="panel" aria-labelledby="data-sets-title">
      <h2 id="data-sets-title" class="title">
        {text('sets')}
      </h2>
      <ul class="data-cards">
        {[...built, ...own].map((set) => (
          <Card key={set.dataset.name} {...set} />
        ))}
      </ul>
    </section>
  );
}

/** @param {{ dataset: import('../../../shared/data-sets.js').Dataset, samples: number }} props */
function Card({ dataset, samples }) {
  const { state, actions } = useApp();
  const dataSet = dataSetOf(dataset);
  const title = dataTitle(dataSet);
  const used = state.experiment.value.dataset.name === dataset.name;
  return (
    <li class={used ? 'data-card used' : 'data-card'}>
      <h3>{title}</h3>
      <p class="caption">{[text('samples', { count: samples }), shapeText(dataSet), classText(dataSet)].join(' · ')}</p>
      {used ? (
        <p class="data-used">{text('inUse')}</p>
      ) : (
        <button
          type="button"
          class="button"
          aria-label={text('useNamed', { title })}
          onClick={() => actions.setDataset(dataset)}
        >
          {text('use')}
        </button>
      )}
    </li>
  );
}

/** @param {import('../../../shared/data-sets.js').DataSet} dataSet */
export function shapeText(dataSet) {
  const [, height = 1, width = 1] = dataSet.shape;
  return hasPictures(dataSet)
    ? text('pictures', { width, height })
    : text('features', { count: sizeOf(dataSet.shape) });
}

/** @param {import('../../../shared/data-sets.js').DataSet} dataSet */
function classText({ classes }) {
  return classes === 0 ? text('aNumber') : text('classes', { count: classes });
}
