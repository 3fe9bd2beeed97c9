/** @file What can be chosen of imported pictures: title, names of the classes, size, ink and orientation. */

import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imports.js').PicturePreview} Preview
 * @typedef {import('./import-pictures.jsx').Names} Names
 */

/**
 * @param {object} props
 * @param {Preview} props.preview
 * @param {Names} props.names
 * @param {(change: Partial<Names>) => void} props.onNames
 * @param {(change: import('./import-pictures.jsx').Wishes) => void} props.onWish
 */
export function PictureOptions({ preview, names, onNames, onWish }) {
  const { choices, classes, sizings, size, title } = preview;
  return (
    <div class="data-options">
      <label class="data-field">
        <span>{text('titleField')}</span>
        <input
          class="input"
          type="text"
          value={names.title ?? title ?? text('untitled')}
          onInput={(event) => onNames({ title: event.currentTarget.value })}
        />
      </label>
      <label class="data-field data-wide">
        <span>{text('classNames')}</span>
        <input
          class="input"
          type="text"
          value={names.names ?? classes.map(({ name }) => name).join(', ')}
          onInput={(event) => onNames({ names: event.currentTarget.value })}
        />
      </label>
      <label class="data-field">
        <span>{text('sizing')}</span>
        <select
          class="input"
          value={choices.sizing}
          onChange={(event) => onWish({ sizing: sizings[event.currentTarget.selectedIndex] })}
        >
          {sizings.map((sizing) => (
            <option key={sizing} value={sizing}>
              {text(`sizing.${sizing}`, { width: size?.[0] ?? 0, height: size?.[1] ?? 0 })}
            </option>
          ))}
        </select>
      </label>
      {choices.sizing !== 'fit' && (
        <label class="data-check">
          <input
            type="checkbox"
            checked={choices.invert}
            onChange={(event) => onWish({ invert: event.currentTarget.checked })}
          />
          <span>{text('invert')}</span>
        </label>
      )}
      <label class="data-check">
        <input
          type="checkbox"
          checked={choices.turn}
          onChange={(event) => onWish({ turn: event.currentTarget.checked })}
        />
        <span>{text('turn')}</span>
      </label>
    </div>
  );
}
