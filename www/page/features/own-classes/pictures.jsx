/** @file Pictures of files become samples: those of one class, or of all classes from folders of their names. */

import { useEffect, useState } from 'preact/hooks';
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
 * @typedef {ReturnType<typeof usePictures>} Adding
 */

/**
 * @param {ClassSet} set
 * @returns {{ add: (label: string | null) => Promise<void>, end: () => void, progress: import('../../app/long-query.js').Progress | null,
 *   error: unknown }} `add`: asks for files of a class; null: for a folder, in which each folder is a class
 */
export function usePictures(set) {
  const { state, actions } = useApp();
  const [files] = useState(() => new FileImport(actions.startApart));
  useEffect(() => () => files.end(), [files]);
  const preparing = useTask(files.ask, 'import-samples');
  /** @param {string | null} label */
  const add = async (label) => {
    const chosen = await chooseFiles(label === null ? { folder: true } : { accept: ACCEPT });
    if (chosen.length === 0) return;
    arrived.value = null;
    const source = await files.read(chosen);
    const found = source && (await preparing.run({ id: source.id }));
    if (source) files.end();
    if (!source || !found) return;
    const pictures = /** @type {import('../../../shared/imports.js').PictureSamples} */ (found);
    const classOf = (/** @type {string | null} */ folder) =>
      label ?? (set.names.includes(folder ?? '') ? folder : null);
    const { samples, added, others } = withPictures(state.samples.peek(), set.id, pictures, classOf);
    if (added > 0) actions.changeSamples(() => samples);
    const unread = source.items.filter(({ kind }) => kind !== 'image').map(({ name }) => name);
    const { empty, over } = pictures;
    arrived.value = { set: set.id, added, empty, over, others, unread };
  };
  const [progress, error] = [files.progress.value ?? preparing.progress, files.error.value ?? preparing.error];
  return { add, end: () => files.end(), progress, error };
}

/** How far it is, and what came of it. @param {{ set: ClassSet, adding: Adding }} props */
export function PicturesStatus({ set, adding: { end, progress, error } }) {
  const came = arrived.value?.set === set.id ? arrived.value : null;
  return (
    <>
      {progress && (
        <div class="own-classes-head">
          <ProgressOf progress={progress} label={text('reading')} />
          <button type="button" class="button" onClick={end}>
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
