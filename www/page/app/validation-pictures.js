/** @file Pictures of the validation data by index, fetched from the prediction worker while they can be seen. */

import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './context.js';
import { useQuery } from './queries.js';

/**
 * @typedef {{ indices: number[], width: number, height: number, pixels: Uint8ClampedArray }} Pictures answer of the query
 *   `pictures`
 */

/** Pictures that are kept. */
const MOST = 2000;

/**
 * @param {number[]} indices that are wanted
 * @param {boolean} visible
 * @returns {{ width: number, height: number, picture: (index: number) => Uint8ClampedArray | null }} null while it is on
 *   its way
 */
export function useValidationPictures(indices, visible) {
  const { state, ask } = useApp();
  const data = state.experiment.value.dataset.name;
  const kept = useRef({ data, pictures: /** @type {Map<number, Uint8ClampedArray>} */ (new Map()) });
  if (kept.current.data !== data) kept.current = { data, pictures: new Map() };
  const { pictures } = kept.current;
  const missing = indices.filter((index) => !pictures.has(index));
  const { answer } = useQuery({
    ask: /** @type {typeof ask} */ (
      async (place, name, params, signal) => {
        const found = /** @type {Pictures | null} */ (await ask(place, name, params, signal));
        if (found && kept.current.data === data) keep(pictures, found);
        return found;
      }
    ),
    place: 'prediction',
    name: 'pictures',
    params: { indices: missing },
    when: [data, missing.join()],
    visible: visible && missing.length > 0,
  });
  useEffect(() => {
    if (pictures.size > MOST) pictures.clear();
  }, [answer]);
  const { width, height } = /** @type {Pictures | null} */ (answer) ?? { width: 1, height: 1 };
  return { width, height, picture: (index) => pictures.get(index) ?? null };
}

/** @param {Map<number, Uint8ClampedArray>} pictures @param {Pictures} found */
function keep(pictures, { indices, width, height, pixels }) {
  const size = width * height;
  indices.forEach((index, at) => {
    pictures.set(index, pixels.slice(at * size, (at + 1) * size));
  });
}
