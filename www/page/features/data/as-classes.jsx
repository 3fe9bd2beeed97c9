/** @file Pictures of an import as samples of one's own classes, which are named as the pictures' classes are. */

import { useApp } from '../../app/context.js';
import { useTask } from '../../app/long-query.js';
import { faultOfNames } from '../../samples/class-names.js';
import { addAsClasses } from '../../samples/pictures.js';
import { classNameOf } from './class-names.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imports.js').PictureSamples} PictureSamples
 *
 * @param {import('../../app/interpretations.js').Import} source
 * @param {() => void} onEnd
 */
export function useAsClasses(source, onEnd) {
  const app = useApp();
  const task = useTask(source.ask, 'import-samples');
  /** @param {import('./import-pictures.jsx').Wishes} wishes @param {string[]} names */
  const use = async (wishes, names) => {
    const pictures = /** @type {PictureSamples | null} */ (await task.run({ id: source.id, wishes }));
    if (!pictures) return;
    onEnd();
    addAsClasses(app, names, pictures);
  };
  return { ...task, use };
}

/**
 * @param {object} props
 * @param {import('../../../shared/imports.js').PicturePreview} props.preview
 * @param {import('./import-pictures.jsx').Names} props.names
 * @param {(names: string[]) => void} props.onUse
 */
export function AsClasses({ preview, names, onUse }) {
  const given = preview.classes.map((_, label) => classNameOf(preview, names.names, label).normalize('NFC'));
  const { fault, found } = faultOfNames(given);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-disabled={fault ? 'true' : undefined}
        aria-describedby="data-as-classes"
        onClick={() => !fault && onUse(given)}
      >
        {text('useClasses')}
      </button>
      <p id="data-as-classes" class="caption data-as-classes">
        {text(fault && fault !== 'few' ? `classesFault.${fault}` : 'classesAbout', { found })}
      </p>
    </>
  );
}
