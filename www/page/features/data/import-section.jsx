/** @file Import: takes files, has them read, and shows what they may be before anything is used. */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { chooseFiles } from '../../app/choose-files.js';
import { useApp } from '../../app/context.js';
import { FileImport } from '../../app/importing.js';
import { incoming } from '../../app/incoming.js';
import { interpretations } from '../../app/interpretations.js';
import { messageOf } from '../../app/messages.js';
import { ProgressOf } from '../../app/work.jsx';
import { hearTables } from './paste.js';
import { Review } from './review.jsx';
import { text } from './words.js';

/** The import goes on while another place is shown. @type {FileImport | null} */
let present = null;

export function ImportSection() {
  const { actions } = useApp();
  present ??= new FileImport(actions.startApart);
  const files = present;
  const section = useRef(/** @type {HTMLElement | null} */ (null));
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const [source, progress, error] = [files.source.value, files.progress.value, files.error.value];

  const waiting = incoming.value;
  useEffect(() => {
    if (!waiting) return;
    incoming.value = null;
    section.current?.scrollIntoView({ block: 'nearest' });
    head.current?.focus();
    files.read(waiting);
  }, [waiting]);
  useLayoutEffect(() => hearTables(document), []);

  /** @param {boolean} folder */
  const choose = async (folder) => {
    const chosen = await chooseFiles({ folder });
    if (chosen.length > 0) incoming.value = chosen;
  };
  const close = () => {
    files.end();
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
      {progress && (
        <div class="data-progress">
          <ProgressOf progress={progress} label={text('reading')} />
          <button type="button" class="button" onClick={close}>
            {text('cancel')}
          </button>
        </div>
      )}
      {error !== null && !progress && (
        <p role="alert" class="data-fault">
          {messageOf(error)} {text('nothingChanged')}
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
