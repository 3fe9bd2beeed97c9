/** @file Pictures of files become samples: those of one class, or of all classes from folders of their names. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { chooseFiles } from '../../app/choose-files.js';
import { useApp } from '../../app/context.js';
import { FileImport } from '../../app/importing.js';
import { useTask } from '../../app/long-query.js';
import { messageOf } from '../../app/messages.js';
import { ProgressOf } from '../../app/work.jsx';
import { arrived, withPictures } from '../../samples/pictures.js';
import { text } from './words.js';

/** What pickers offer first. */
const ACCEPT = 'image/*,.zip';

/** Names that are told one by one. */
const NAMED = 5;

/**
 * @typedef {import('../../samples/samples.js').ClassSet} ClassSet
 * @typedef {import('../../../shared/imports.js').PictureSamples} PictureSamples
 * @typedef {ReturnType<typeof usePictures>} Adding
 */

/** How far it is, before that is known. */
const BEGUN = { done: 0, total: 0 };

/**
 * @param {ClassSet} set
 * @returns {{ add: (label: string | null, opener: HTMLElement) => Promise<void>, end: () => void,
 *   cancelButton: import('preact').RefObject<HTMLButtonElement | null>, progress: import('../../app/long-query.js').Progress | null,
 *   error: unknown }} `add`: asks for files of a class; null: for a folder, in which each folder is a class. `opener` gets the
 *   focus of the button that cancels it
 */
export function usePictures(set) {
  const { actions } = useApp();
  const addTo = useAddTo(set);
  const [files] = useState(() => new FileImport(actions.startApart));
  useEffect(() => () => files.end(), [files]);
  const preparing = useTask(files.ask, 'import-samples');
  const [busy, setBusy] = useState(false);
  const opener = useRef(/** @type {HTMLElement | null} */ (null));
  const cancelButton = useRef(/** @type {HTMLButtonElement | null} */ (null));

  /** @param {string | null} label @param {import('../../app/incoming.js').NamedFile[]} chosen */
  const read = async (label, chosen) => {
    const source = await files.read(chosen);
    const found = source && (await preparing.run({ id: source.id }));
    // Where it was cancelled, nothing is left to end.
    if (source && files.source.peek() === source) files.end();
    if (source && found) addTo(label, /** @type {PictureSamples} */ (found), source);
  };
  /** @param {string | null} label @param {HTMLElement} pressed */
  const add = async (label, pressed) => {
    const chosen = await chooseFiles(label === null ? { folder: true } : { accept: ACCEPT });
    if (chosen.length === 0) return;
    arrived.value = null;
    opener.current = pressed;
    setBusy(true);
    await read(label, chosen).finally(() => {
      if (document.activeElement === cancelButton.current) pressed.focus();
      setBusy(false);
    });
  };
  const end = () => {
    preparing.cancel();
    files.end();
    opener.current?.focus();
  };
  const progress = files.progress.value ?? preparing.progress ?? (busy ? BEGUN : null);
  return { add, end, cancelButton, progress, error: files.error.value ?? preparing.error };
}

/** @param {ClassSet} set */
function useAddTo(set) {
  const { state, actions } = useApp();
  /**
   * @param {string | null} label
   * @param {PictureSamples} pictures
   * @param {import('../../app/interpretations.js').Import} source
   */
  return (label, pictures, { items }) => {
    const classOf = (/** @type {string | null} */ folder) =>
      label ?? (set.names.includes(folder ?? '') ? folder : null);
    const { samples, added, others } = withPictures(state.samples.peek(), set.id, pictures, classOf);
    if (added > 0) actions.changeSamples(() => samples);
    const unread = items.filter(({ kind }) => kind !== 'image').map(({ name }) => name);
    const { empty, over } = pictures;
    arrived.value = { set: set.id, isImported: false, added, empty, over, others, unread };
  };
}

/** How far it is, and what came of it. @param {{ set: ClassSet, adding: Adding }} props */
export function PicturesStatus({ set, adding: { end, cancelButton, progress, error } }) {
  const came = arrived.value?.set === set.id ? arrived.value : null;
  return (
    <>
      {progress && (
        <div class="own-classes-head">
          <ProgressOf progress={progress} label={text('reading')} />
          <button type="button" class="button" ref={cancelButton} onClick={end}>
            {text('cancel')}
          </button>
        </div>
      )}
      {error !== null && !progress && <p role="alert">{messageOf(error)}</p>}
      <p role="status" class="own-classes-arrived">
        {came && !progress && sentences(came).join(' ')}
      </p>
    </>
  );
}

/**
 * @param {import('../../samples/pictures.js').Arrival} arrival
 * @returns {string[]}
 */
function sentences({ added, empty, over, others, unread }) {
  const said = [added > 0 ? text('added', { count: added }) : text('addedNone')];
  const loose = others.includes('');
  const folders = others.filter((name) => name !== '');
  if (folders.length > 0) said.push(text('otherFolders', { names: listed(folders) }));
  if (loose) said.push(text('loose'));
  if (empty > 0) said.push(text('withoutInk', { count: empty }));
  if (over > 0) said.push(text('overMany', { count: over }));
  if (unread.length > 0) said.push(text('unread', { names: listed(unread) }));
  return said;
}

/** @param {readonly string[]} names */
function listed(names) {
  const rest = names.length > NAMED ? ' …' : '';
  return names.slice(0, NAMED).join(', ') + rest;
}
