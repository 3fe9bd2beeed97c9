/** @file The classes of a set with the number of their samples; a press asks for more of one. */

import { text } from './words.js';

/**
 * @param {object} props
 * @param {readonly string[]} props.names
 * @param {readonly import('../../samples/samples.js').KeptSample[]} props.samples
 * @param {(name: string) => void} props.onDraw
 * @param {(name: string, button: HTMLElement) => void} props.onPictures
 */
export function Classes({ names, samples, onDraw, onPictures }) {
  return (
    <ul class="own-classes-names" aria-label={text('classes')}>
      {names.map((name) => {
        const count = samples.filter(({ label }) => label === name).length;
        return (
          <li key={name} data-testid="own-class" data-label={name} data-count={count}>
            <strong>{name}</strong>
            <span class="caption">{text('countOf', { count })}</span>
            <button type="button" class="link" onClick={() => onDraw(name)}>
              {text('drawClass', { label: name })}
            </button>
            <button
              type="button"
              class="link"
              aria-label={text('picturesOf', { label: name })}
              onClick={(event) => onPictures(name, event.currentTarget)}
            >
              {text('pictures')}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
