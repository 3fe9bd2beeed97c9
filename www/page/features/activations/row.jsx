/** @file One layer: its name, kind and shape, and what it gives. */

import { useRef } from 'preact/hooks';
import { useVisible } from '../../app/visible.js';

/**
 * Which value is chosen or pointed at.
 *
 * @typedef {object} Chosen
 * @property {number} layer −1 for the input, the count of layers for the probabilities
 * @property {'values' | 'states'} of
 * @property {number} index
 *
 * @typedef {object} Choice
 * @property {Chosen | null} chosen
 * @property {(chosen: Chosen) => void} onSelect
 * @property {(read: Chosen | null) => void} onRead
 */

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.name
 * @param {number[]} props.shape
 * @param {(visible: boolean) => import('preact').ComponentChildren} props.children what is not visible is not painted
 */
export function Row({ title, name, shape, children }) {
  const root = useRef(/** @type {HTMLLIElement | null} */ (null));
  const visible = useVisible(root);
  return (
    <li class="layer-row" ref={root} data-testid="layer-outputs" data-name={name}>
      <div class="layer-row-head">
        <span class="layer-row-title">{title}</span>
        <span class="layer-row-name">
          {[breakable(name), shapeText(shape)].filter((words) => words !== '').join(', ')}
        </span>
      </div>
      <div class="layer-row-body">{children(visible)}</div>
    </li>
  );
}

/** @param {string} name @returns {string} that may go on in the next line after each underscore */
function breakable(name) {
  return name.replaceAll('_', '_\u200b');
}

/** @param {number[]} shape */
export function shapeText(shape) {
  return shape.join('\u00a0×\u00a0');
}
