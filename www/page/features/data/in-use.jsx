/** @file The data set in use: how it is divided, its classes, its pictures, and their augmentation. */

import { useRef } from 'preact/hooks';
import { classNameOf, dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { quantity } from '../../app/format.js';
import { messageOf } from '../../app/messages.js';
import { useVisible } from '../../app/visible.js';
import { dataTitle } from '../../names/index.js';
import { dataCommand } from '../../state.js';
import { Augmented } from './augmented.jsx';
import { Balance } from './balance.jsx';
import { ClassPictures } from './class-pictures.jsx';
import { Download } from './download.jsx';
import { SelectionControls } from './selection.jsx';
import { useDataQuery } from './use-data-query.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/answers.js').DataCounts} DataCounts
 * @typedef {import('../../../shared/protocol.js').DataCommand} DataCommand
 */

export function InUse() {
  const { state } = useApp();
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const visible = useVisible(root);
  const { dataset } = state.experiment.value;
  const dataSet = dataSetOf(dataset);
  const data = dataCommand({
    experiment: state.experiment.value,
    ownData: state.ownData.value,
    configuration: state.configuration.value,
  });
  const { answer: counts, error } = /** @type {{ answer: DataCounts | null, error: unknown }} */ (
    useDataQuery({ name: 'data-counts', data, visible })
  );
  return (
    <section class="panel data-used-set" aria-labelledby="data-used-title" ref={root}>
      <h2 id="data-used-title" class="title">
        {text('usedTitle', { title: dataTitle(dataSet) })}
      </h2>
      {error !== null && <p class="data-fault">{messageOf(error)}</p>}
      <div class="data-used-parts">
        <SelectionControls counts={counts} />
        {counts && (
          <Balance
            title={text(dataSet.classes === 0 ? 'spread' : 'balance')}
            heading={text(dataSet.classes === 0 ? 'range' : 'class')}
            rows={(counts.counts[0] ?? []).map((_, row) => ({
              name: rowName(dataSet, counts, row),
              counts: counts.counts.map((part) => part[row] ?? 0),
            }))}
          />
        )}
      </div>
      {hasPictures(dataSet) && <ClassPictures key={dataSet.name} data={data} counts={counts} visible={visible} />}
      {hasPictures(dataSet) && <Augmented data={data} visible={visible} />}
      <Download data={data} />
    </section>
  );
}

/**
 * @param {import('../../../shared/data-sets.js').DataSet} dataSet
 * @param {DataCounts} counts
 * @param {number} row
 */
function rowName(dataSet, { edges }, row) {
  if (!edges) return classNameOf(dataSet, row);
  return `${quantity(edges[row] ?? 0)} – ${quantity(edges[row + 1] ?? 0)}`;
}
