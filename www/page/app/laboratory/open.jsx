/** @file Shows what a laboratory's file holds before anything of it is taken, and adds it to what is here. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { mergeLaboratory } from '../../../storage/laboratory/merge.js';
import { isLaboratory, readLaboratory } from '../../../storage/laboratory/read.js';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { loadMessages } from '../messages.js';
import style from '../modal.css' with { type: 'text' };
import { useModal } from '../modal.js';
import { ProgressOf } from '../work.jsx';
import { factsOf, outcomeOf, reasonOf, text } from './said.js';
import { takePage } from './settings.js';
import own from './style.css' with { type: 'text' };
import { useWork } from './task.js';

adoptStyle(style + own);

export { isLaboratory };

/**
 * @typedef {import('../../../storage/laboratory/read.js').Laboratory} Laboratory
 * @typedef {import('../../../storage/laboratory/merge.js').Merged} Merged
 */

/** @param {{ file: File, onClose: () => void }} props */
export function OpenLaboratory({ file, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const app = useApp();
  const { laboratory, error } = useLook(file);
  const task = useWork();
  const [takes, setTakes] = useState(false);
  const [outcome, setOutcome] = useState(/** @type {string[] | null} */ (null));
  useModal(dialog, onClose);
  const add = async () => {
    if (!laboratory) return;
    const merged = await task.run((course) => merge(app, laboratory, course));
    if (!merged) return setOutcome([text('stopped')]);
    if (takes) takePage(app, laboratory.manifest);
    setOutcome(outcomeOf(merged));
  };
  const failed = task.error !== null && !task.progress;
  const title = error ? 'refusedTitle' : outcome ? 'doneTitle' : 'openTitle';
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="laboratory-title" data-testid="laboratory-open">
      <h2 id="laboratory-title">{text(title, { name: file.name })}</h2>
      <div role="status">
        {error !== null && <p>{reasonOf(error)}</p>}
        {error !== null && <p>{text('refused')}</p>}
        {!laboratory && error === null && <p>{text('reading')}</p>}
        {!failed && outcome?.map((sentence) => <p key={sentence}>{sentence}</p>)}
      </div>
      {failed && <p role="alert">{reasonOf(task.error)}</p>}
      {laboratory && !outcome && <Look laboratory={laboratory} file={file} takes={takes} onTakes={setTakes} />}
      {task.progress && <ProgressOf progress={task.progress} label={text('adding')} />}
      <div class="dialog-buttons">
        {laboratory && (!outcome || failed) && (
          <button type="button" class="button main" onClick={task.progress ? task.cancel : add}>
            {text(task.progress ? 'cancel' : 'open')}
          </button>
        )}
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {text('close')}
        </button>
      </div>
    </dialog>
  );
}

/**
 * @param {import('../context.js').App} app
 * @param {Laboratory} laboratory
 * @param {import('./task.js').Course} course
 */
function merge({ library, inkgrad }, laboratory, course) {
  const describe = (/** @type {any} */ spec) => void inkgrad.peek()?.describe(spec);
  return mergeLaboratory(laboratory, library, { ...course, describe });
}

/**
 * @param {{ laboratory: Laboratory, file: File, takes: boolean, onTakes: (takes: boolean) => void }} props
 */
function Look({ laboratory, file, takes, onTakes }) {
  return (
    <>
      <dl>
        {factsOf(laboratory, file).map(([name, values]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {values.map((value, at) => (
                <div key={`${at} ${value}`}>{value}</div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label class="laboratory-page">
        <input type="checkbox" checked={takes} onChange={(event) => onTakes(event.currentTarget.checked)} />
        {text('page')}
      </label>
      <p class="caption">{text('merges')}</p>
    </>
  );
}

/**
 * @param {File} file
 * @returns {{ laboratory: Laboratory | null, error: unknown }}
 */
function useLook(file) {
  const [found, setFound] = useState({
    laboratory: /** @type {Laboratory | null} */ (null),
    error: /** @type {unknown} */ (null),
  });
  useEffect(() => {
    let wanted = true;
    const set = (/** @type {typeof found} */ value) => wanted && setFound(value);
    readLaboratory(file).then(
      (laboratory) => set({ laboratory, error: null }),
      async (error) => {
        await loadMessages();
        set({ laboratory: null, error });
      },
    );
    return () => {
      wanted = false;
    };
  }, [file]);
  return found;
}
