/** @file Export: the formats, what the chosen one contains, and what can be done with it elsewhere. */

import { useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { whole } from '../format.js';
import modal from '../modal.css' with { type: 'text' };
import { useModal } from '../modal.js';
import { ProgressOf } from '../work.jsx';
import { formats } from './formats.js';
import { Made } from './made.jsx';
import style from './style.css' with { type: 'text' };
import { namesOf } from './subject.js';
import { NO_WEIGHTS, NOT_YET, useExport } from './use-export.js';
import { reasonOf, text } from './words.js';

adoptStyle(modal + style);

/** @typedef {import('./formats.js').FormatRow} FormatRow */

/**
 * @param {object} props
 * @param {import('../../../storage/records.js').RunRecord | null} props.run a filed one; null for the session of this tab
 * @param {() => void} props.onClose
 */
export function ExportDialog({ run, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const { state } = useApp();
  const [experiment] = useState(() => run?.experiment ?? state.experiment.peek());
  const [chosen, setChosen] = useState(/** @type {FormatRow | null} */ (null));
  const { outcome, make, cancel } = useExport(run);
  useModal(dialog, onClose);
  const [withData, setWithData] = useState(false);
  // While an arrow key is down, formats are passed.
  const byArrow = useRef(false);
  const choose = (/** @type {FormatRow} */ format, data = false) => {
    setChosen(format);
    setWithData(data);
    make(format.id, { withData: data, passing: byArrow.current });
  };
  // What goes away under the focus leaves it to the format.
  const focusOn = (/** @type {FormatRow | null} */ format) => {
    const radio = dialog.current?.querySelector(`input[value="${format?.id}"]`);
    if (radio instanceof HTMLElement) radio.focus();
  };
  const giveUp = () => {
    focusOn(chosen);
    cancel();
    setChosen(null);
  };
  const again = (/** @type {FormatRow} */ format) => {
    focusOn(format);
    choose(format, withData);
  };
  return (
    <dialog ref={dialog} class="dialog export" aria-labelledby="export-title" data-testid="export-dialog">
      <header class="export-head">
        <h2 id="export-title">{text('title')}</h2>
        <p class="caption">{text('subject', namesOf(experiment))}</p>
      </header>
      <div class="export-body">
        <div class="export-formats">
          {
            /** @type {const} */ (['network', 'onward']).map((group) => (
              <Group key={group} group={group} chosen={chosen} onChoose={choose} byArrow={byArrow} />
            ))
          }
        </div>
        <section class="export-result" aria-label={chosen?.name ?? text('files')}>
          <div role="status">
            {!(chosen && outcome) && <p class="caption">{text('choose')}</p>}
            {chosen && outcome?.busy && <p>{text('making', { name: chosen.name })}</p>}
            {chosen && outcome?.made && (
              <p>
                {text('made', {
                  name: chosen.name,
                  count: outcome.made.files.length,
                  files: whole(outcome.made.files.length),
                  step: whole(outcome.step),
                })}
              </p>
            )}
          </div>
          {chosen && outcome?.busy && (
            <div class="export-busy">
              <ProgressOf progress={{ done: 0, total: 0 }} label={text('making', { name: chosen.name })} />
              <button type="button" class="button" onClick={giveUp}>
                {text('cancel')}
              </button>
            </div>
          )}
          {chosen && outcome && outcome.error !== null && (
            <Refused format={chosen} error={outcome.error} onAgain={() => again(chosen)} />
          )}
          {chosen?.id === 'torchrun' && (
            <label class="export-data">
              <input
                type="checkbox"
                checked={withData}
                onChange={({ currentTarget }) => choose(chosen, currentTarget.checked)}
              />
              {text('withData')}
            </label>
          )}
          {chosen && outcome?.made && (
            <Made
              key={chosen.id}
              format={chosen}
              made={outcome.made}
              experiment={experiment}
              step={outcome.step}
              withData={withData}
            />
          )}
        </section>
      </div>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {text('close')}
        </button>
      </div>
    </dialog>
  );
}

/**
 * @param {object} props
 * @param {FormatRow['group']} props.group
 * @param {FormatRow | null} props.chosen
 * @param {(format: FormatRow) => void} props.onChoose
 * @param {import('preact').RefObject<boolean>} props.byArrow whether an arrow key is down
 */
function Group({ group, chosen, onChoose, byArrow }) {
  const hear = (/** @type {KeyboardEvent} */ { type, key }) => {
    byArrow.current = type === 'keydown' && key.startsWith('Arrow');
  };
  return (
    <fieldset class="export-group">
      <legend>{text(group)}</legend>
      {formats
        .filter((format) => format.group === group)
        .map((format) => (
          <label key={format.id} class="export-format">
            <input
              type="radio"
              name="export-format"
              value={format.id}
              checked={chosen === format}
              onKeyDown={hear}
              onKeyUp={hear}
              onChange={() => onChoose(format)}
            />
            <span>
              <strong>{format.name}</strong>
              <span class="export-about">{text(`about.${format.id}`)}</span>
            </span>
          </label>
        ))}
    </fieldset>
  );
}

/** @param {unknown} error @returns {string | null} null for another error */
function withoutWeights(error) {
  if (error === NOT_YET) return text('notYet');
  return error === NO_WEIGHTS ? text('noWeights') : null;
}

/** @param {{ format: FormatRow, error: unknown, onAgain: () => void }} props */
function Refused({ format: { name }, error, onAgain }) {
  const says = String(Object(error).code) === 'format';
  return (
    <div class="export-refused">
      <div role="alert">
        <p>
          <strong>{text(says ? 'refused' : 'failed', { name })}</strong>
        </p>
        <p>{withoutWeights(error) ?? reasonOf(error)}</p>
      </div>
      {!says && (
        <button type="button" class="button" onClick={onAgain}>
          {text('tryAgain')}
        </button>
      )}
    </div>
  );
}
