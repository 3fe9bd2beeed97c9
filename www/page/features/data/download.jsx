/** @file The samples of the data set in use go out as files. */

import { useState } from 'preact/hooks';
import { dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { download } from '../../app/download.js';
import { useTask } from '../../app/long-query.js';
import { messageOf } from '../../app/messages.js';
import { ProgressOf } from '../../app/work.jsx';
import { dataTitle } from '../../names/index.js';
import { text } from './words.js';

const FORMATS = /** @type {const} */ (['idx', 'csv', 'png']);

/** @param {{ data: import('../../../shared/protocol.js').DataCommand }} props */
export function Download({ data }) {
  const { ask } = useApp();
  const task = useTask(ask, 'data-export');
  const dataSet = dataSetOf(data.dataset);
  const formats = FORMATS.filter((name) => name === 'csv' || hasPictures(dataSet));
  const [wanted, setFormat] = useState(/** @type {(typeof FORMATS)[number]} */ ('idx'));
  const format = formats.includes(wanted) ? wanted : 'csv';
  const save = async () => {
    const blob = /** @type {Blob | null} */ (await task.run({ data, format }));
    if (blob) download(blob, `${fileName(dataTitle(dataSet))}-${format}.zip`);
  };
  return (
    <div class="data-row data-download">
      <h3>{text('download')}</h3>
      <label class="data-field">
        <span>{text('format')}</span>
        <select
          class="input"
          value={format}
          onChange={({ currentTarget }) => setFormat(formats[currentTarget.selectedIndex] ?? 'csv')}
        >
          {formats.map((name) => (
            <option key={name} value={name}>
              {text(`format.${name}`)}
            </option>
          ))}
        </select>
      </label>
      {task.progress ? (
        <>
          <ProgressOf progress={task.progress} label={text('packing')} />
          <button type="button" class="button" onClick={task.cancel}>
            {text('stop')}
          </button>
        </>
      ) : (
        <button type="button" class="button" onClick={save}>
          {text('downloadSamples')}
        </button>
      )}
      {task.error !== null && !task.progress && (
        <p role="alert" class="data-fault">
          {messageOf(task.error)}
        </p>
      )}
    </div>
  );
}

/** @param {string} title */
function fileName(title) {
  return title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'samples';
}
