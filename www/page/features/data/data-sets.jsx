/** @file The data sets to choose from: those of the page, and one's own, which can be renamed and deleted. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { dataSetNames } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { dataTitle } from '../../names/index.js';
import { Card } from './card.jsx';
import { text } from './words.js';

/** Samples of those that come with the page. */
const SAMPLES = /** @type {Record<string, number>} */ ({
  mnist: 70_000,
  digits: 1797,
  iris: 150,
  wine: 178,
  breast_cancer: 569,
});

/** Milliseconds for which a deleted data set can be brought back. */
const UNDO = 20_000;

export function DataSets() {
  const { state, actions } = useApp();
  const [deleted, setDeleted] = useState(/** @type {import('../../state.js').OwnData | null} */ (null));
  const title = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => {
    if (!deleted) return;
    const timer = setTimeout(() => setDeleted(null), UNDO);
    return () => clearTimeout(timer);
  }, [deleted]);
  const alone = state.ownData.value.filter(({ dataSet }) => !dataSet.within);
  const own = alone.map((data) => ({
    dataset: { name: data.dataSet.name, own: data.dataSet },
    samples: data.samples,
    onDelete: () => {
      actions.removeOwnData(data.dataSet.name);
      setDeleted(data);
      title.current?.focus();
    },
  }));
  const built = dataSetNames.map((name) => ({ dataset: { name }, samples: SAMPLES[name] ?? 0 }));
  const restore = () => {
    if (deleted) actions.addOwnData(deleted);
    setDeleted(null);
    title.current?.focus();
  };
  return (
    <section class="panel" aria-labelledby="data-sets-title">
      <h2 id="data-sets-title" class="title" tabIndex={-1} ref={title}>
        {text('sets')}
      </h2>
      <ul class="data-cards">
        {[...built, ...own].map((set) => (
          <Card key={set.dataset.name} {...set} />
        ))}
      </ul>
      <div role="status">
        {deleted && (
          <div class="data-row">
            <p>{text('deleted', { title: dataTitle(deleted.dataSet) })}</p>
            <button type="button" class="button" onClick={restore}>
              {text('undoDelete')}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
