/** @file Saves the session as a file, and shows what a file holds before it takes the place of the present run. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { withPageTexts } from '../../../shared/page-texts.js';
import { dataCommand } from '../../state.js';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { download } from '../download.js';
import { translator } from '../language.js';
import { loadMessages } from '../messages.js';
import style from '../modal.css' with { type: 'text' };
import { useModal } from '../modal.js';
import { Choices } from './foreign.jsx';
import { experimentOf, factsOf, fileName, reasonOf, runIn } from './look.js';
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

/**
 * @typedef {import('../../../shared/answers.js').ModelFile} ModelFile
 * @typedef {import('../incoming.js').NamedFile} NamedFile
 * @typedef {import('./foreign.jsx').Choice} Choice
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
  download(new Blob([bytes], { type: 'application/octet-stream' }), fileName(experiment, saved.position.step));
  return null;
}

/**
 * @param {object} props
 * @param {NamedFile[]} [props.files] of one model
 * @param {Fault} [props.unread] why they cannot be read
 * @param {Fault} [props.fault] nothing is opened, it is only said
 * @param {() => void} props.onClose
 */
export function FileDialog({ files, unread, fault: given, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [choice, setChoice] = useState(/** @type {Choice} */ ({}));
  const { look, fault = given ?? unread, reading } = useLook(unread ? undefined : files, choice);
  const { actions, state } = useApp();
  useModal(dialog, onClose);
  const close = () => dialog.current?.close();
  const open = () => {
    if (!look || reading) return;
    const experiment = experimentOf(look, state.experiment.peek().run);
    actions.openRun({ experiment, run: runIn(look), bytes: look.bytes });
    close();
  };
  const own = look?.dataset.own?.name;
  const lacks = own !== undefined && state.ownData.value.every(({ dataSet }) => dataSet.name !== own);
  const name = (files?.find((file) => !/\.json$/i.test(file.name)) ?? files?.[0])?.name ?? '';
  const title = given ? text('saveTitle') : text(fault && !look ? 'refusedTitle' : 'title', { name });
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="file-title" data-testid="file-dialog">
      <h2 id="file-title">{title}</h2>
      <div role="status">
        {fault ? <p>{fault()}</p> : !look && <p>{text('reading')}</p>}
        {fault && !given && <p>{text('refused')}</p>}
      </div>
      {look && (
        <dl>
          {factsOf(look).map(([fact, value]) => (
            <div key={fact}>
              <dt>{fact}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {look && <Choices look={look} onChoice={setChoice} />}
      {lacks && <p>{text('lacksData')}</p>}
      {look && !fault && <p class="caption">{text('replaces')}</p>}
      <div class="dialog-buttons">
        {look && !fault && (
          <button type="button" class="button main" aria-disabled={reading} onClick={open}>
            {text('open')}
          </button>
        )}
        <button type="button" class="button" onClick={close}>
          {text(fault && !look ? 'close' : 'cancel')}
        </button>
      </div>
    </dialog>
  );
}

/**
 * @param {NamedFile[] | undefined} files
 * @param {Choice} choice
 * @returns {{ look?: ModelFile, fault?: Fault, reading: boolean }} the last look while another choice is read, and where it is
 *   refused
 */
function useLook(files, choice) {
  const { actions, state } = useApp();
  // Drawings are answered while a large model is read.
  const worker = useRef(/** @type {ReturnType<typeof actions.startApart> | null} */ (null));
  useEffect(() => () => worker.current?.close(), []);
  const [found, setFound] = useState(
    /** @type {{ look?: ModelFile, fault?: Fault, reading: boolean }} */ ({ reading: true }),
  );
  useEffect(() => {
    if (!files) return;
    const abort = new AbortController();
    const { signal } = abort;
    const set = (/** @type {Pick<typeof found, 'look' | 'fault'>} */ value) =>
      signal.aborted || setFound(({ look }) => ({ look, ...value, reading: false }));
    setFound((before) => ({ ...before, reading: true }));
    const params = { files, ...dataHere(state), ...choice };
    worker.current ??= actions.startApart();
    worker.current.ask('prediction', 'model-file', params, signal).then(
      (look) => set({ look: /** @type {ModelFile} */ (look) }),
      async (error) => {
        await loadMessages();
        set({ fault: () => reasonOf(error) });
      },
    );
    return () => abort.abort();
  }, [files, choice]);
  return found;
}

/**
 * @param {import('../context.js').App['state']} state
 * @returns {Pick<import('../../../shared/answers.js').ModelFileQuery, 'present' | 'own'>} the data on which a model of another
 *   program may go on
 */
function dataHere({ experiment, ownData }) {
  const configuration = { spec: null, wholeSince: null, changes: [] };
  const own = ownData.peek().map(({ dataSet }) => {
    const dataset = { name: dataSet.name, own: dataSet };
    return dataCommand({ experiment: { ...experiment.peek(), dataset }, ownData: ownData.peek(), configuration });
  });
  return { present: experiment.peek().dataset, own };
}
