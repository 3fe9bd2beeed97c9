/** @file Pictures of an import: what they are, what can be chosen, and some of them, before they are used. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useTask } from '../../app/long-query.js';
import { messageOf } from '../../app/messages.js';
import { ProgressOf } from '../../app/work.jsx';
import { AsClasses, useAsClasses } from './as-classes.jsx';
import { Balance } from './balance.jsx';
import { classNameOf, classNamesOf } from './class-names.js';
import { Notes } from './notes.jsx';
import { PictureOptions } from './picture-options.jsx';
import { refusalText } from './refusals.js';
import { Samples } from './samples.jsx';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imports.js').PicturePreview} Preview
 * @typedef {import('../../../shared/imports.js').Refusal} Refusal
 * @typedef {import('../../../shared/imports.js').LeftOut} LeftOut
 * @typedef {{ invert?: boolean, turn?: boolean, sizing?: 'keep' | 'scale' | 'fit' }} Wishes
 * @typedef {{ title: string | null, names: string | null }} Names as they were typed; null while they are not
 */

/** @param {import('../../app/interpretations.js').InterpretationProps} props */
export default function ImportPictures({ source, onUse, onEnd, children }) {
  const { ask } = source;
  const looking = useTask(ask, 'import-pictures');
  const making = useTask(ask, 'import-pictures-use');
  const classes = useAsClasses(source, onEnd);
  const [found, setFound] = useState(/** @type {Preview | { refusal: Refusal, leftOut: LeftOut[] } | null} */ (null));
  const [wishes, setWishes] = useState(/** @type {Wishes} */ ({}));
  const [names, setNames] = useState(/** @type {Names} */ ({ title: null, names: null }));
  const latest = useRef(0);
  useEffect(() => {
    const own = ++latest.current;
    looking.run({ id: source.id, wishes }).then((answer) => {
      if (answer && own === latest.current) setFound(/** @type {Preview} */ (answer));
    });
  }, [source.id, wishes]);

  const preview = found && 'classes' in found ? found : null;
  const use = async () => {
    if (!preview) return;
    const made = await making.run({
      id: source.id,
      wishes,
      title: names.title?.trim() || preview.title || text('untitled'),
      classNames: classNamesOf(preview, names.names),
    });
    if (made) onUse(/** @type {import('../../../shared/imports.js').Made} */ (made).own);
  };
  const error = looking.error ?? making.error ?? classes.error;
  const work = making.progress ? making : classes;
  const refusal = found?.refusal ?? null;
  return (
    <div class="data-pictures">
      {!found && looking.progress && <ProgressOf progress={looking.progress} label={text('looking')} />}
      {error !== null && (
        <p role="alert" class="data-fault">
          {messageOf(error)} {text('nothingChanged')}
        </p>
      )}
      {refusal && (
        <p role="alert" class="data-fault">
          {refusalText(refusal)} {text('nothingChanged')}
        </p>
      )}
      {found && <Notes preview={preview} leftOut={found.leftOut} />}
      {preview && (
        <>
          <PictureOptions
            preview={preview}
            names={names}
            onNames={(change) => setNames((before) => ({ ...before, ...change }))}
            onWish={(change) => setWishes((before) => ({ ...before, ...change }))}
          />
          <div class="data-look">
            <Samples samples={preview.samples} nameOf={(label) => classNameOf(preview, names.names, label)} />
            <Balance
              title={text('balance')}
              heading={text('class')}
              rows={preview.classes.map(({ counts }, label) => ({
                name: classNameOf(preview, names.names, label),
                counts,
              }))}
            />
          </div>
        </>
      )}
      <div class="data-buttons">
        {work.progress ? (
          <>
            <ProgressOf progress={work.progress} label={text(work === making ? 'making' : 'preparing')} />
            <button type="button" class="button" onClick={work.cancel}>
              {text('stop')}
            </button>
          </>
        ) : (
          <>
            {preview && !preview.refusal && (
              <button type="button" class="button main" onClick={use}>
                {text('usePictures')}
              </button>
            )}
            {preview && <AsClasses preview={preview} names={names} onUse={(given) => classes.use(wishes, given)} />}
            {children}
          </>
        )}
      </div>
    </div>
  );
}
