/** @file One data set to choose. */

import { useRef, useState } from 'preact/hooks';
import { dataSetOf, hasPictures, sizeOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { dataTitle } from '../../names/index.js';
import { text } from './words.js';

/**
 * @param {object} props
 * @param {import('../../../shared/data-sets.js').Dataset} props.dataset
 * @param {number} props.samples
 * @param {() => void} [props.onDelete] of one's own
 */
export function Card({ dataset, samples, onDelete }) {
  const { state, actions } = useApp();
  const [naming, setNaming] = useState(false);
  const rename = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const dataSet = dataSetOf(dataset);
  const title = dataTitle(dataSet);
  const used = state.experiment.value.dataset.name === dataset.name;
  const facts = [text('samples', { count: samples }), shapeText(dataSet), classText(dataSet)];
  /** @param {string | null} name null leaves it as it is */
  const endNaming = (name) => {
    setNaming(false);
    if (name) actions.renameOwnData(dataset.name, name);
    rename.current?.focus();
  };
  return (
    <li class={used ? 'data-card used' : 'data-card'}>
      {naming ? <TitleField title={title} onEnd={endNaming} /> : <h3>{title}</h3>}
      <p class="caption">{facts.join(' · ')}</p>
      <div class="data-buttons">
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
        {onDelete && (
          <>
            <button
              type="button"
              class="link"
              ref={rename}
              aria-label={text('renameNamed', { title })}
              onClick={() => setNaming(true)}
            >
              {text('rename')}
            </button>
            {!used && (
              <button type="button" class="link" aria-label={text('deleteNamed', { title })} onClick={onDelete}>
                {text('delete')}
              </button>
            )}
          </>
        )}
      </div>
    </li>
  );
}

/** @param {{ title: string, onEnd: (name: string | null) => void }} props */
function TitleField({ title, onEnd }) {
  const ended = useRef(false);
  const end = (/** @type {string | null} */ name) => {
    if (ended.current) return;
    ended.current = true;
    onEnd(name?.trim() || null);
  };
  return (
    <input
      class="input"
      type="text"
      aria-label={text('titleField')}
      defaultValue={title}
      ref={(element) => {
        if (document.activeElement !== element && !ended.current) element?.select();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.stopPropagation();
        // The button that gets the focus is not pressed by the same key.
        event.preventDefault();
        end(event.key === 'Enter' ? event.currentTarget.value : null);
      }}
      onBlur={(event) => end(event.currentTarget.value)}
    />
  );
}

/** @param {import('../../../shared/data-sets.js').DataSet} dataSet */
function shapeText(dataSet) {
  const [, height = 1, width = 1] = dataSet.shape;
  return hasPictures(dataSet)
    ? text('pictures', { width, height })
    : text('features', { count: sizeOf(dataSet.shape) });
}

/** @param {import('../../../shared/data-sets.js').DataSet} dataSet */
function classText({ classes }) {
  return classes === 0 ? text('aNumber') : text('classes', { count: classes });
}
