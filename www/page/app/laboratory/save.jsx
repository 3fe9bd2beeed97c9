/** @file Saves the whole laboratory as one file. */

import { useRef, useState } from 'preact/hooks';
import { writeLaboratory } from '../../../storage/laboratory/write.js';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { download } from '../download.js';
import style from '../modal.css' with { type: 'text' };
import { useModal } from '../modal.js';
import { ProgressOf } from '../work.jsx';
import { megabytes, reasonOf, text } from './said.js';
import own from './style.css' with { type: 'text' };
import { useWork } from './task.js';

adoptStyle(style + own);

/** @param {{ onClose: () => void }} props */
export function SaveLaboratory({ onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const { library, state, inkgrad } = useApp();
  const task = useWork();
  const [saved, setSaved] = useState('');
  useModal(dialog, onClose);
  const save = async () => {
    const page = {
      inkgrad: inkgrad.peek()?.info.version ?? '',
      drawing: state.drawing.peek().strokes,
      preferences: { ...state.preferences.peek() },
    };
    const archive = await task.run((course) => writeLaboratory(library, page, course));
    if (!(archive instanceof Blob)) return;
    const name = `inkgrad-laboratory-${new Date().toISOString().slice(0, 10)}.zip`;
    download(archive, name);
    setSaved(text('saved', { name, size: megabytes(archive.size) }));
  };
  const failed = task.error !== null && !task.progress;
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="laboratory-title" data-testid="laboratory-save">
      <h2 id="laboratory-title">{text('saveTitle')}</h2>
      <p>{text('explained')}</p>
      {task.progress && <ProgressOf progress={task.progress} label={text('saving')} />}
      {failed && <p role="alert">{reasonOf(task.error)}</p>}
      <p role="status">{saved}</p>
      <div class="dialog-buttons">
        <button type="button" class="button main" onClick={task.progress ? task.cancel : save}>
          {text(task.progress ? 'cancel' : 'save')}
        </button>
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {text('close')}
        </button>
      </div>
    </dialog>
  );
}
