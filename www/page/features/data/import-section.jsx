/** @file Import: takes files, has them read, and shows what they may be before anything is used. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { MOST_FILE_BYTES } from '../../../shared/imports.js';
import { useApp } from '../../app/context.js';
import { incoming } from '../../app/incoming.js';
import { interpretations } from '../../app/interpretations.js';
import { useTask } from '../../app/long-query.js';
import { messageOf } from '../../app/messages.js';
import { ProgressOf } from '../../app/work.jsx';
import { chooseFiles } from './choose-files.js';
import { hearTables } from './paste.js';
import { Review } from './review.jsx';
import { text } from './words.js';

/**
 * @typedef {import('../../app/incoming.js').NamedFile} NamedFile
 * @typedef {import('../../app/interpretations.js').Import} Import
 */

export function ImportSection() {
  const { ask, actions } = useApp();
  const task = useTask(ask, 'import-files');
  const [source, setSource] = useState(/** @type {Import | null} */ (null));
  const [tooLarge, setTooLarge] = useState(/** @type {number | null} */ (null));
  const section = useRef(/** @type {HTMLElement | null} */ (null));
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));

  /** @param {NamedFile[]} files */
  const read = async (files) => {
    end();
    const size = files.reduce((sum, { file }) => sum + file.size, 0);
    if (size > MOST_FILE_BYTES) {
      setTooLarge(size);
      return;
    }
    const id = crypto.getRandomValues(new Uint32Array(2)).join('-');
    const items = await task.run({ id, files });
    if (items) setSource({ id, items: /** @type {Import['items']} */ (items) });
  };
  const end = () => {
    setTooLarge(null);
    setSource((before) => {
      if (before) ask('prediction', 'import-end', { id: before.id }).catch(() => {});
      return null;
    });
  };
  const waiting = incoming.value;
  useEffect(() => {
    if (!waiting) return;
    incoming.value = null;
    section.current?.scrollIntoView({ block: 'nearest' });
    head.current?.focus();
    read(waiting);
  }, [waiting]);
  useEffect(() => end, []);
  useEffect(() => hearTables(document), []);

  /** @param {boolean} folder */
  const choose = async (folder) => {
    const files = await chooseFiles(folder);
    if (files.length > 0) incoming.value = files;
  };
  const close = () => {
    task.cancel();
    end();
    head.current?.focus();
  };
  return (
    <section class="panel data-import" aria-labelledby="data-import-title" ref={section}>
      <h2 id="data-import-title" class="title" tabIndex={-1} ref={head}>
        {text('import')}
      </h2>
      <div class="data-choose">
        <button type="button" class="button" onClick={() => choose(false)}>
          {text('chooseFiles')}
        </button>
        <button type="button" class="button" onClick={() => choose(true)}>
          {text('chooseFolder')}
        </button>
        <p class="caption">{text('importAbout')}</p>
      </div>
      {task.progress && (
        <div class="data-progress">
          <ProgressOf progress={task.progress} label={text('reading')} />
          <button type="button" class="button" onClick={close}>
            {text('cancel')}
          </button>
        </div>
      )}
      {(tooLarge !== null || task.error !== null) && !task.progress && (
        <p role="alert" class="data-fault">
          {tooLarge === null
            ? messageOf(task.error)
            : text('tooLarge', { size: Math.round(tooLarge / 1e6), most: MOST_FILE_BYTES / 1e6 })}{' '}
          {text('nothingChanged')}
        </p>
      )}
      {source && (
        <Review
          key={source.id}
          source={source}
          choices={interpretations.value}
          onClose={close}
          onUse={(own) => {
            actions.addOwnData(own);
            actions.setDataset({ name: own.dataSet.name, own: own.dataSet });
            close();
          }}
        />
      )}
    </section>
  );
}
