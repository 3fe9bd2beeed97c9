/** @file What is said of imported pictures: how they are divided, what was noticed, and which files are not used. */

import { brief } from '../../app/format.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imports.js').PicturePreview} Preview
 * @typedef {import('../../../shared/imports.js').LeftOut} LeftOut
 */

/** Files that are named one by one. */
const NAMED = 8;

/** @param {{ preview: Preview | null, leftOut: LeftOut[] }} props */
export function Notes({ preview, leftOut }) {
  const more = leftOut.length - NAMED;
  return (
    <ul class="data-notes">
      {(preview ? notesOf(preview) : []).map((note) => (
        <li key={note}>{note}</li>
      ))}
      {leftOut.slice(0, NAMED).map((file) => (
        <li key={file.name}>
          <strong>{file.name}</strong>: {leftOutText(file)}
        </li>
      ))}
      {more > 0 && <li>{text('moreLeftOut', { count: more })}</li>}
    </ul>
  );
}

/**
 * @param {Preview} preview
 * @returns {string[]}
 */
function notesOf(preview) {
  const { classes, shape, size, range, mapping, missing, colour, first, darkOnLight, transposed } = preview;
  const [train = 0, validation = 0, test = 0] = [0, 1, 2].map((part) =>
    classes.reduce((sum, { counts }) => sum + (counts[part] ?? 0), 0),
  );
  const [, height, width] = shape;
  const [least = 0, most = 0] = range;
  const found = { count: train + validation + test, in: text('inClasses', { count: classes.length }) };
  const notes = [
    size ? text('found', { ...found, width: size[0], height: size[1] }) : text('foundMixed', found),
    validation > 0 ? text('divided', { train, validation }) : text('heldBack', { train }),
  ];
  if (test > 0) notes.push(text('testPart', { count: test }));
  if (size?.[0] !== width || size[1] !== height) notes.push(text('becomes', { width, height }));
  notes.push(text(`range.${mapping}`, { least: brief(least), most: brief(most) }));
  if (missing > 0) notes.push(text('missing', { count: missing }));
  if (colour) notes.push(text('colour'));
  if (first === 1) notes.push(text('fromOne'));
  if (darkOnLight && preview.choices.sizing !== 'fit') notes.push(text('darkOnLight'));
  if (transposed) notes.push(text(`transposed.${transposed}`));
  const empty = classes.filter(({ counts }) => !counts[0]).map(({ name }) => name);
  if (empty.length > 0) notes.push(text('untrained', { names: empty.join(', ') }));
  return notes;
}

/** @param {LeftOut} file */
function leftOutText({ reason, values = {} }) {
  if (reason === 'unpaired' && 'labels' in values) return text('left.otherCount', values);
  if (reason === 'notPictures' && 'shape' in values) return text('left.shape', values);
  return text(/** @type {'left.numbers'} */ (`left.${reason}`), values);
}
