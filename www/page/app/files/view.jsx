/** @file Saves the session as a file, and shows what a file holds before it takes the place of the present run. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { withPageTexts } from '../../../shared/page-texts.js';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { translator } from '../language.js';
import { loadMessages } from '../messages.js';
import style from '../modal.css' with { type: 'text' };
import { useModal } from '../modal.js';
import { experimentOf, factsOf, fileName, reasonOf, runIn } from './look.js';
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

/**
 * @typedef {import('../../../shared/answers.js').ModelFile} ModelFile
 * @typedef {() => string} Fault why something cannot be, in the page's language
 */

/**
 * @param {import('../context.js').App} app
 * @returns {Promise<Fault | null>}
 */
export async function save({ actions, state }) {
  const experiment = state.experiment.peek();
  const saved = await actions.savedRun();
  if (!saved) return () => text('notYet');
  const { table } = state.configuration.peek();
  const bytes = withPageTexts(saved.bytes, {
    validation: state.validation.peek(),
    epochs: experiment.run.epochs,
    data: { ...experiment.dataset, ...(table && { table }) },
    notes: state.runs.peek().find(({ id }) => id === state.id.peek())?.notes ?? '',
  });
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: fileName(experiment, saved.position.step) });
  link.click();
  // The browser may read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return null;
}

/**
 * @param {{ file?: File, fault?: Fault, onClose: () => void }} props `fault`: nothing is opened, it is only said
 */
export function FileDialog({ file, fault: given, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const { look, fault = given } = useLook(file);
  const { actions, state } = useApp();
  useModal(dialog, onClose);
  const close = () => dialog.current?.close();
  const open = () => {
    if (!look) return;
    const experiment = experimentOf(look, state.experiment.peek().run);
    actions.openRun({ experiment, run: runIn(look), bytes: look.bytes });
    close();
  };
  const own = look?.dataset.own?.name;
  const lacks = own !== undefined && state.ownData.value.every(({ dataSet }) => dataSet.name !== own);
  const title = given ? text('saveTitle') : text(fault ? 'refusedTitle' : 'title', { name: file?.name ?? '' });
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="file-title" data-testid="file-dialog">
      <h2 id="file-title">{title}</h2>
      <div role="status">
        {fault ? <p>{fault()}</p> : !look && <p>{text('reading')}</p>}
        {fault && !given && <p>{text('refused')}</p>}
      </div>
      {look && (
        <dl>
          {factsOf(look).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {lacks && <p>{text('lacksData')}</p>}
      {look && <p class="caption">{text('replaces')}</p>}
      <div class="dialog-buttons">
        {look && (
          <button type="button" class="button main" onClick={open}>
            {text('open')}
          </button>
        )}
        <button type="button" class="button" onClick={close}>
          {text(fault ? 'close' : 'cancel')}
        </button>
      </div>
    </dialog>
  );
}

/**
 * @param {File | undefined} file
 * @returns {{ look?: ModelFile, fault?: Fault }}
 */
function useLook(file) {
  const { ask } = useApp();
  const [found, setFound] = useState(/** @type {{ look?: ModelFile, fault?: Fault }} */ ({}));
  useEffect(() => {
    if (!file) return;
    const abort = new AbortController();
    const { signal } = abort;
    const set = (/** @type {typeof found} */ value) => signal.aborted || setFound(value);
    ask('prediction', 'model-file', { file }, signal).then(
      (look) => set({ look: /** @type {ModelFile} */ (look) }),
      async (error) => {
        await loadMessages();
        set({ fault: () => reasonOf(error) });
      },
    );
    return () => abort.abort();
  }, [file]);
  return found;
}
